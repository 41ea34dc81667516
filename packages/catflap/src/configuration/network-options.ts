/**
 * Reads by which way the provider is called: whose certificates are trusted, by which proxy, and whether at
 * an address of its own.
 */
import { X509Certificate } from 'node:crypto'
import { shown } from '../errors.ts'
import { acceptableInternalIssuer } from '../protocol/url.ts'
import { readKeyFile } from './client-key.ts'
import type { ConfigurationProblem } from './configuration-error.ts'
import { type Environment, type Found, readUsed } from './environment.ts'

/** By which way the provider is called. Addresses of proxies may hold a password. */
export interface NetworkSettings {
  /** Certificates in PEM that are trusted instead of those of the system; `undefined` trusts these. */
  readonly ca: readonly string[] | undefined
  readonly httpProxy: string | undefined
  readonly httpsProxy: string | undefined
  /** As `NO_PROXY` has it. */
  readonly noProxy: string
}

/** What options say of it. */
export interface NetworkOptions {
  readonly ca: string | undefined
  readonly internalIssuer: string | undefined
  /** Whether the app brings a `fetch` of its own, which makes connections by its own rules. */
  readonly ownFetch: boolean
}

/**
 * Reads the way to the provider.
 *
 * @param problems - grows by whatever is found wrong
 */
export function readNetwork(
  environment: Environment,
  options: NetworkOptions,
  problems: ConfigurationProblem[],
): { readonly network: NetworkSettings; readonly internalIssuer: string | undefined } {
  const invalid = (variable: string, seen: string, en: string, zh: string): undefined =>
    void problems.push({ kind: 'invalid', variable, seen, fix: { en, zh } })

  /** The certificates of a file, or of an option. */
  function readCa(): readonly string[] | undefined {
    const file = options.ca === undefined ? readUsed(environment, 'caFile', problems) : undefined
    if (options.ca === undefined && file === undefined) return undefined
    const variable = file?.variable ?? 'provider.ca'
    const read = file === undefined ? { text: String(options.ca) } : readKeyFile(file.value)
    const found = 'text' in read ? certificatesIn(read.text) : undefined
    if (found === undefined) {
      // What stands in it is not repeated.
      const seen = 'text' in read ? 'no such certificate' : `${shown(file?.value)} (${read.code})`
      const en =
        'Must be one or more certificates in PEM: those of the CA that the provider’s comes from.'
      return invalid(
        variable,
        seen,
        en,
        '必须是 PEM 格式的一个或多个证书：签发身份提供方证书的 CA 的证书。',
      )
    }
    if (isNode() && !options.ownFetch) return found
    const en =
      'Only Catflap’s own connections on Node take certificates from here: have your fetch, or the runtime, trust them.'
    const zh =
      '只有 Catflap 在 Node 上自行建立的连接才会读取这里的证书：请让你的 fetch 或运行时信任它们。'
    return invalid(
      variable,
      options.ownFetch ? 'a fetch of the app’s own' : 'another runtime',
      en,
      zh,
    )
  }

  function readProxy(setting: 'httpProxy' | 'httpsProxy'): string | undefined {
    if (!isNode() || options.ownFetch) return undefined
    const found = readUsed(environment, setting, problems)
    if (found === undefined) return undefined
    const address = proxyAddress(found.value)
    if (address !== undefined) return address
    // The value may hold a password, so it is not repeated.
    const en =
      'Must be http://host:port or https://host:port; other kinds of proxies are not supported.'
    const zh = '必须是 http://主机:端口 或 https://主机:端口；不支持其他类型的代理。'
    return invalid(found.variable, 'an address of another kind', en, zh)
  }

  function readInternalIssuer(): string | undefined {
    const { internalIssuer: value } = options
    const found: Found | undefined =
      value === undefined
        ? readUsed(environment, 'internalIssuer', problems)
        : { variable: 'provider.internalIssuer', value: String(value) }
    if (found === undefined) return undefined
    if (acceptableInternalIssuer(found.value) !== undefined) return found.value
    const seen = found.value.includes('@') ? 'an address with "@"' : shown(found.value)
    return invalid(
      found.variable,
      seen,
      'Must be an address without credentials, ? and #; http goes to a host name or a private address only.',
      '必须是不含用户名密码、? 和 # 的地址；http 只能用于主机名或私有地址。',
    )
  }

  const network = {
    ca: readCa(),
    httpProxy: readProxy('httpProxy'),
    httpsProxy: readProxy('httpsProxy'),
    noProxy: readUsed(environment, 'noProxy', problems)?.value ?? '',
  }
  return { network, internalIssuer: readInternalIssuer() }
}

/** The certificates of a PEM text, each by itself; `undefined` when it has none, or a broken one. */
function certificatesIn(text: string): readonly string[] | undefined {
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  const begun = text.split('-----BEGIN ').length - 1
  if (found === null || found.length !== begun) return undefined
  try {
    return found.map((one) => new X509Certificate(one).toString())
  } catch {
    return undefined
  }
}

/** The address of a proxy, which many write without a scheme; `undefined` for one of another kind. */
function proxyAddress(value: string): string | undefined {
  const text = /^[a-z][\w+.-]*:\/\//i.test(value) ? value : `http://${value}`
  if (!URL.canParse(text)) return undefined
  const { protocol, hostname, username, password, href } = new URL(text)
  try {
    decodeURIComponent(username + password)
  } catch {
    return undefined
  }
  return /^https?:$/.test(protocol) && hostname !== '' ? href : undefined
}

/** True of Node itself; Bun and Deno, which imitate it, have an HTTP client of their own. */
export function isNode(): boolean {
  const { node, bun, deno } = globalThis.process?.versions ?? {}
  return node !== undefined && bun === undefined && deno === undefined && !('Deno' in globalThis)
}
