/**
 * What the adapter takes of Next. Next itself is 370 MB, so the workspace goes without it; the opt-in
 * test compiles an app against Next's own types.
 */
declare module 'next/headers.js' {
  export function headers(): Promise<Pick<Headers, 'get'>>
}

declare module 'next/navigation.js' {
  /** Throws what Next takes for a redirect. */
  export function redirect(url: string): never
}

declare module 'next/server.js' {
  export class NextResponse extends Response {
    /** Lets the request go on, with these headers in place of its own. */
    static next(init: { readonly request: { readonly headers: Headers } }): NextResponse
  }
}
