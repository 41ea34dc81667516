/**
 * Several real processes on one store, LMDB or Redis: one renewal for all, nothing lost when one of
 * them is killed, and nothing to read in the store's files.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createRedisServer } from '../../packages/catflap/test/support/redis-server.ts'
import { secretsIn } from '../support/secrets.ts'
import { sessionCookie, sessionName } from '../support/user-agent.ts'
import {
  killed,
  startWorkers,
  TOKEN_LIFETIME,
  type Worker,
  type Workers,
} from '../support/workers.ts'

const TOKEN = '/sys/oauth/token'
const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** Where a store keeps its files, and the variables that name it. */
interface Place {
  readonly directory: string
  readonly variables: Readonly<Record<string, string>>
}

async function inLmdb(): Promise<Place> {
  const directory = mkdtempSync(join(tmpdir(), 'catflap-processes-'))
  cleanUps.push(() => rmSync(directory, { recursive: true, force: true }))
  return { directory, variables: { CATFLAP_DATA_DIR: directory } }
}

async function inRedis(): Promise<Place> {
  const redis = await createRedisServer()
  await redis.start()
  cleanUps.push(() => redis.remove())
  return { directory: redis.directory, variables: { CATFLAP_STORE: redis.url } }
}

async function workersOn(count: number, createStore: () => Promise<Place>) {
  const { directory, variables } = await createStore()
  const workers = await startWorkers(count, variables)
  cleanUps.push(() => workers.close())
  return { directory, ...workers }
}

const tokens = ({ agent, workers }: Pick<Workers, 'agent' | 'workers'>, count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      agent.get(`${workers[i % workers.length]?.origin}/token`),
    ),
  )

/** Every file below a directory, as text of single bytes. */
const raw = (directory: string): string =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

describe.each([
  ['LMDB', inLmdb],
  ['Redis', inRedis],
] as const)('on %s', (_, createStore) => {
  it('200 requests on 4 processes make one token request at each of 3 expiries', async () => {
    const setup = await workersOn(4, createStore)
    for (let expiry = 1; expiry <= 3; expiry++) {
      await setup.pass(TOKEN_LIFETIME + 1)
      const before = setup.box.count(TOKEN)
      const answers = await tokens(setup, 200)
      expect(answers.map(({ status }) => status)).toEqual(Array(200).fill(200))
      expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
      expect(setup.box.count(TOKEN) - before).toBe(1)
    }
  })

  it('a storm of requests that want no token makes one token request, too, and nobody is lost', async () => {
    const setup = await workersOn(2, createStore)
    await setup.pass(TOKEN_LIFETIME + 1)
    const before = setup.box.count(TOKEN)
    const storm = Array.from({ length: 100 }, (_, i) =>
      setup.agent.get(`${setup.workers[i % 2]?.origin}/x`),
    )
    expect((await Promise.all(storm)).map(({ status }) => status)).toEqual(Array(100).fill(200))
    expect(setup.box.count(TOKEN) - before).toBe(1)
  })

  it('somebody disabled at the provider is out at the next request to any process', async () => {
    const setup = await workersOn(2, createStore)
    const cookie = sessionCookie(setup.agent, setup.workers[0]?.origin ?? '')
    setup.box.restart()
    await setup.pass(TOKEN_LIFETIME + 1)
    const asked = setup.workers.map(({ origin }) => setup.agent.get(`${origin}/x`, { cookie }))
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([401, 401])
  })

  it('a process killed while it renews is succeeded by another', async () => {
    const setup = await workersOn(2, createStore)
    const [first, second] = setup.workers as [Worker, Worker]
    setup.box.faults.set('token-hang')
    await setup.pass(TOKEN_LIFETIME + 1)
    const lost = setup.agent.get(`${first.origin}/token`).catch(() => 'gone')
    await expect.poll(() => setup.box.requests.at(-1)?.path).toBe(TOKEN)
    await killed(first)
    expect(await lost).toBe('gone')
    setup.box.faults.clear()
    await setup.pass(10)
    const answer = await setup.agent.get(`${second.origin}/token`)
    expect(answer).toMatchObject({ status: 200, body: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('a session outlives every process, killed without warning', async () => {
    const setup = await workersOn(2, createStore)
    for (const worker of setup.workers) await killed(worker)
    const { origin } = await setup.start()
    expect((await setup.agent.get(`${origin}/x`)).status).toBe(200)
  })

  it('a logout at one process is seen by the very next request at another', async () => {
    const setup = await workersOn(2, createStore)
    const [first, second] = setup.workers as [Worker, Worker]
    const cookie = sessionCookie(setup.agent, first.origin)
    expect((await setup.agent.get(`${second.origin}/x`, { cookie })).status).toBe(200)
    await setup.agent.post(`${first.origin}/logout`, { origin: first.origin })
    expect((await setup.agent.get(`${second.origin}/x`, { cookie })).status).toBe(401)
  })

  it('the raw files hold no token, no claim, no cookie and no e-mail', async () => {
    const setup = await workersOn(1, createStore)
    await setup.pass(TOKEN_LIFETIME + 1)
    await tokens(setup, 1)
    const { origin = '' } = setup.workers[0] ?? {}
    const secrets = [...setup.box.secrets(), setup.agent.cookies.get(sessionName(origin)) ?? '']
    const sub = (await setup.agent.get(`${setup.workers[0]?.origin}/x`)).body
    const files = raw(setup.directory)
    expect(files.length).toBeGreaterThan(2000)
    expect(secretsIn(files, [...secrets, sub, 'preferred_username', 'alice@127'])).toEqual([])
  })
})
