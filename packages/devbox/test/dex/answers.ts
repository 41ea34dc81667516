/**
 * What Dex 2.45 answers: one request each, with everything that is random made neutral. Most were taken
 * from a running 2.45.1, some are read in its source. `{box}` is the issuer's origin.
 */
import type { Devbox } from '../../src/index.ts'

/** A request as it goes over the wire; with its credentials where it says so. */
export interface Ask {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What a client sees of an answer. */
export interface Answer {
  readonly status: number
  readonly type?: string | null
  readonly location?: string
  /** Whole, or of a page the sentence on it. */
  readonly body?: string
  readonly headers?: Readonly<Record<string, string | null>>
}

/** A request and its answer. */
export type Row = readonly [title: string, ask: (box: Devbox) => Ask, answer: Answer]

const BASE = '/sys/oauth'
const FORM = 'application/x-www-form-urlencoded'

export const get =
  (path: string, headers: Ask['headers'] = {}) =>
  (): Ask => ({ path: BASE + path, headers })

const send =
  (method: string, path: string, body: string, type = FORM) =>
  (): Ask => {
    return { method, path: BASE + path, headers: { 'content-type': type }, body }
  }
const post = (path: string, body: string, type = FORM) => send('POST', path, body, type)

/** A token request that authenticates the app. */
const token =
  (fields: string, more = '') =>
  (box: Devbox) => {
    const { LAZYCAT_AUTH_OIDC_CLIENT_ID: id, LAZYCAT_AUTH_OIDC_CLIENT_SECRET: secret } =
      box.environment
    return post('/token', `client_id=${id}&client_secret=${secret}&${fields}`, FORM + more)()
  }

/** A good authorization request at the connector, with one thing changed. */
const connect = (change: Readonly<Record<string, string>>) => (box: Devbox) => {
  const query = new URLSearchParams({
    client_id: box.environment.LAZYCAT_AUTH_OIDC_CLIENT_ID!,
    redirect_uri: box.environment.OIDC_REDIRECT_URI!,
    response_type: 'code',
    scope: 'openid',
    state: 's',
    ...change,
  })
  return { path: `${BASE}/auth/hportal?${query}` }
}

const JSON_TYPE = 'application/json'
const PAGE = 'text/html; charset=utf-8'
const TEXT = 'text/plain; charset=utf-8'

const page = (status: number, body: string): Answer => ({ status, type: PAGE, body })
const oauth = (status: number, error: string, description?: string): Answer => {
  const text = description === undefined ? {} : { error_description: description }
  return { status, type: JSON_TYPE, body: JSON.stringify({ error, ...text }) }
}
/** What comes to the redirect URI. */
const told = (error: string, description: string): Answer => {
  const query = new URLSearchParams({ error, error_description: description, state: 's' })
  return { status: 303, location: `http://127.0.0.1:5005/callback?${query}` }
}
const EXCHANGE = 'grant_type=urn:ietf:params:oauth:grant-type:token-exchange'
const DEVICE = 'grant_type=urn:ietf:params:oauth:grant-type:device_code'
const ID_TOKEN = '&subject_token_type=urn:ietf:params:oauth:token-type:id_token'
const basic = (id: string, secret: string) => ({
  'content-type': FORM,
  authorization: `Basic ${btoa(`${id}:${secret}`)}`,
})
const LOGGED_OUT: Answer = oauth(403, 'access_denied', 'Invalid bearer token.')

/** Every row that the box answers as Dex does. */
export const ROWS: readonly Row[] = [
  [
    'the first hop sorts the query and checks nothing',
    get("/auth?state=(a)*!~'&scope=b&client_id=nobody"),
    {
      status: 302,
      location: '/sys/oauth/auth/hportal?client_id=nobody&scope=b&state=%28a%29%2A%21~%27',
    },
  ],
  [
    'the first hop needs no query',
    get('/auth'),
    { status: 302, location: '/sys/oauth/auth/hportal' },
  ],
  [
    'the first hop takes its own connector out',
    get('/auth?x=1&connector_id=hportal'),
    { status: 302, location: '/sys/oauth/auth/hportal?x=1' },
  ],
  [
    'the first hop refuses another connector',
    get('/auth?connector_id=other'),
    page(400, 'Connector ID does not match a valid Connector'),
  ],
  ['an escape that is none', get('/auth?a=%zz'), page(400, 'Invalid request. Please try again.')],
  ['a semicolon', get('/auth?a=1;b=2'), page(400, 'Invalid request. Please try again.')],
  ['an unknown client', connect({ client_id: 'nobody' }), page(404, 'Invalid client_id.')],
  [
    'a redirect URI that is not registered',
    connect({ redirect_uri: 'http://127.0.0.1:5005/other' }),
    page(400, 'Unregistered redirect_uri.'),
  ],
  [
    'a PKCE method without a challenge',
    connect({ code_challenge_method: 'S512' }),
    told('invalid_request', 'Unsupported PKCE challenge method ("S512").'),
  ],
  [
    'tokens for another client',
    connect({ scope: 'openid audience:server:client_id:other' }),
    told('invalid_scope', 'Client can\'t request scope(s) ["audience:server:client_id:other"]'),
  ],
  [
    'tokens for this client',
    connect({ scope: 'openid audience:server:client_id:dev.catflap.app' }),
    { status: 302 },
  ],
  [
    'a scope of nobody',
    connect({ scope: 'openid none' }),
    told('invalid_scope', 'Unrecognized scope(s) ["none"]'),
  ],
  [
    'no response type',
    connect({ response_type: '' }),
    told('invalid_request', 'No response_type provided'),
  ],
  [
    'POST at the connector',
    (box) => ({ ...connect({})(box), method: 'POST' }),
    page(400, 'Unsupported request method.'),
  ],
  ['the callback of no connector', get('/callback'), page(400, 'User session error.')],
  [
    'the callback of no login',
    get('/callback?state=x'),
    page(400, 'Requested resource does not exist.'),
  ],
  ['PUT at the callback', send('PUT', '/callback/hportal', ''), page(400, 'Method not supported')],
  ['an approval of nothing', get('/approval?req=x&hmac=AAAA'), page(500, 'Database error.')],
  [
    'an approval whose hash is padded',
    get('/approval?req=x&hmac=AAA='),
    page(401, 'Unauthorized request'),
  ],

  ['a body that is no form', post('/token', 'a=%zz'), oauth(400, 'invalid_request')],
  ['a body with a semicolon', post('/token', 'grant_type=a;b'), oauth(400, 'invalid_request')],
  [
    'a content type with half a parameter',
    token('grant_type=authorization_code', '; charset'),
    oauth(400, 'invalid_request'),
  ],
  [
    'a content type with a whole one',
    token('grant_type=authorization_code', '; charset=utf-8'),
    oauth(400, 'invalid_request', 'Required param: code.'),
  ],
  ['no grant type', token('x=1'), oauth(400, 'unsupported_grant_type')],
  [
    'a secret of bytes that are no text',
    () => ({
      ...post('/token', 'grant_type=authorization_code')(),
      headers: basic('dev.catflap.app', '%ff'),
    }),
    oauth(401, 'invalid_client', 'Invalid client credentials.'),
  ],
  [
    'a body of 300 kB',
    token(`grant_type=authorization_code&code=x&padding=${'x'.repeat(300_000)}`),
    oauth(400, 'invalid_grant', 'Invalid or expired code parameter.'),
  ],
  [
    'cookies of 20 kB',
    get('/healthz', { cookie: `a=${'x'.repeat(20_000)}` }),
    { status: 200, type: TEXT, body: 'Health check passed' },
  ],
  [
    'a token exchange of no type',
    token(EXCHANGE),
    oauth(400, 'request_not_supported', 'Invalid subject_token_type.'),
  ],
  [
    'a token exchange of nothing',
    token(EXCHANGE + ID_TOKEN),
    oauth(400, 'invalid_request', 'Missing subject_token'),
  ],
  [
    'a token exchange at no connector',
    token(`${EXCHANGE + ID_TOKEN}&subject_token=x`),
    oauth(400, 'invalid_request', 'Requested connector does not exist.'),
  ],
  [
    'a device grant of nothing, by nobody',
    post('/token', DEVICE),
    oauth(400, 'invalid_request', 'No device code received'),
  ],
  [
    'a device grant that is unknown',
    post('/token', `${DEVICE}&device_code=x`),
    oauth(400, 'invalid_request', 'Invalid Device code.'),
  ],

  [
    'UserInfo for nobody',
    get('/userinfo'),
    {
      ...oauth(401, 'access_denied', 'Invalid bearer token.'),
      headers: { 'www-authenticate': 'Bearer' },
    },
  ],
  ['UserInfo for no token', get('/userinfo', { authorization: 'Bearer x' }), LOGGED_OUT],
  [
    'UserInfo for a token that nobody signed',
    get('/userinfo', { authorization: `Bearer ${btoa('{"alg":"none"}')}.${btoa('{}')}.` }),
    LOGGED_OUT,
  ],
  [
    'introspection of no token',
    post('/token/introspect', 'token=x'),
    { status: 200, type: JSON_TYPE, body: '{"active":false}\n' },
  ],
  ['the health', get('/healthz'), { status: 200, type: TEXT, body: 'Health check passed' }],
  [
    'an address of nothing',
    get('/nothing'),
    {
      status: 404,
      type: TEXT,
      body: '404 page not found\n',
      headers: { 'x-content-type-options': 'nosniff' },
    },
  ],
]
