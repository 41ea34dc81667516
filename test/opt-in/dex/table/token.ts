/** The token endpoint: the code grant with one thing changed, client authentication, other grants. */
import { type Ask, basic, form, type Peer, send } from '../peer.ts'
import { codeOf, exchange } from '../visit.ts'
import type { Row } from './row.ts'

type Fields = Record<string, string>

/** A good exchange, changed. */
const changed = (title: string, change: (fields: Fields, peer: Peer) => Ask): Row => ({
  title: `a code exchange ${title}`,
  ask: async (peer) => send(peer, change(exchange(peer, await codeOf(peer)), peer)),
})
const NAMES = ['grant_type', 'code', 'redirect_uri', 'client_id', 'client_secret'] as const
const TYPE = 'application/x-www-form-urlencoded'
const typed = (fields: Fields, type: string): Ask =>
  form('/token', fields, { 'content-type': type })

const fields: readonly Row[] = [
  changed('as it should be', (good) => form('/token', good)),
  ...NAMES.flatMap((name) => [
    changed(`without ${name}`, ({ [name]: _, ...rest }) => form('/token', rest)),
    changed(`with a blank ${name}`, (good) => form('/token', { ...good, [name]: '' })),
    changed(`with a wrong ${name}`, (good) => form('/token', { ...good, [name]: 'x' })),
    changed(`with blanks around ${name}`, (good) => {
      return form('/token', { ...good, [name]: ` ${good[name]} ` })
    }),
    changed(`with another ${name} behind`, (good) => {
      return form('/token', `${new URLSearchParams(good)}&${name}=x`)
    }),
    changed(`with another ${name} before`, (good) => {
      return form('/token', `${name}=x&${new URLSearchParams(good)}`)
    }),
    changed(`with ${name} in the query alone`, ({ [name]: value = '', ...rest }) => {
      return form(`/token?${new URLSearchParams({ [name]: value })}`, rest)
    }),
    changed(`with another ${name} in the query`, (good) => form(`/token?${name}=x`, good)),
  ]),
  changed('with all in the query', (good) => form(`/token?${new URLSearchParams(good)}`, '')),
  changed('by GET', (good) => ({ path: `/token?${new URLSearchParams(good)}` })),
  changed('by PUT', (good) => ({ ...form('/token', good), method: 'PUT' })),
  changed('with a scope', (good) => form('/token', { ...good, scope: 'openid email' })),
  changed('with a parameter of nobody', (good) => form('/token', { ...good, x: 'y' })),
]

const types: readonly Row[] = [
  `${TYPE}; charset=utf-8`,
  `${TYPE};charset="utf-8"`,
  `${TYPE}; charset`,
  `${TYPE};`,
  `${TYPE}; =`,
  TYPE.toUpperCase(),
  ` ${TYPE}`,
  'application/json',
  'text/plain',
  'multipart/form-data',
  'multipart/form-data; boundary=b',
  'x',
  '/',
].map((type) => changed(`as "${type}"`, (good) => typed(good, type)))

const bodies: readonly Row[] = [
  '',
  'x',
  '=',
  '&',
  'a=%zz',
  'grant_type=a;b',
  '%00=%00',
  '猫=猫',
].map(
  (body): Row => ({
    title: `a token request of "${body}"`,
    ask: (peer) => send(peer, form('/token', body)),
  }),
)

/** Client authentication by the header; in the form there is none unless it says so. */
const headers: readonly (readonly [title: string, make: (peer: Peer) => Fields])[] = [
  ['good', ({ app }) => basic(app.id, app.secret)],
  ['a wrong secret', ({ app }) => basic(app.id, 'x')],
  ['no secret', ({ app }) => basic(app.id, '')],
  ['nobody', () => basic('nobody', 'x')],
  ['no id', ({ app }) => basic('', app.secret)],
  ['a bad escape in the id', () => basic('%zz', 'x')],
  ['a bad escape in the secret', ({ app }) => basic(app.id, '%zz')],
  ['bytes that are no text in the secret', ({ app }) => basic(app.id, '%ff')],
  ['an escaped id', ({ app }) => basic(app.id.replaceAll('.', '%2E'), app.secret)],
  ['a plus in the id', ({ app }) => basic(`${app.id}+`, app.secret)],
  ['raw bytes in the secret', ({ app }) => basic(app.id, '\u00ff')],
  ['a colon in the secret', ({ app }) => basic(app.id, `${app.secret}:x`)],
  ['the scheme in lower case', ({ app }) => lowered(basic(app.id, app.secret))],
  [
    'the scheme in upper case',
    ({ app }) => ({
      authorization: (basic(app.id, app.secret).authorization ?? '').replace('Basic', 'BASIC'),
    }),
  ],
  ['nothing behind the scheme', () => ({ authorization: 'Basic ' })],
  ['the scheme alone', () => ({ authorization: 'Basic' })],
  ['no base64', () => ({ authorization: 'Basic ***' })],
  ['no colon', () => ({ authorization: `Basic ${Buffer.from('x').toString('base64')}` })],
  ['base64 without padding', () => ({ authorization: 'Basic YTpiYg' })],
  [
    'two blanks',
    ({ app }) => ({
      authorization: (basic(app.id, app.secret).authorization ?? '').replace(' ', '  '),
    }),
  ],
  ['a bearer token', () => ({ authorization: 'Bearer x' })],
]
function lowered(header: Fields): Fields {
  return { authorization: (header.authorization ?? '').replace('Basic', 'basic') }
}
const authentication: readonly Row[] = headers.flatMap(([title, make]) => [
  changed(`with a header of ${title}`, ({ client_id, client_secret, ...rest }, peer) => {
    return form('/token', rest, make(peer))
  }),
  changed(`with a form and a header of ${title}`, (good, peer) => form('/token', good, make(peer))),
])

const codes: readonly Row[] = [
  {
    title: 'a code twice',
    async ask(peer) {
      const good = form('/token', exchange(peer, await codeOf(peer)))
      return [await send(peer, good), await send(peer, good)]
    },
  },
  {
    title: 'a wrong redirect URI, then the good one',
    async ask(peer) {
      const good = exchange(peer, await codeOf(peer))
      const wrong = form('/token', { ...good, redirect_uri: 'x' })
      return [await send(peer, wrong), await send(peer, form('/token', good))]
    },
  },
  {
    title: 'a code of another client',
    async ask(peer) {
      const { other } = peer
      const good = exchange(peer, await codeOf(peer))
      const stolen = { ...good, client_id: other.id, client_secret: other.secret }
      return [await send(peer, form('/token', stolen)), await send(peer, form('/token', good))]
    },
  },
  {
    title: 'a login of the other client',
    async ask(peer) {
      const both = { ...peer, app: peer.other }
      return send(peer, form('/token', exchange(both, await codeOf(both))))
    },
  },
]

const GRANTS = [
  'client_credentials',
  'password',
  'implicit',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'AUTHORIZATION_CODE',
]
const grants: readonly Row[] = GRANTS.flatMap((grant_type) => [
  {
    title: `the grant ${grant_type}`,
    ask: ({ app, ...peer }) =>
      send(peer, form('/token', { grant_type, client_id: app.id, client_secret: app.secret })),
  } satisfies Row,
  {
    title: `the grant ${grant_type} by nobody`,
    ask: (peer) => send(peer, form('/token', { grant_type })),
  } satisfies Row,
])

export const TOKEN_ROWS: readonly Row[] = [
  ...fields,
  ...types,
  ...bodies,
  ...authentication,
  ...codes,
  ...grants,
]
