/**
 * The viewer's sessions in a store that several viewers share and that goes away: nothing is claimed
 * of what could not be done, and nobody loses a session by it.
 */
import { createDevbox, type Devbox } from 'catflap-devbox'
import { createViewer, type Viewer } from 'catflap-env-viewer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createRedisServer,
  type RedisServer,
} from '../../packages/catflap/test/support/redis-server.ts'
import { boxKeys } from '../support/box-keys.ts'

const ORIGIN = 'http://127.0.0.1:5005'
const METRICS_TOKEN = 'a-token-for-the-scraper-0123456789'
const PAGE = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'accept-language': 'en' }
const FORM = {
  ...PAGE,
  origin: ORIGIN,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/x-www-form-urlencoded',
}

let redis: RedisServer
let box: Devbox
let viewers: readonly Viewer[]

beforeAll(async () => {
  redis = await createRedisServer()
  await redis.start()
  const redirectUri = `${ORIGIN}/callback`
  box = await createDevbox({
    keys: boxKeys(),
    autoApprove: 'alice',
    redirectUri,
    refreshTokens: true,
  })
  const environment = {
    ...box.environment,
    CATFLAP_STORE: redis.url,
    CATFLAP_METRICS_TOKEN: METRICS_TOKEN,
  }
  viewers = [createViewer({ environment }), createViewer({ environment })]
})
afterAll(async () => {
  await Promise.all(viewers.map((viewer) => viewer.close()))
  await box.close()
  await redis.remove()
})

const ask = (path: string, init: RequestInit, viewer = viewers[0]): Promise<Response> =>
  Promise.resolve(viewer!.app.fetch(new Request(ORIGIN + path, init)))

/** The cookie of somebody who has just signed in. */
async function signIn(): Promise<string> {
  const start = await ask('/login', { headers: PAGE })
  const cookie = start.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  let location = start.headers.get('location') ?? ''
  while (!location.startsWith(ORIGIN)) {
    const step = await fetch(location, { redirect: 'manual' })
    location = new URL(step.headers.get('location') ?? '', location).href
  }
  const done = await ask(location.slice(ORIGIN.length), { headers: { ...PAGE, cookie } })
  return (
    done.headers
      .getSetCookie()
      .find((line) => line.startsWith('catflap-5005='))
      ?.split(';')[0] ?? ''
  )
}
const post = (path: string, cookie: string, viewer = viewers[0]): Promise<Response> =>
  ask(path, { method: 'POST', headers: { ...FORM, cookie }, body: 'session=x' }, viewer)
const look = (cookie: string, path = '/sessions'): Promise<Response> =>
  ask(path, { headers: { ...PAGE, cookie } })

it('two viewers, pressed 25 times each at once, make one token request', async () => {
  const cookie = await signIn()
  const before = box.count('/sys/oauth/token')
  const presses = Array.from({ length: 50 }, (_, i) =>
    post('/session/renew', cookie, viewers[i % 2]),
  )
  for (const { status } of await Promise.all(presses)) expect(status).toBe(303)
  expect(box.count('/sys/oauth/token') - before).toBe(1)
})

describe('while the store is away', () => {
  it('every page and every form answers 503, leaves the cookies, and claims nothing', async () => {
    const cookie = await signIn()
    await redis.stop()
    for (const answer of [
      await look(cookie),
      await post('/session/renew', cookie),
      await post('/sessions/end', cookie),
      await post('/sessions/everywhere', cookie),
    ]) {
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([503, []])
      const page = await answer.text()
      expect(page).toContain('STORE_UNAVAILABLE')
      expect(page).not.toMatch(/ha(s|ve) ended|was renewed|signed out/i)
    }
    const ready = await ask('/readyz', {})
    expect([ready.status, await ready.json()]).toEqual([
      503,
      {
        app: 'ok',
        provider: 'ok',
        store: 'STORE_UNAVAILABLE',
        code: 'STORE_UNAVAILABLE',
        storeFailure: 'UNREACHABLE',
      },
    ])
    const metrics = await ask('/metrics', {
      headers: { authorization: `Bearer ${METRICS_TOKEN}` },
    })
    expect(await metrics.text()).toMatch(
      /catflap_store_read_duration_seconds_count\{outcome="STORE_UNAVAILABLE"\} [1-9]/,
    )
    await redis.start()
    await expect.poll(async () => (await look(cookie)).status).toBe(200)
  })
})
