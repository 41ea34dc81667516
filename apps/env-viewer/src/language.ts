/**
 * The language switch: `?lang=zh` on any page keeps the choice in a cookie and shows the page again.
 */

import type { LoginEnv } from 'catflap/hono'
import type { MiddlewareHandler } from 'hono'
import type { Site } from './site.ts'

const ONE_YEAR = 31_536_000

/** Answers the switch, except on paths of the login: a callback's parameters are not ours. */
export function languageSwitch({ login }: Site): MiddlewareHandler<LoginEnv> {
  const secure = login?.origin.startsWith('https:') ? '; Secure' : ''

  return async function switchLanguage(c, next) {
    const url = new URL(c.req.url)
    const chosen = url.searchParams.get('lang')
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (!reads || (chosen !== 'zh' && chosen !== 'en') || login?.owns(url.pathname)) return next()
    url.searchParams.delete('lang')
    const cookie = `lang=${chosen}; Path=/; Max-Age=${ONE_YEAR}; SameSite=Lax${secure}`
    c.header('set-cookie', cookie)
    return c.redirect(samePath(url), 303)
  }
}

/** Path and query as a reference that stays here: two slashes at its start would name a host. */
function samePath({ pathname, search }: URL): string {
  return pathname.replace(/^[/\\]+/, '/') + search
}
