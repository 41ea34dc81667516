/**
 * The web app manifest that a page links to. Browsers fetch it without cookies, unless the link says otherwise, and so a
 * login in front of the app keeps it from being installed. Pure.
 *
 * @see https://www.w3.org/TR/appmanifest/#using-a-link-element-to-link-to-a-manifest
 */

/** What a page says of its manifest. */
export interface ManifestLink {
  /** Path and query; of another origin the whole address. */
  readonly target: string
  /** Whether the app is asked for it without cookies: not with `crossorigin="use-credentials"`. */
  readonly withoutCookies: boolean
}

/**
 * Finds the first link to a manifest.
 *
 * @param html - of the page; untrusted
 * @param path - of the page, for addresses that are relative to it
 */
export function findManifestLink(html: string, path: string): ManifestLink | undefined {
  const text = html.replace(/<!--.*?(?:-->|$)/gs, '')
  const [base] = elements(text, 'base')
  for (const link of elements(text, 'link')) {
    const href = link.get('href')
    if (
      href === undefined ||
      !/(?:^|[\t\n\f\r ])manifest(?:[\t\n\f\r ]|$)/i.test(link.get('rel') ?? '')
    )
      continue
    const page = resolve(base?.get('href') ?? '', resolve(path, HERE))
    const url = resolve(href, page)
    if (url === undefined) continue
    const own = url.origin === HERE.origin
    return {
      target: own ? url.pathname + url.search : url.href,
      withoutCookies: own && link.get('crossorigin')?.toLowerCase() !== 'use-credentials',
    }
  }
  return undefined
}

/** No origin of anybody. */
const HERE = new URL('http://here.invalid/')

const resolve = (address: string, base: URL | undefined): URL | undefined =>
  base !== undefined && URL.canParse(address, base.href) ? new URL(address, base) : undefined

/** A name, and a value in quotes or none; blanks are those of HTML. */
const ATTRIBUTE =
  /([^\t\n\f\r "'>/=]+)(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r "'=<>`]+)))?/g

/** The attributes of all elements of a name. */
function elements(html: string, name: string): readonly ReadonlyMap<string, string>[] {
  const tags = html.matchAll(
    new RegExp(`<${name}(?=[\\t\\n\\f\\r /])((?:[^<>"']|"[^"]*"|'[^']*'){0,1000})>`, 'gi'),
  )
  return [...tags].map(
    ([, inner = '']) =>
      new Map(
        [...inner.matchAll(ATTRIBUTE)].map(([, key = '', ...values]) => [
          key.toLowerCase(),
          (values.find((value) => value !== undefined) ?? '').replaceAll('&amp;', '&'),
        ]),
      ),
  )
}
