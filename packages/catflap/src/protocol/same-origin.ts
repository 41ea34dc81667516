/**
 * Whether an unsafe request, such as a form's POST, comes from a page of this very origin.
 *
 * On one box all apps are same-site (heiyu.space is a public suffix), so only the whole origin counts.
 *
 * @see {@link https://fetch.spec.whatwg.org/#origin-header | Fetch, `Origin` header};
 *   {@link https://www.w3.org/TR/fetch-metadata/ | Fetch Metadata Request Headers}
 */
import { LoginError } from '../errors.ts'
import type { HeaderReader } from './fetch-metadata.ts'

/** What `Sec-Fetch-Site` may say. */
const SITES: readonly string[] = ['none', 'same-origin', 'same-site', 'cross-site']

/**
 * True when the headers that only a browser can set name a page of this very origin.
 *
 * | `Origin` ↓ `Sec-Fetch-Site` → | not sent | `none` | `same-origin` | `same-site` | `cross-site`, other |
 * |---|---|---|---|---|---|
 * | not sent | no | no | yes | no | no |
 * | `null` | no | no | yes | no | no |
 * | ours | yes | yes | yes | yes | no |
 * | any other, neighbours too | no | no | no | no | no |
 *
 * - `Origin: null` says only that the origin is withheld. With `same-origin` it was our own page under
 *   `Referrer-Policy: no-referrer`; a sandboxed frame, and a redirect over another site, are sent
 *   with `cross-site` by Chromium, Firefox and WebKit.
 * - No page can send the `Origin` of another one, so ours counts even with `none` and `same-site`:
 *   WebKit says the latter of a form's result that Back asks for again. With `cross-site` the two
 *   contradict each other.
 * - Without either header nothing proves anything.
 *
 * @param origin - our origin, from the configuration
 */
export function isSameOrigin(header: HeaderReader, origin: string): boolean {
  const from = header('origin') || undefined
  const site = header('sec-fetch-site') || undefined
  if (from === undefined || from === 'null') return site === 'same-origin'
  return from === origin && (site === undefined || (site !== 'cross-site' && SITES.includes(site)))
}

/**
 * Refuses an unsafe request unless {@link isSameOrigin} holds.
 *
 * @param origin - our origin, from the configuration
 * @param where - what was asked for, for the log
 * @throws {@link LoginError} `CROSS_ORIGIN_REFUSED`, with the kind of what was sent
 */
export function checkSameOrigin(header: HeaderReader, origin: string, where: string): void {
  if (!isSameOrigin(header, origin)) throw crossOrigin(header, origin, where)
}

/**
 * True of a request that a page of another origin has had a browser make, unless it does no more than
 * open a page: what `SameSite=Lax` keeps a cookie from, but for neighbours on the box, too. For a person who
 * is known by something else than our cookie, which browsers add to whatever any page asks for.
 *
 * A request of another method than GET and HEAD always has an `Origin` (Fetch, section 3.2), so its
 * method need not be known. Without both headers it is no browser's, or one that only reads.
 *
 * @param origin - our origin, from the configuration
 * @see RFC 6265bis, section 5.2
 */
export function isForeignRequest(header: HeaderReader, origin: string): boolean {
  if (isSameOrigin(header, origin)) return false
  const site = header('sec-fetch-site')
  if (header('origin')) return true
  if (!site || site === 'none') return false
  return header('sec-fetch-mode') !== 'navigate' || header('sec-fetch-dest') !== 'document'
}

/**
 * True of an upgrade, such as a WebSocket's handshake, that a page of another origin asks for. Without
 * `Origin` it is none: browsers always send one, and only they can be led into a request.
 *
 * @param origin - our origin, from the configuration
 * @param allowed - other origins whose pages may open a connection
 * @see RFC 6455, section 10.2; RFC 8441, section 5: HTTP/2 has no `Upgrade`
 */
export function isForeignUpgrade(
  header: HeaderReader,
  origin: string,
  allowed: readonly string[],
): boolean {
  const from = header('origin')
  if (from === undefined || from === null || from === origin) return false
  if (allowed.some((one) => one === from || originOf(one) === from)) return false
  return Boolean(header('upgrade') ?? header('sec-websocket-version'))
}

/** The origin of an address as a browser writes it; `undefined` where it has none of its own. */
function originOf(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url === undefined || url.origin === 'null' ? undefined : url.origin
}

/**
 * Refuses such an upgrade.
 *
 * @throws {@link LoginError} `CROSS_ORIGIN_REFUSED`, with the kind of what was sent
 */
export function checkUpgradeOrigin(
  header: HeaderReader,
  origin: string,
  allowed: readonly string[],
): void {
  if (isForeignUpgrade(header, origin, allowed)) throw crossOrigin(header, origin, 'upgrade')
}

function crossOrigin(header: HeaderReader, origin: string, where: string): LoginError {
  return new LoginError('CROSS_ORIGIN_REFUSED', `${where}: not from a page of this app`, {
    parameter: 'origin',
    expected: origin,
    seen: `${kindOfOrigin(header('origin'), origin)}, ${kindOfSite(header('sec-fetch-site'))}`,
  })
}

/** The sender may be anybody, so its name is not repeated. */
function kindOfOrigin(from: string | null | undefined, origin: string): string {
  if (!from) return 'no Origin'
  if (from === 'null') return 'Origin null'
  return from === origin ? 'this Origin' : 'another Origin'
}

function kindOfSite(site: string | null | undefined): string {
  if (!site) return 'no Sec-Fetch-Site'
  return `Sec-Fetch-Site ${SITES.includes(site) ? site : '?'}`
}
