/**
 * Which addresses are reached by which proxy: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, as curl and Go
 * read them.
 */
import { BlockList, isIP, isIPv6 } from 'node:net'
import type { NetworkSettings } from '../configuration/network-options.ts'
import { LOOPBACK } from '../protocol/url.ts'
import { networkCause } from './network-cause.ts'

/** The address of a proxy, which may hold a password; `undefined` where none is to be used. */
export type ProxyOf = (url: URL) => string | undefined

/** What asks for a proxy of this very machine's addresses, too; Chromium's word for it. */
const WITH_LOOPBACK = '<-loopback>'

/**
 * Makes the choice of a proxy.
 *
 * @param direct - an address whose origin is never reached by a proxy
 */
export function createProxyChoice(
  { httpProxy, httpsProxy, noProxy }: NetworkSettings,
  direct: string | undefined,
): ProxyOf {
  const entries = noProxy.split(/[, \t]/)
  const withLoopback = entries.includes(WITH_LOOPBACK)
  const exempt = entries.map(parseEntry)
  const origin = direct === undefined ? undefined : new URL(direct).origin

  return function proxyOf(url) {
    const proxy = url.protocol === 'https:' ? httpsProxy : httpProxy
    if (proxy === undefined || url.origin === origin) return undefined
    const host = url.hostname.replace(/[[\]]/g, '').replace(/\.$/, '')
    if (LOOPBACK.test(url.hostname) && !withLoopback) return undefined
    const port = url.port || (url.protocol === 'https:' ? '443' : '80')
    return exempt.some((is) => is(host, port)) ? undefined : proxy
  }
}

type Entry = (host: string, port: string) => boolean

/** One entry: `*`, a domain with or without a dot before it, an address or a network, each with a port. */
function parseEntry(entry: string): Entry {
  if (entry === '*') return () => true
  const [, name = '', wanted] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? ['', entry]
  // A bracket by itself names nothing: such an entry must exempt no host.
  const bare = name.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  const fits = (port: string) => wanted === undefined || wanted === port
  const network = networkOf(bare)
  if (network !== undefined) {
    return (host, port) => fits(port) && isIP(host) !== 0 && network.check(host, familyOf(host))
  }
  const domain = bare.replace(/^\*?\./, '').replace(/\.$/, '')
  if (domain === '') return () => false
  return (host, port) => fits(port) && (host === domain || host.endsWith(`.${domain}`))
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')

/** The addresses of `10.1.2.3`, `10.0.0.0/8`, `fd00::/8`; `undefined` of anything else. */
function networkOf(text: string): BlockList | undefined {
  const [address = '', prefix, more] = text.split('/')
  if (isIP(address) === 0 || more !== undefined) return undefined
  if (prefix !== undefined && !/^\d+$/.test(prefix)) return undefined
  const most = isIPv6(address) ? 128 : 32
  const length = Number(prefix ?? most)
  if (length > most) return undefined
  const list = new BlockList()
  list.addSubnet(address, length, familyOf(address))
  return list
}

/** The proxy did not answer, or refused; nothing was sent to the provider. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure'
  /** The proxy's answer; `undefined` when there was none, which is told by `cause`. */
  readonly status: number | undefined

  constructor(status: number | undefined, cause?: unknown) {
    super('the proxy made no connection', { cause })
    this.status = status
  }
}

/** What there was of the proxy: its status, or why there was none. */
export function proxyCause({ status, cause }: ProxyFailure): string {
  if (status === undefined) return networkCause(cause)
  return status === 407 ? 'status 407 (it wants other credentials)' : `status ${status}`
}
