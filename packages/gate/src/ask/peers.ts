/** Who may ask the gate: the proxy's own addresses. Pure. */
import { BlockList, isIP } from 'node:net'

/** Addresses and networks. */
export interface Peers {
  /** @param address - of a connection; `undefined` of one by a Unix socket, which has its own permissions */
  has(address: string | undefined): boolean
}

/** The addresses that count where none are named. */
export const LOOPBACK: readonly string[] = ['127.0.0.0/8', '::1/128']

/**
 * Reads addresses and networks such as `10.0.0.5` and `172.18.0.0/16`.
 *
 * @returns those that are none, or that everybody has: such as `0.0.0.0/0` and `*`
 */
export function parsePeers(
  list: readonly string[],
): Peers | { readonly unusable: readonly string[] } {
  const unusable = list.filter((text) => {
    const parsed = parseNetwork(text)
    return parsed === undefined || parsed.bits < 8
  })
  if (unusable.length > 0) return { unusable }
  const block = new BlockList()
  for (const text of list) {
    const { address, bits, family } = parseNetwork(text)!
    block.addSubnet(address, bits, family)
  }
  function look(address: string): boolean {
    const plain = plainAddress(address)
    return isIP(plain) !== 0 && block.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
  }
  // It is the same proxy that asks again and again.
  let last: { readonly address: string; readonly found: boolean } | undefined
  return {
    has(address) {
      if (address === undefined) return true
      if (list.length === 0) return false
      if (last?.address !== address) last = { address, found: look(address) }
      return last.found
    },
  }
}

/**
 * The client's address, for logs: of the connection, unless that is a proxy of ours; then from the right the
 * first that is none.
 *
 * @param forwarded - `X-Forwarded-For`, its lines joined by commas; untrusted
 * @param peer - of the connection
 */
export function clientAddress(
  forwarded: string | undefined,
  peer: string | undefined,
  peers: Peers,
): string | undefined {
  const told = peers.has(peer) ? (forwarded ?? '') : ''
  const hops = told.split(',').map((hop) => hop.replace(/[ \t]/g, ''))
  for (const hop of hops.reverse()) {
    if (isIP(plainAddress(hop)) === 0) break
    if (!peers.has(hop)) return plainAddress(hop)
  }
  return peer === undefined ? undefined : plainAddress(peer)
}

function parseNetwork(text: string) {
  const [address = '', bits] = text.split('/')
  const kind = isIP(address)
  const most = kind === 6 ? 128 : 32
  if (kind === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits)) || Number(bits) > most) {
    return undefined
  }
  const family = kind === 6 ? ('ipv6' as const) : ('ipv4' as const)
  return { address, bits: bits === undefined ? most : Number(bits), family }
}

/** An IPv4 address as it is written, also where a socket for both families names it. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')
