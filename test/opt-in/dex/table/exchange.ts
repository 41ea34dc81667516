/** Token exchange and the device flow. */
import { type Answer, form, type Peer, send } from '../peer.ts'
import { codeOf, tokensOf } from '../visit.ts'
import type { Row } from './row.ts'

type Fields = Readonly<Record<string, string>>

const TYPES = 'urn:ietf:params:oauth:token-type'
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code'
const credentials = ({ app }: Peer) => ({ client_id: app.id, client_secret: app.secret })

const exchanges: readonly Row[] = (
  [
    {},
    { subject_token: 'x' },
    { subject_token_type: 'x' },
    { subject_token_type: `${TYPES}:id_token` },
    { subject_token_type: `${TYPES}:access_token` },
    { subject_token_type: `${TYPES}:refresh_token`, subject_token: 'x' },
    { subject_token_type: `${TYPES}:id_token`, subject_token: '' },
    { subject_token_type: `${TYPES}:id_token`, subject_token: 'x' },
    { subject_token_type: `${TYPES}:id_token`, subject_token: 'x', connector_id: 'other' },
    { subject_token_type: `${TYPES}:id_token`, subject_token: 'x', connector_id: 'hportal' },
    {
      subject_token_type: `${TYPES}:access_token`,
      subject_token: 'x',
      connector_id: 'hportal',
      requested_token_type: 'x',
    },
    {
      subject_token_type: `${TYPES}:access_token`,
      subject_token: 'x',
      connector_id: 'hportal',
      scope: 'none',
    },
  ] as readonly Fields[]
).flatMap((fields) => [
  {
    title: `a token exchange of ${JSON.stringify(fields).replaceAll(`${TYPES}:`, '…:')}`,
    ask: (peer) =>
      send(peer, form('/token', { grant_type: EXCHANGE, ...credentials(peer), ...fields })),
  } satisfies Row,
  {
    title: `a token exchange by nobody of ${JSON.stringify(fields).replaceAll(`${TYPES}:`, '…:')}`,
    ask: (peer) => send(peer, form('/token', { grant_type: EXCHANGE, ...fields })),
  } satisfies Row,
])

/** What a device gets at first. */
async function started(peer: Peer, fields: Fields = {}): Promise<Record<string, string>> {
  const first = { ...credentials(peer), scope: 'openid email', ...fields }
  const answer = await send(peer, form('/device/code', first))
  return JSON.parse(answer.body) as Record<string, string>
}
const poll = (peer: Peer, fields: Fields) =>
  send(peer, form('/token', { grant_type: DEVICE, ...fields }))

const row = (title: string, ask: (peer: Peer) => Promise<Answer | readonly Answer[]>): Row => ({
  title,
  ask,
})

const begins: readonly Row[] = (
  [
    {},
    { client_id: '' },
    { client_id: 'nobody' },
    { scope: '' },
    { scope: 'none' },
  ] as readonly Fields[]
).map((fields) =>
  row(`a device that begins with ${JSON.stringify(fields)}`, (peer) =>
    send(peer, form('/device/code', { ...credentials(peer), ...fields })),
  ),
)

const devices: readonly Row[] = [
  ...begins,
  row('a device that begins with a bad escape', (peer) => send(peer, form('/device/code', '%zz'))),
  row('a device that begins with JSON', (peer) =>
    send(peer, form('/device/code', '{}', { 'content-type': 'application/json' })),
  ),
  row('a device that begins with a challenge', (peer) =>
    send(
      peer,
      form('/device/code', {
        ...credentials(peer),
        code_challenge: 'x',
        code_challenge_method: 'X',
      }),
    ),
  ),
  row('a device that asks twice at once', async (peer) => {
    const { device_code = '' } = await started(peer)
    return [await poll(peer, { device_code }), await poll(peer, { device_code })]
  }),
  row('a device that asks with wrong credentials', async (peer) => {
    const { device_code = '' } = await started(peer)
    return poll(peer, { device_code, client_id: 'nobody', client_secret: 'x' })
  }),
  row('a device that asks for nothing', (peer) => poll(peer, {})),
  row('a device that asks for a code of nobody', (peer) => poll(peer, { device_code: 'x' })),
  row('a device that asks at the old address', async (peer) => {
    const { device_code = '' } = await started(peer)
    return send(peer, form('/device/token', { grant_type: DEVICE, device_code }))
  }),
  row('the page for a device with its code', async (peer) => {
    const { user_code = '' } = await started(peer)
    return send(peer, { path: `/device?user_code=${user_code}` })
  }),
  row('the page for a device with a wrong code', (peer) =>
    send(peer, { path: '/device?user_code=X%22%3C' }),
  ),
  ...['', 'x', 'AAAA-AAAA'].map((user_code) =>
    row(`the code "${user_code}" for a device`, (peer) =>
      send(peer, form('/device/auth/verify_code', { user_code })),
    ),
  ),
  row('a good code for a device', async (peer) => {
    const { user_code = '' } = await started(peer)
    return send(peer, form('/device/auth/verify_code', { user_code }))
  }),
  row('a good code for a device in lower case', async (peer) => {
    const { user_code = '' } = await started(peer)
    return send(peer, form('/device/auth/verify_code', { user_code: user_code.toLowerCase() }))
  }),
  row('a device whose login comes back', async (peer) => {
    const { user_code = '', device_code = '' } = await started(peer)
    const path = `/device/callback?code=${await codeOf(peer)}&state=${user_code}`
    return [
      await send(peer, { path }),
      await send(peer, { path }),
      await poll(peer, { device_code }),
    ]
  }),
  row('a device whose login comes back for another client', async (peer) => {
    const { other } = peer
    const fields = { client_id: other.id, client_secret: other.secret }
    const { user_code = '' } = await started(peer, fields)
    return send(peer, { path: `/device/callback?code=${await codeOf(peer)}&state=${user_code}` })
  }),
  ...['', '?code=x', '?state=x', '?code=x&state=x', '?error=e&error_description=d', '?a=%zz'].map(
    (search) =>
      row(`a device’s way back with "${search}"`, (peer) =>
        send(peer, { path: `/device/callback${search}` }),
      ),
  ),
  row('UserInfo by the token of a device', async (peer) => {
    const { access_token } = await tokensOf(peer)
    return send(peer, { path: '/userinfo', headers: { authorization: `Bearer ${access_token}` } })
  }),
]

export const EXCHANGE_ROWS: readonly Row[] = [...exchanges, ...devices]
