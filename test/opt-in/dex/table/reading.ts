/** UserInfo and introspection, and what of a request is too much. */
import { type Ask, basic, form, type Peer, send } from '../peer.ts'
import { type Tokens, tokensOf } from '../visit.ts'
import type { Row } from './row.ts'

const SCOPE = { scope: 'openid profile email groups' }
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const UNSIGNED = `${part({ alg: 'none' })}.${part({ sub: 'x' })}.`
const FOREIGN = `${part({ alg: 'RS256', kid: 'x' })}.${part({ iss: 'http://127.0.0.1:9' })}.AAAA`

/** A request that is made of the tokens of a login. */
const read = (title: string, make: (tokens: Tokens, peer: Peer) => Ask): Row => ({
  title,
  ask: async (peer) => send(peer, make(await tokensOf(peer, SCOPE), peer)),
})
const bearer = (token: string, scheme = 'Bearer '): Record<string, string> => ({
  authorization: scheme + token,
})

const userInfo: readonly Row[] = [
  read('UserInfo', ({ access_token }) => ({ path: '/userinfo', headers: bearer(access_token) })),
  read('UserInfo by POST', ({ access_token }) => ({
    ...form('/userinfo', {}, bearer(access_token)),
  })),
  read('UserInfo by an ID Token', ({ id_token }) => ({
    path: '/userinfo',
    headers: bearer(id_token),
  })),
  ...['bearer ', 'BEARER ', 'Bearer  ', 'Bearer', 'Basic ', 'Token ', ''].map((scheme) =>
    read(`UserInfo by "${scheme}"`, ({ access_token }) => ({
      path: '/userinfo',
      headers: bearer(access_token, scheme),
    })),
  ),
  read('UserInfo by a form', ({ access_token }) => form('/userinfo', { access_token })),
  read('UserInfo by a query', ({ access_token }) => ({
    path: `/userinfo?access_token=${access_token}`,
  })),
  read('UserInfo by a changed signature', ({ access_token }) => ({
    path: '/userinfo',
    headers: bearer(access_token.replace(/.{20}$/, 'A'.repeat(20))),
  })),
  read('UserInfo by changed claims', ({ access_token }) => {
    const [head, , end] = access_token.split('.')
    return { path: '/userinfo', headers: bearer(`${head}.${part({ sub: 'x' })}.${end}`) }
  }),
  ...['x', 'x.y', 'x.y.z', UNSIGNED, FOREIGN, 'a b'].map(
    (token): Row => ({
      title: `UserInfo by "${token.slice(0, 12)}"`,
      ask: (peer) => send(peer, { path: '/userinfo', headers: bearer(token) }),
    }),
  ),
  { title: 'UserInfo by nothing', ask: (peer) => send(peer, { path: '/userinfo' }) },
  read('UserInfo from another origin', ({ access_token }) => ({
    path: '/userinfo',
    headers: { ...bearer(access_token), origin: 'http://127.0.0.1:9' },
  })),
]

const introspect = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  form('/token/introspect', fields, headers)
const introspection: readonly Row[] = [
  read('introspection of an access token', ({ access_token: token }) => introspect({ token })),
  read('introspection of an ID Token', ({ id_token: token }) => introspect({ token })),
  ...['access_token', 'refresh_token', 'id_token', 'other', ''].map((token_type_hint) =>
    read(`introspection with the hint "${token_type_hint}"`, ({ access_token: token }) =>
      introspect({ token, token_type_hint }),
    ),
  ),
  read('introspection by the client', ({ access_token: token }, { app }) =>
    introspect({ token }, basic(app.id, app.secret)),
  ),
  read('introspection by wrong credentials', ({ access_token: token }, { app }) =>
    introspect({ token }, basic(app.id, 'x')),
  ),
  read('introspection of a token in the query', ({ access_token: token }) =>
    form(`/token/introspect?token=${token}`, {}),
  ),
  read('introspection as JSON', ({ access_token: token }) =>
    form('/token/introspect', JSON.stringify({ token }), { 'content-type': 'application/json' }),
  ),
  ...([{}, { token: '' }, { token: 'x' }, { token: UNSIGNED }, { token: FOREIGN }] as const).map(
    (fields: Record<string, string>): Row => ({
      title: `introspection of ${JSON.stringify(fields).slice(0, 25)}`,
      ask: (peer) => send(peer, introspect(fields)),
    }),
  ),
  {
    title: 'introspection of a bad escape',
    ask: (peer) => send(peer, form('/token/introspect', 'token=%zz')),
  },
]

const sizes: readonly Row[] = [
  ...[70_000, 300_000, 2_000_000].map(
    (length): Row => ({
      title: `a token request of ${length} bytes`,
      ask: (peer) =>
        send(
          peer,
          form('/token', { grant_type: 'authorization_code', code: 'x', x: 'x'.repeat(length) }),
        ),
    }),
  ),
  ...[20_000, 200_000].map(
    (length): Row => ({
      title: `cookies of ${length} bytes`,
      ask: (peer) =>
        send(peer, { path: '/healthz', headers: { cookie: `a=${'x'.repeat(length)}` } }),
    }),
  ),
  {
    title: 'an address of 100000 bytes',
    ask: (peer) => send(peer, { path: `/auth?client_id=dev.catflap.app&x=${'x'.repeat(100_000)}` }),
  },
  {
    title: 'another host',
    ask: (peer) => send(peer, { path: '/healthz', headers: { host: 'elsewhere.example' } }),
  },
  {
    title: 'a whole address as target',
    ask: (peer) => send(peer, { path: `http://127.0.0.1/sys/oauth/healthz` }),
  },
  {
    title: 'discovery from another origin',
    ask: (peer) =>
      send(peer, { path: '/.well-known/openid-configuration', headers: { origin: 'http://x' } }),
  },
]

export const READING_ROWS: readonly Row[] = [...userInfo, ...introspection, ...sizes]
