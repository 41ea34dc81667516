/** The authorization endpoint: one parameter of a good request changed, at the first hop and at the second. */
import { form, type Peer, send } from '../peer.ts'
import { CHALLENGE, type Change, query, visitor } from '../visit.ts'
import type { Row } from './row.ts'

const CROSS = 'audience:server:client_id:'

const VALUES: Readonly<Record<string, readonly (string | undefined)[]>> = {
  client_id: [undefined, '', 'nobody', 'DEV.CATFLAP.APP', 'dev.catflap.app ', '"<x>&'],
  redirect_uri: [
    undefined,
    '',
    'http://127.0.0.1:9/other',
    'http://127.0.0.1:9/callback/',
    'http://127.0.0.1:9/callback?x=1',
    'http://127.0.0.1:9/callback#x',
    'http://localhost:9/callback',
    'HTTP://127.0.0.1:9/callback',
    'http://127.0.0.1:10/callback',
    '/callback',
    'urn:ietf:wg:oauth:2.0:oob',
    'x',
  ],
  response_type: [
    undefined,
    '',
    'token',
    'id_token',
    'code id_token',
    'code token',
    'id_token token',
    'none',
    'CODE',
    'code code',
    ' code',
  ],
  scope: [
    undefined,
    '',
    'email',
    'openid openid',
    'openid  email',
    'openid\temail',
    'openid none',
    'openid none other',
    'OPENID',
    'openid offline_access',
    'openid federated:id',
    `openid ${CROSS}dev.catflap.app`,
    `openid ${CROSS}other.app`,
    `openid ${CROSS}nobody`,
    `openid ${CROSS}`,
    `openid none ${CROSS}nobody`,
    'openid "<x>&',
  ],
  state: [undefined, '', 'a b', "(a)*!~'", '"<x>&', '猫', 'x'.repeat(5000)],
  nonce: [undefined, '', '"<x>&', '猫', 'x'.repeat(5000)],
  prompt: ['', 'none', 'login', 'consent', 'select_account', 'none login', 'other'],
  max_age: ['', '0', '1', '-1', 'x'],
  id_token_hint: ['', 'x', 'x.y.z'],
  response_mode: ['', 'query', 'fragment', 'form_post', 'other'],
  request: ['', 'x'],
  request_uri: ['', 'http://127.0.0.1:9/request'],
  connector_id: ['', 'hportal', 'other', 'HPORTAL'],
  login_hint: ['alice'],
  display: ['page'],
  ui_locales: ['zh'],
  claims: ['{}'],
  unknown: ['x'],
}

/** Kinds of a proof key. */
const PROOFS: readonly Change[] = [
  { code_challenge: CHALLENGE, code_challenge_method: 'S256' },
  { code_challenge: CHALLENGE },
  { code_challenge: 'x', code_challenge_method: 'S256' },
  { code_challenge: CHALLENGE, code_challenge_method: 'plain' },
  { code_challenge: CHALLENGE, code_challenge_method: 'S512' },
  { code_challenge: CHALLENGE, code_challenge_method: 's256' },
  { code_challenge: CHALLENGE, code_challenge_method: '' },
  { code_challenge: '', code_challenge_method: 'S256' },
  { code_challenge_method: 'S256' },
  { code_challenge_method: 'S512' },
]

const CHANGES: readonly Change[] = [
  {},
  ...Object.entries(VALUES).flatMap(([name, values]) => values.map((value) => ({ [name]: value }))),
  ...PROOFS,
  { client_id: 'nobody', redirect_uri: 'x' },
  { client_id: 'other.app' },
  { redirect_uri: 'x', response_type: 'x' },
  { response_type: '', scope: '' },
  { scope: 'email', response_type: 'token' },
  { request: 'x', scope: '' },
  { prompt: 'none', scope: '' },
  { prompt: 'none', response_type: '' },
  { state: undefined, scope: '' },
]

const short = (value: string | null) => (value === CHALLENGE ? 'challenge' : value)
const told = (change: Change): string => {
  const text = JSON.stringify(
    Object.fromEntries(Object.entries(change).map(([name, value]) => [name, short(value ?? null)])),
  )
  return text.length > 90 ? `${text.slice(0, 80)}…` : text
}

const HOPS = [
  ['the first hop', '/auth'],
  ['the connector', '/auth/hportal'],
] as const

const single = HOPS.flatMap(([hop, path]) =>
  CHANGES.map((change): Row => {
    return {
      title: `${hop} with ${told(change)}`,
      ask: (peer) => visitor(peer).send({ path: `${path}?${query(peer, change)}` }),
    }
  }),
)

/** A parameter twice: as it should be, and otherwise. */
const TWICE: readonly string[] = ['client_id', 'redirect_uri', 'response_type', 'scope', 'state']
const doubled = HOPS.flatMap(([hop, path]) =>
  TWICE.flatMap((name) =>
    ['behind', 'before'].map((place): Row => {
      return {
        title: `${hop} with another ${name} ${place} the good one`,
        ask: (peer) => {
          const good = query(peer)
          const both = place === 'behind' ? `${good}&${name}=x` : `${name}=x&${good}`
          return visitor(peer).send({ path: `${path}?${both}` })
        },
      }
    }),
  ),
)

const posted = HOPS.flatMap(([hop, path]) => {
  const post = (title: string, make: (peer: Peer) => Parameters<typeof form>): Row => ({
    title: `${hop} ${title}`,
    ask: (peer) => visitor(peer).send(form(...make(peer))),
  })
  return [
    post('by POST', (peer) => [path, query(peer)]),
    post('by POST with a query too', (peer) => [`${path}?state=query`, query(peer)]),
    post('by POST with nothing but a query', (peer) => [`${path}?${query(peer)}`, '']),
    post('by POST with a bad escape', (peer) => [path, `${query(peer)}&x=%zz`]),
    post('by POST without a scope', (peer) => [path, query(peer, { scope: undefined })]),
    post('by POST as JSON', () => [path, '{}', { 'content-type': 'application/json' }]),
    post('by POST with half a content type', (peer) => {
      return [path, query(peer), { 'content-type': 'application/x-www-form-urlencoded; charset' }]
    }),
  ]
})

const odd: readonly Row[] = HOPS.flatMap(([hop, path]) =>
  ['a=%zz', 'a=1;b=2', '%zz', '=x', '&&', 'a=%ff', 'a=+'].map((search): Row => {
    return {
      title: `${hop} with ?${search} beside a good request`,
      ask: (peer) => send(peer, { path: `${path}?${query(peer)}&${search}` }),
    }
  }),
)

export const AUTHORIZATION_ROWS: readonly Row[] = [...single, ...doubled, ...posted, ...odd]
