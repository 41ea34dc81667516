/** Metrics: who may read them, that they count what happens, and that nobody can make them grow. */
import { readFileSync } from 'node:fs'
import type { LoginEvent } from 'catflap'
import type { Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../src/index.ts'
import { createMetrics } from '../src/metrics.ts'
import { NAVIGATION, ORIGIN, startViewer, unconfiguredViewer, type Visitor } from './support.ts'

let box: Devbox
let viewer: Viewer
let visitor: Visitor
let asked: string[]

beforeAll(async () => {
  asked = []
  const counting: typeof fetch = (input, init) => {
    asked.push(new URL(String(input)).pathname.split('/').at(-1) ?? '')
    return fetch(input, init)
  }
  ;({ box, viewer, visitor } = await startViewer(
    'alice',
    { CATFLAP_METRICS_TOKEN: TOKEN },
    { fetch: counting },
  ))
  await visitor.open('/session')
})
afterAll(async () => {
  await viewer.close()
  await box.close()
})

const TOKEN = 'a-token-for-the-scraper-0123456789'

/** Asks as a scraper does: without cookies, with the token or whatever else is told. */
function scrape(
  headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` },
  { method = 'GET', to = viewer, peer = '127.0.0.1' } = {},
): Promise<Response> {
  const request = new Request(`${ORIGIN}/metrics`, { method, headers })
  const bindings = { incoming: { socket: { remoteAddress: peer } } }
  return Promise.resolve(to.app.fetch(request, bindings))
}
const exposed = async (): Promise<string> => (await scrape()).text()

/** The value of one sample; its name with its labels. */
async function sample(name: string): Promise<number> {
  const line = (await exposed()).split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.slice(name.length))
}

describe('metrics are told to', () => {
  it.each(['Bearer', 'bearer'])('whoever shows the token, as %s', async (scheme) => {
    const answer = await scrape({ authorization: `${scheme} ${TOKEN}` }, { peer: '10.0.0.9' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).toContain('catflap_process_cpu_seconds_total')
  })

  it('a scraper that sends HEAD, without a body', async () => {
    const answer = await scrape(undefined, { method: 'HEAD' })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })

  it('a scraper of a viewer that has no login', async () => {
    const to = unconfiguredViewer({ CATFLAP_METRICS_TOKEN: ` ${TOKEN}\n` }).viewer
    expect((await scrape(undefined, { to })).status).toBe(200)
  })

  it('an administrator from anywhere, by the session', async () => {
    expect((await visitor.ask('/metrics', { headers: NAVIGATION })).status).toBe(200)
  })
})

describe('metrics are kept from', () => {
  it.each([
    ['a loopback address, which may be a proxy', {}],
    ['another token', { authorization: `Bearer ${TOKEN}0` }],
    ['the beginning of the token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['the token without its scheme', { authorization: TOKEN }],
    ['the token as a password', { authorization: `Basic ${btoa(`:${TOKEN}`)}` }],
    ['an administrator that only the ingress names', { 'x-hc-user-role': 'ADMIN' }],
  ])('%s', async (_, headers) => {
    const answer = await scrape(headers)
    expect(answer.status).toBe(403)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ code: 'FORBIDDEN' })
  })

  it.each([
    ['is not set', undefined, undefined],
    ['is empty', '', 'empty'],
    ['was left by a template', '<no value>', '<no value>'],
    ['was not expanded', '${METRICS_TOKEN}', 'an unexpanded ${…}'],
    ['could be guessed', 'short', 'a token of less than 16 characters'],
  ])('everybody where the token %s, and the log says so', async (_, value, seen) => {
    const environment: Record<string, string> =
      value === undefined ? {} : { CATFLAP_METRICS_TOKEN: value }
    const { viewer: to, lines } = unconfiguredViewer(environment)
    const shown = value ?? 'undefined'
    expect((await scrape({ authorization: `Bearer ${shown}` }, { to })).status).toBe(403)
    const told = lines
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === 'metrics-closed')
    expect(told.map((line) => line.seen)).toEqual(seen === undefined ? [] : [seen])
  })

  it('somebody who is signed in and no administrator', async () => {
    const bob = await startViewer('bob')
    await bob.visitor.open('/session')
    const answer = await bob.visitor.ask('/metrics', { headers: NAVIGATION })
    await bob.box.close()
    expect(answer.status).toBe(403)
  })

  it('whoever sends a form', async () => {
    expect((await scrape(undefined, { method: 'POST' })).status).toBe(405)
  })
})

describe('metrics count', () => {
  it('a login: its outcome, its session, the requests to the provider', async () => {
    expect(await sample('catflap_logins_total{outcome="ok"}')).toBe(1)
    expect(await sample('catflap_sessions_begun_total')).toBe(1)
    expect(await sample('catflap_login_duration_seconds_count')).toBe(1)
    for (const endpoint of ['discovery', 'token', 'userinfo']) {
      const name = 'catflap_provider_request_duration_seconds_count'
      expect(await sample(`${name}{endpoint="${endpoint}",outcome="2xx"}`), endpoint).toBe(1)
    }
  })

  it('what the viewer refuses, and what the library refuses', async () => {
    const before = await sample('catflap_requests_refused_total{code="NOT_FOUND"}')
    await visitor.ask('/nope')
    await visitor.ask('/nope')
    expect(await sample('catflap_requests_refused_total{code="NOT_FOUND"}')).toBe((before || 0) + 2)
    await visitor.ask('/callback?state=x&code=y', { headers: { cookie: '' } })
    expect(await exposed()).toMatch(
      /catflap_(logins_total|callbacks_healed_total)\{\w+="[A-Z_]+"\}/,
    )
  })

  it('one look-up in the store for each probe', async () => {
    const name = 'catflap_store_read_duration_seconds_count{outcome="ok"}'
    const before = await sample(name)
    await visitor.ask('/readyz')
    expect(await sample(name)).toBe(before + 2)
  })

  it('each viewer by itself', async () => {
    const to = unconfiguredViewer({ CATFLAP_METRICS_TOKEN: TOKEN }).viewer
    const text = await (await scrape(undefined, { to })).text()
    expect(text).not.toContain('catflap_logins_total{')
  })

  it('without asking the provider anything', async () => {
    asked.splice(0)
    for (let i = 0; i < 10; i++) await Promise.all([exposed(), visitor.ask('/readyz')])
    expect(asked).toEqual([])
  })
})

const EVENTS: readonly (readonly [string, LoginEvent])[] = [
  ['logins_started_total', { type: 'login-started', attempt: 'a' }],
  [
    'logins_total{outcome="ok"}',
    { type: 'login-completed', attempt: 'a', session: 's', duration: 5 },
  ],
  [
    'logins_total{outcome="NONCE_MISMATCH"}',
    { type: 'login-failed', attempt: 'a', code: 'NONCE_MISMATCH' },
  ],
  [
    'callbacks_healed_total{code="STATE_MISMATCH"}',
    { type: 'callback-healed', session: 's', code: 'STATE_MISMATCH' },
  ],
  [
    'sessions_ended_total{reason="logout"}',
    { type: 'session-ended', session: 's', reason: 'logout' },
  ],
  ['renewals_total{outcome="ok"}', { type: 'session-renewed', session: 's', duration: 5 }],
  [
    'renewals_total{outcome="RENEWAL_REFUSED"}',
    { type: 'renewal-failed', session: 's', code: 'RENEWAL_REFUSED' },
  ],
  ['renewals_shared_total', { type: 'renewal-shared', session: 's' }],
  ['requests_refused_total{code="FORBIDDEN"}', { type: 'request-refused', code: 'FORBIDDEN' }],
  [
    'provider_request_duration_seconds_count{endpoint="token",outcome="4xx"}',
    { type: 'provider-answered', endpoint: 'token', status: 418, duration: 5 },
  ],
  [
    'provider_request_duration_seconds_count{endpoint="jwks",outcome="JWKS_UNAVAILABLE"}',
    { type: 'provider-failed', endpoint: 'jwks', code: 'JWKS_UNAVAILABLE', duration: 5 },
  ],
  ['stale_used_total{endpoint="jwks"}', { type: 'stale-used', endpoint: 'jwks' }],
]

describe('an event', () => {
  it.each(EVENTS)('is counted as %s', async (name, event) => {
    const metrics = createMetrics()
    metrics.observe(event)
    expect(await metrics.registry.metrics()).toContain(`catflap_${name} 1\n`)
  })

  it('leaves neither attempt nor session behind', async () => {
    const names = { session: 'hush', attempt: 'hush' }
    const metrics = createMetrics()
    for (const [, event] of EVENTS) metrics.observe(Object.assign({ ...event }, names))
    expect(await metrics.registry.metrics()).not.toContain('hush')
  })
})

describe('the documents', () => {
  it.each(['operations.md', 'operations.zh-CN.md'])(
    '%s list exactly what there is',
    async (file) => {
      const metrics = createMetrics()
      for (const [, event] of EVENTS) metrics.observe(event)
      metrics.observeStore({ provider: 'ok', store: 'ok', storeDuration: 1 })
      const known = (await metrics.registry.getMetricsAsJSON()).map(({ name, type, values }) => {
        const labels = Object.keys(values[0]?.labels ?? {}).filter((label) => label !== 'le')
        return `${name} ${type} ${labels.sort().join(', ') || '–'}`
      })
      const text = readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8')
      const rows = [...text.matchAll(/^\| `(catflap_\w+)` \| (\w+) \| (.+?) \|/gm)]
      const listed = rows.map(([, name, kind, labels = '']) => {
        return `${name} ${kind} ${labels.replaceAll('`', '')}`
      })
      const own = known.filter((one) => !/^catflap_(process|nodejs)_/.test(one))
      expect(listed.sort()).toEqual(own.sort())
    },
  )
})
