/**
 * What somebody learns who has every byte of the store, and nothing else: the database's files, or a
 * connection to the Redis server.
 */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createLogin, type Login } from '../../src/login.ts'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import { createRedisStore } from '../../src/store/redis.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { ENVIRONMENT } from '../support/provider.ts'
import { createRedisServer } from '../support/redis-server.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'catflap-reader-'))
  cleanUps.push(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

function closing<T extends SessionStore>(store: T): T {
  cleanUps.push(() => store.close())
  return store
}

/** A store, and what reads it: all of its bytes, and a store made of them. */
interface Read {
  readonly store: SessionStore
  bytes(): Buffer
  copy(): Promise<SessionStore>
}

const DATABASE = ['data.mdb', 'lock.mdb']

async function inLmdb(): Promise<Read> {
  const directory = folder()
  return {
    store: closing(await createLmdbStore({ directory })),
    bytes: () => Buffer.concat(DATABASE.map((name) => readFileSync(join(directory, name)))),
    async copy() {
      const stolen = folder()
      for (const name of DATABASE) copyFileSync(join(directory, name), join(stolen, name))
      return closing(await createLmdbStore({ directory: stolen }))
    },
  }
}

async function inRedis(): Promise<Read> {
  const redis = await createRedisServer()
  await redis.start()
  cleanUps.push(() => redis.remove())
  const files = (path: string): Buffer[] =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? files(join(path, entry.name)) : [readFileSync(join(path, entry.name))],
    )
  return {
    store: closing(createRedisStore({ url: redis.url })),
    // The log of all writes, each flushed before it is answered: more than what a client sees.
    bytes: () => Buffer.concat(files(redis.directory)),
    copy: async () => closing(createRedisStore({ url: redis.url })),
  }
}

const SUB = 'alice-the-subject'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const SECRETS = ['a secret of the app']

/** One login that holds, one that fails, one under way. */
async function used({ store }: Read, secrets: readonly string[]) {
  const fixture = createFixture({ session: { store, secrets } })
  const { login, provider, browser } = fixture
  provider.answers.set('userinfo', () => Response.json({ sub: SUB }))
  provider.claims = { sub: SUB, sid: 'sid-of-alice' }
  const headers = { ...NAVIGATION, 'user-agent': FIREFOX }
  expect((await browser.get(await browser.begin(), headers)).status).toBe(303)
  provider.claims = { sub: SUB, iss: 'https://evil.example' }
  expect((await browser.get(await browser.begin(), headers)).status).toBe(400)
  const callback = await browser.begin('/wanted')
  expect(await login.listAttempts()).toMatchObject([
    { seen: 'https://evil.example', browser: 'Firefox, Linux' },
    { browser: 'Firefox, Linux' },
  ])
  expect(await login.listSessions(SUB)).toMatchObject([{ browser: 'Firefox, Linux' }])
  const cookies = browser.header() ?? ''
  return { ...fixture, callback, captured: cookies.replace(/__Host-catflap=[^;]*;? ?/, '') }
}

/** The library in the hands of whoever has the bytes: it knows how everything is named and sealed. */
function reader(fixture: Awaited<ReturnType<typeof used>>, store: SessionStore): Login {
  const { provider, clock } = fixture
  const { fetch } = provider
  return createLogin({ environment: ENVIRONMENT, fetch, now: clock.now, session: { store } })
}

async function codeAt(login: Login, target: string, cookie: string): Promise<string> {
  const headers = { accept: 'application/json', cookie }
  const answer = await login.handle(new Request(`https://app.example${target}`, { headers }))
  if (answer.status === 303) return 'signed in'
  return ((await answer.json()) as { code: string }).code
}

describe.each<[string, () => Promise<Read>, readonly string[]]>([
  ['the files of LMDB', inLmdb, []],
  ['the files of LMDB, with CATFLAP_SECRET', inLmdb, SECRETS],
  ['a Redis server, with CATFLAP_SECRET', inRedis, SECRETS],
])('whoever reads %s', (_, create, secrets) => {
  it.each([
    ['subject', SUB],
    ['sid', 'sid-of-alice'],
    ['browser', 'Firefox'],
    ['value that was seen', 'evil.example'],
    ['value that was expected', 'op.example'],
    ['code of a failure', 'ID_TOKEN_ISSUER_MISMATCH'],
  ])('finds no %s', async (_name, text) => {
    const read = await create()
    await used(read, secrets)
    const bytes = read.bytes()
    expect(bytes.length).toBeGreaterThan(2000)
    expect(bytes.includes(text)).toBe(false)
    for (const encoding of ['base64', 'hex'] as const) {
      expect(bytes.includes(Buffer.from(text).toString(encoding).slice(0, -4))).toBe(false)
    }
  })

  it('cannot tell whether a guessed subject has sessions, or end them', async () => {
    const read = await create()
    const fixture = await used(read, secrets)
    const guessing = reader(fixture, await read.copy())
    expect(await guessing.listSessions(SUB)).toEqual([])
    expect(await guessing.endSessions(SUB, () => true)).toBe(0)
    expect(await guessing.listAttempts()).toEqual([])
  })

  it('cannot open the cookie of a login under way', async () => {
    const read = await create()
    const fixture = await used(read, secrets)
    const { callback, captured } = fixture
    expect(captured).toContain('__Host-catflap-login-')
    const opening = reader(fixture, await read.copy())
    expect(await codeAt(opening, callback, captured)).toBe('LOGIN_TRANSACTION_EXPIRED')
    fixture.provider.claims = { sub: SUB }
    expect(await codeAt(fixture.login, callback, captured)).toBe('signed in')
  })
})

it('a Redis server without CATFLAP_SECRET holds the key, too: its reader has all of that', async () => {
  const read = await inRedis()
  const fixture = await used(read, [])
  expect(read.bytes().includes(SUB)).toBe(false)
  expect(await reader(fixture, await read.copy()).listSessions(SUB)).toHaveLength(1)
})
