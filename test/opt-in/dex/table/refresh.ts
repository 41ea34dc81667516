/** Refresh tokens: rotation, reuse, scopes, and those of another client. */
import { type Answer, basic, form, type Peer, send } from '../peer.ts'
import { tokensOf, visitor } from '../visit.ts'
import type { Row, World } from './row.ts'

const ALL = { scope: 'openid profile email groups offline_access' }
type Fields = Record<string, string>

const renewal = ({ app }: Peer, refresh_token: string, change: Fields = {}): Fields => ({
  grant_type: 'refresh_token',
  refresh_token,
  client_id: app.id,
  client_secret: app.secret,
  ...change,
})
const renew = (peer: Peer, token: string, change: Fields = {}): Promise<Answer> =>
  send(peer, form('/token', renewal(peer, token, change)))
const successor = (answer: Answer) =>
  (JSON.parse(answer.body) as { refresh_token?: string }).refresh_token ?? ''

const row = (
  title: string,
  ask: (peer: Peer, token: string) => Promise<Answer | readonly Answer[]>,
  world: World = 'refresh',
): Row => ({
  title: world === 'reuse' ? `${title}, in a minute’s reuse` : title,
  world,
  ask: async (peer) => ask(peer, (await tokensOf(peer, ALL)).refresh_token),
})

const SCOPES = [
  '',
  ' ',
  'openid',
  'openid email',
  'email',
  'openid groups profile',
  'openid none',
  'openid federated:id',
  'offline_access',
]

const BOTH: readonly World[] = ['refresh', 'reuse']
const rotation: readonly Row[] = BOTH.flatMap((world) => [
  row('a renewal', (peer, token) => renew(peer, token), world),
  row(
    'two renewals in a row',
    async (peer, token) => {
      const first = await renew(peer, token)
      return [first, await renew(peer, successor(first))]
    },
    world,
  ),
  row(
    'a used refresh token, and then its successor',
    async (peer, token) => {
      const first = await renew(peer, token)
      return [await renew(peer, token), await renew(peer, successor(first))]
    },
    world,
  ),
  row(
    'a refresh token that is two generations old',
    async (peer, token) => {
      const second = successor(await renew(peer, token))
      await renew(peer, second)
      return renew(peer, token)
    },
    world,
  ),
])

const changes: readonly Row[] = [
  ...SCOPES.map((scope) =>
    row(`a renewal for "${scope}"`, (peer, token) => renew(peer, token, { scope })),
  ),
  row('a renewal for less, and then for all', async (peer, token) => {
    const first = await renew(peer, token, { scope: 'openid' })
    return renew(peer, successor(first))
  }),
  row('a renewal by another client', async (peer, token) => {
    const { id, secret } = peer.other
    return [
      await renew(peer, token, { client_id: id, client_secret: secret }),
      await renew(peer, token),
    ]
  }),
  row('a renewal by a wrong secret', (peer, token) => renew(peer, token, { client_secret: 'x' })),
  row('a renewal by nobody', (peer, token) => renew(peer, token, { client_id: 'nobody' })),
  row('a renewal with a header', ({ app, ...peer }, refresh_token) =>
    send(
      peer,
      form('/token', { grant_type: 'refresh_token', refresh_token }, basic(app.id, app.secret)),
    ),
  ),
  row('a refresh token twice in a request', (peer, token) =>
    send(peer, form('/token', `${new URLSearchParams(renewal(peer, token))}&refresh_token=x`)),
  ),
  row('a refresh token in the query', (peer, token) =>
    send(peer, form(`/token?refresh_token=${token}`, renewal(peer, ''))),
  ),
  row('a renewal by a changed token', (peer, token) => renew(peer, `${token.slice(0, -4)}AAAA`)),
  row('a renewal by a padded token', (peer, token) => renew(peer, `${token}=`)),
  row('a renewal by a cut token', (peer, token) => renew(peer, token.slice(0, 40))),
  row('a renewal after another login', async (peer, token) => {
    await tokensOf(peer, ALL)
    return renew(peer, token)
  }),
  row('a renewal after a login of bob’s', async (peer, token) => {
    await tokensOf(peer, ALL, visitor(peer, 'bob'))
    return renew(peer, token)
  }),
  ...['', 'x', 'Chlh', '***'].map((token) =>
    row(`a renewal by "${token}"`, (peer) => renew(peer, token)),
  ),
  row('a renewal by nothing', (peer) => {
    const { refresh_token, ...fields } = renewal(peer, '')
    return send(peer, form('/token', fields))
  }),
]

const introspection: readonly Row[] = ['', 'refresh_token', 'access_token'].map((hint) =>
  row(`introspection of a refresh token as "${hint}"`, (peer, token) =>
    send(peer, form('/token/introspect', { token, ...(hint !== '' && { token_type_hint: hint }) })),
  ),
)
const used: readonly Row[] = [
  row('introspection of a used refresh token', async (peer, token) => {
    await renew(peer, token)
    return send(peer, form('/token/introspect', { token }))
  }),
]

export const REFRESH_ROWS: readonly Row[] = [...rotation, ...changes, ...introspection, ...used]
