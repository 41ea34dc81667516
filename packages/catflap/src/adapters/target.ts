/** Path and query of a request, cut out of its address without parsing it. */
export function targetOf({ url }: { readonly url: string }): string {
  return url.slice(url.indexOf('/', url.indexOf('//') + 2))
}
