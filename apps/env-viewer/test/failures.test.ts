/** What breaks: the provider, the clock, the viewer itself. */

import type { Devbox } from 'catflap-devbox'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp } from '../src/app.tsx'
import { createViewer } from '../src/index.ts'
import { createMetrics } from '../src/metrics.ts'
import { createVisitor, NAVIGATION, ORIGIN, startViewer, unconfiguredViewer } from './support.ts'

let box: Devbox | undefined
afterEach(() => box?.close())

describe('readiness', () => {
  it('tells that all is well', async () => {
    const started = await startViewer('alice')
    box = started.box
    const answer = await started.visitor.ask('/readyz')
    expect(await answer.json()).toEqual({ app: 'ok', provider: 'ok', store: 'ok' })
  })

  it('names what is out of reach, while the viewer stays up', async () => {
    const away = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'))
    const environment = {
      CATFLAP_STORE: 'memory:',
      OIDC_ISSUER: 'https://mybox.heiyu.space/sys/oauth',
      OIDC_CLIENT_ID: 'app',
      OIDC_CLIENT_SECRET: 'client-secret-of-the-test',
      OIDC_REDIRECT_URI: `${ORIGIN}/callback`,
    }
    const visitor = createVisitor(createViewer({ environment, fetch: away }))
    const ready = await visitor.ask('/readyz')
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({
      app: 'ok',
      provider: 'METADATA_UNAVAILABLE',
      store: 'ok',
      code: 'METADATA_UNAVAILABLE',
    })
    expect(await (await visitor.ask('/healthz')).text()).toBe('ok')
    expect((await visitor.ask('/', { headers: NAVIGATION })).status).toBe(200)
    expect((await visitor.ask('/login', { headers: NAVIGATION })).status).toBe(503)
  })

  it('names a missing configuration', async () => {
    const answer = await unconfiguredViewer().visitor.ask('/readyz')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ code: 'CONFIGURATION_INVALID' })
  })
})

describe('an access token that has expired', () => {
  it('is shown as such on the page, and refused as JSON with the remedy', async () => {
    let time = Math.floor(Date.now() / 1000)
    const started = await startViewer('alice', {}, { now: () => time })
    box = started.box
    await started.visitor.open('/session')
    for (let hour = 0; hour < 25; hour++) {
      time += 3600
      await started.visitor.ask('/session', { headers: NAVIGATION })
    }
    const page = await started.visitor.ask('/session', { headers: NAVIGATION })
    expect(await page.text()).toMatch(/Access token expires<\/dt><dd><time [^>]*>1 hour ago · /)
    const json = await started.visitor.ask('/api/session')
    expect(json.status).toBe(401)
    expect(await json.json()).toMatchObject({ code: 'ACCESS_TOKEN_EXPIRED' })
  })
})

describe('a bug of the viewer', () => {
  it('shows no detail of itself and is logged', async () => {
    const lines: unknown[] = []
    const environment = new Proxy({} as Record<string, string>, {
      ownKeys: () => {
        throw new Error('innermost detail')
      },
    })
    const session = { groups: ['ADMIN'], claims: {}, userInfo: {}, sub: 's' }
    const login = {
      origin: ORIGIN,
      paths: { login: '/login', callback: '/callback', logout: '/logout' },
      owns: () => false,
      provider: () => undefined,
      readSession: () => session,
    }
    const app = createApp({
      login: login as never,
      problems: [],
      environment,
      adminGroup: 'ADMIN',
      now: () => 0,
      metrics: createMetrics(),
      hide: (text) => text,
      log: (entry) => lines.push(entry),
    })
    const answer = await app.request(`${ORIGIN}/env`, { headers: NAVIGATION })
    const html = await answer.text()
    expect(answer.status).toBe(500)
    expect(html).toContain('INTERNAL')
    expect(html).not.toContain('innermost')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(lines).toEqual([
      {
        type: 'request-refused',
        code: 'INTERNAL',
        message: 'Error: innermost detail',
        stack: expect.stringContaining('failures.test.ts'),
      },
    ])
  })
})

describe('the log', () => {
  it('hides a secret even in the message of a bug', async () => {
    const started = await startViewer('alice')
    box = started.box
    const secret = box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET
    let broken = false
    const environment = Object.defineProperty({ ...box.environment }, 'BROKEN', {
      enumerable: true,
      get: () => {
        if (broken) throw new Error(`cannot use ${secret}`)
        return ''
      },
    })
    const lines: string[] = []
    const visitor = createVisitor(createViewer({ environment, log: (line) => lines.push(line) }))
    await visitor.open('/session')
    broken = true
    expect((await visitor.ask('/env', { headers: NAVIGATION })).status).toBe(500)
    expect(lines.at(-1)).toContain('Error: cannot use ••••••••')
    expect(lines.join('')).not.toContain(secret)
  })

  it('has one line of JSON per event, and no secret', async () => {
    const started = await startViewer('alice')
    box = started.box
    await started.visitor.open('/session')
    await started.visitor.ask('/api/session')
    await started.visitor.send('/env')
    await started.visitor.ask('/nope')
    const events = started.lines.map((line) => JSON.parse(line))
    const types = events.map(({ type }) => type)
    expect(types).toEqual(
      expect.arrayContaining(['login-started', 'login-completed', 'request-refused']),
    )
    for (const { time } of events) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    const all = started.lines.join('\n')
    expect(started.box.secrets().length).toBeGreaterThan(3)
    for (const secret of started.box.secrets()) expect(all).not.toContain(secret)
  })
})
