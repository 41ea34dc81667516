/**
 * What a form has done, told by the page that follows: kept in a cookie for one page, since a link
 * could put words into an address.
 */
import { ERRORS, type LoginErrorCode } from 'catflap'
import { getCookie } from 'hono/cookie'
import type { Site, Visit } from './site.ts'

/** The end of a form's work. */
export type Notice =
  | { readonly kind: 'renewed' }
  | { readonly kind: 'ended'; readonly count: number }
  | { readonly kind: 'failed'; readonly code: LoginErrorCode }

/** Seconds for which the next page may take to come. */
const LIFETIME = 60

/** The `Set-Cookie` value that hands a notice to the next page. */
export function noticeCookie(site: Site, notice: Notice): string {
  return cookie(site, encode(notice), LIFETIME)
}

function encode(notice: Notice): string {
  switch (notice.kind) {
    case 'renewed':
      return 'renewed'
    case 'ended':
      return `ended.${notice.count}`
    case 'failed':
      return `failed.${notice.code}`
  }
}

/** The notice that the form before has left; `undefined` for anything that no form of ours writes. */
export function readNotice(site: Site, c: Visit): Notice | undefined {
  const [kind, detail = ''] = (getCookie(c, nameOf(site)) ?? '').split('.')
  if (kind === 'renewed' && detail === '') return { kind }
  if (kind === 'ended' && /^\d{1,3}$/.test(detail)) return { kind, count: Number(detail) }
  if (kind === 'failed' && Object.hasOwn(ERRORS, detail)) {
    return { kind, code: detail as LoginErrorCode }
  }
  return undefined
}

/** The `Set-Cookie` value that takes the notice away. */
export function clearNotice(site: Site): string {
  return cookie(site, '', 0)
}

/**
 * With its prefix no neighbour on the box can write it. Plain http cannot have one, and there browsers
 * give the cookies of one port to every other, so it has the port.
 */
function nameOf({ login }: Site): string {
  const { protocol, port } = new URL(login?.origin ?? NOWHERE)
  return protocol === 'https:' ? '__Host-notice' : `notice-${port || '80'}`
}

const NOWHERE = 'https://viewer.invalid'

function cookie(site: Site, value: string, lifetime: number): string {
  const name = nameOf(site)
  const secure = name.startsWith('__Host-') ? '; Secure' : ''
  return `${name}=${value}; Path=/; Max-Age=${lifetime}; HttpOnly; SameSite=Lax${secure}`
}
