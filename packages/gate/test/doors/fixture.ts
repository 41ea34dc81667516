/** An auth door on a free port of loopback, with sessions that a test makes up. */
import { type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLogin, createMemoryStore, type Login, LoginError, type Session } from 'catflap'
import { onTestFinished } from 'vitest'
import { LOOPBACK, type Peers, parsePeers } from '../../src/ask/peers.ts'
import type { ProxyKind } from '../../src/ask/proxies.ts'
import { type Answered, createAuthDoor } from '../../src/doors/auth.ts'
import { createTelling } from '../../src/doors/telling.ts'
import { DEFAULT_IDENTITY } from '../../src/identity/headers.ts'
import { createIdentity } from '../../src/identity/identity.ts'
import { createProbes } from '../../src/probe/token.ts'
import { CORPUS_RULES, rulesOf } from '../rules/corpus.ts'

export const ORIGIN = 'https://app.example'

/** Who is signed in, by a cookie that is their name; of `down` nobody can tell. */
const PEOPLE: Readonly<Record<string, Partial<Session>>> = {
  mei: {
    sub: 'u-1',
    claims: { preferred_username: 'mei' } as never,
    userInfo: {},
    groups: ['ADMIN'],
  },
  lan: { sub: 'u-2', claims: {} as never, userInfo: {}, groups: ['STAFF'] },
  path: { sub: 'u-4', claims: {} as never, userInfo: {}, groups: ['/ADMIN'] },
  odd: { sub: 'u-3', claims: {} as never, userInfo: {}, groups: ['A,ADMIN'] },
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Door {
  readonly answers: Answered[]
  readonly server: Server
  /** Asks about `GET /app` of a navigation unless told otherwise; a header of `undefined` is not sent. */
  ask(
    path: string,
    headers?: Readonly<Record<string, string | readonly string[] | undefined>>,
    method?: string,
  ): Promise<Answer>
  close(): Promise<void>
}

export interface DoorOptions {
  readonly rules?: readonly unknown[]
  /** What holds where no rule does. */
  readonly otherwise?: unknown
  readonly proxy?: ProxyKind
  readonly peers?: Peers
  readonly listen?: string
}

export function createTestLogin(): Login {
  const login = createLogin({
    environment: {},
    provider: { issuer: 'https://op.example' },
    client: {
      id: 'rp-1',
      secret: 'secret-of-the-client',
      redirectUri: `${ORIGIN}/_catflap/callback`,
    },
    session: { store: createMemoryStore() },
    onEvent: () => {},
    routes: { login: '/_catflap/login', logout: '/_catflap/logout' },
  })
  return {
    ...login,
    readSession(cookie) {
      const name = /who=(\w+)/.exec(cookie ?? '')?.[1] ?? ''
      const session = PEOPLE[name] as Session | undefined
      if (name === 'down')
        throw new LoginError('STORE_UNAVAILABLE', 'away', { reason: 'UNREACHABLE' })
      if (name === 'late') return Promise.reject(new LoginError('STORE_UNAVAILABLE', 'away'))
      if (name === 'bug') throw new TypeError('a bug')
      return cookie?.includes('later') ? Promise.resolve(session) : session
    },
  }
}

export async function startDoor(options: DoorOptions = {}): Promise<Door> {
  const { rules = CORPUS_RULES, otherwise, proxy = 'caddy', listen } = options
  const answers: Answered[] = []
  const server = createAuthDoor({
    login: createTestLogin(),
    rules: rulesOf(rules, otherwise),
    tell: createTelling(createIdentity(DEFAULT_IDENTITY), undefined),
    proxy,
    probes: createProbes(undefined),
    peers: options.peers ?? (parsePeers(LOOPBACK) as Peers),
    origins: [],
    onAnswer: (answer) => answers.push(answer),
  })
  await new Promise<void>((done) =>
    listen === undefined ? server.listen(0, '127.0.0.1', done) : server.listen(listen, done),
  )
  const at =
    listen === undefined
      ? { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
      : { socketPath: listen }
  return {
    answers,
    server,
    ask(path, headers = {}, method = 'GET') {
      const sent = Object.entries({ ...(proxy === 'nginx' ? NGINX : FORWARDED), ...headers })
      const kept = Object.fromEntries(sent.filter(([, value]) => value !== undefined))
      return new Promise((resolve, reject) => {
        const asking = request({ ...at, path, method, headers: kept as never, agent: false })
        asking.on('error', reject)
        asking.on('upgrade', () => reject(new Error('upgraded')))
        asking.on('response', (res) => {
          let body = ''
          res.setEncoding('utf8').on('data', (chunk: string) => {
            body += chunk
          })
          res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }))
        })
        asking.end()
      })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

const NAVIGATION = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }
const FORWARDED = {
  ...NAVIGATION,
  'x-forwarded-method': 'GET',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'app.example',
  'x-forwarded-uri': '/app',
}
const NGINX = {
  ...NAVIGATION,
  'x-original-method': 'GET',
  'x-original-url': `${ORIGIN}/app`,
}

/** The same for one test. */
export async function startForTest(options?: DoorOptions): Promise<Door> {
  const door = await startDoor(options)
  onTestFinished(() => door.close())
  return door
}

/** Headers by which a request is a program's. */
export const PROGRAM = { accept: 'application/json', 'sec-fetch-mode': 'cors' }
