/** What only a Dex with sessions has: single sign-on, `prompt`, `max_age`, and the logout. */
import { type Ask, form, type Peer } from '../peer.ts'
import { query, type Tokens, tokensOf, type Visitor, visitor } from '../visit.ts'
import type { Row } from './row.ts'

/** A request from a browser that has just signed in. */
const signedIn = (
  title: string,
  make: (tokens: Tokens, peer: Peer, browser: Visitor) => Ask | readonly Ask[],
): Row => ({
  title,
  sessions: true,
  async ask(peer) {
    const browser = visitor(peer)
    const asks = [make(await tokensOf(peer, {}, browser), peer, browser)].flat()
    const answers = []
    for (const ask of asks) answers.push(await browser.send(ask))
    return answers
  },
})

const walked = (title: string, change: Record<string, string>): Row => ({
  title: `${title}, in a session`,
  sessions: true,
  async ask(peer) {
    const browser = visitor(peer)
    await tokensOf(peer, {}, browser)
    return browser.walk(`/auth?${query(peer, change)}`)
  },
})

const HOME = 'http://127.0.0.1:9/logout'
const at = (fields: Record<string, string>): Ask => ({
  path: `/logout?${new URLSearchParams(fields)}`,
})

const logins: readonly Row[] = [
  {
    title: 'prompt=none without a session',
    sessions: true,
    ask: (peer) => visitor(peer, 'bob').walk(`/auth?${query(peer, { prompt: 'none' })}`),
  },
  walked('a second login', {}),
  walked('a second login for more', { scope: 'openid email' }),
  walked('prompt=none', { prompt: 'none' }),
  walked('prompt=none for more', { prompt: 'none', scope: 'openid email' }),
  walked('prompt=login', { prompt: 'login' }),
  walked('prompt=consent', { prompt: 'consent' }),
  walked('max_age=1000', { max_age: '1000' }),
  {
    title: 'prompt=none of another client, in a session',
    sessions: true,
    async ask(peer) {
      const browser = visitor(peer, 'bob')
      await tokensOf(peer, {}, browser)
      return browser.walk(`/auth?${query({ app: peer.other }, { prompt: 'none' })}`)
    },
  },
]

const logouts: readonly Row[] = [
  signedIn('a logout', () => ({ path: '/logout' })),
  signedIn('a logout by POST', () => form('/logout', {})),
  signedIn('a logout with a hint', ({ id_token }) => at({ id_token_hint: id_token })),
  signedIn('a logout with a hint by POST', ({ id_token }) =>
    form('/logout', { id_token_hint: id_token }),
  ),
  signedIn('a logout with a way back', ({ id_token }) =>
    at({ id_token_hint: id_token, post_logout_redirect_uri: HOME, state: 'a b&' }),
  ),
  signedIn('a logout with a way back by POST', ({ id_token }) =>
    form('/logout', { id_token_hint: id_token, post_logout_redirect_uri: HOME, state: 's' }),
  ),
  signedIn('a logout with a way back without a hint', () => at({ post_logout_redirect_uri: HOME })),
  signedIn('a logout with a way back that is not registered', ({ id_token }) =>
    at({ id_token_hint: id_token, post_logout_redirect_uri: `${HOME}/` }),
  ),
  signedIn('a logout with a way back and a client', (_, { app }) =>
    at({ client_id: app.id, post_logout_redirect_uri: HOME }),
  ),
  signedIn('a logout with a hint that is none', () => at({ id_token_hint: 'x' })),
  signedIn('a logout with a hint that nobody signed', () => at({ id_token_hint: 'x.y.z' })),
  signedIn('a logout twice', ({ id_token }) => [
    at({ id_token_hint: id_token }),
    at({ id_token_hint: id_token }),
  ]),
  signedIn('prompt=none after a logout', ({ id_token }, peer) => [
    at({ id_token_hint: id_token }),
    { path: `/auth?${query(peer, { prompt: 'none' })}` },
    { path: `/auth/hportal?${query(peer, { prompt: 'none' })}` },
  ]),
  signedIn('a logout by POST from another site', () =>
    form('/logout', {}, { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }),
  ),
  signedIn('PUT at the logout', () => ({ method: 'PUT', path: '/logout' })),
]

export const SESSION_ROWS: readonly Row[] = [...logins, ...logouts]
