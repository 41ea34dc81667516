/** Every address of the provider, and some that are none, by every method. */
import { asUser, send } from '../peer.ts'
import { query, visitor } from '../visit.ts'
import type { Row } from './row.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const PATHS: readonly string[] = [
  '',
  '/.well-known/openid-configuration',
  '/keys',
  '/healthz',
  '/userinfo',
  '/auth',
  '/auth/hportal',
  '/auth/hportal/login',
  '/auth/other',
  '/callback',
  '/callback/hportal',
  '/callback/other',
  '/approval',
  '/token',
  '/token/introspect',
  '/device',
  '/device/code',
  '/device/token',
  '/device/auth/verify_code',
  '/device/callback',
  '/logout',
  '/logout/callback',
  '/nothing',
]

/** Spellings of an address that are no address. */
const ODD: readonly string[] = [
  '/',
  '/keys/',
  '//keys',
  '/KEYS',
  '/./keys',
  '/token/../keys',
  '/%6beys',
  '/keys?x=1',
  '/keys?a=%zz',
  '/keys?a;b',
  '/token/',
  '/auth/',
  '/auth/hportal/',
  '/auth/hportal/login/',
  '/callback/hportal/',
  '/.well-known/openid-configuration/',
  '/.well-known/oauth-authorization-server',
  '/robots.txt',
  '/static/main.css',
  '/theme/styles.css',
  '/totp',
  '/mfa',
]

export const METHOD_ROWS: readonly Row[] = [
  ...PATHS.flatMap((path) =>
    METHODS.map((method): Row => {
      return {
        title: `${method} ${path === '' ? 'the issuer' : path}`,
        ask: (peer) => send(peer, { method, path, headers: asUser('alice') }),
      }
    }),
  ),
  ...['/auth/hportal', '/auth/other', '/auth/', '/auth/hportal/x'].map((path): Row => {
    return {
      title: `a good request at ${path}`,
      ask: (peer) => visitor(peer).send({ path: `${path}?${query(peer)}` }),
    }
  }),
  ...['/auth/hportal/login', '/auth/other/login', '/callback', '/callback/other'].flatMap((path) =>
    (['GET', 'POST'] as const).map((method): Row => {
      return {
        title: `${method} ${path} with the state of a login`,
        async ask(peer) {
          const browser = visitor(peer)
          const first = await browser.send({ path: `/auth/hportal?${query(peer)}` })
          const { search } = new URL(first.headers.location?.[0] ?? '', peer.issuer)
          return browser.send({ method, path: path + search })
        },
      }
    }),
  ),
  ...ODD.map((path): Row => ({ title: `GET ${path}`, ask: (peer) => send(peer, { path }) })),
]
