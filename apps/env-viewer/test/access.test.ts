/** Every route, for everybody who may come: the one table of who gets what. */
import type { Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  NAVIGATION,
  ORIGIN,
  OWN_FORM,
  startViewer,
  unconfiguredViewer,
  type Visitor,
} from './support.ts'

const JSON_CLIENT = { accept: 'application/json' }
const boxes: Devbox[] = []
const visitors: Record<string, Visitor> = {}

beforeAll(async () => {
  for (const user of ['alice', 'bob'] as const) {
    const { box, visitor } = await startViewer(user)
    boxes.push(box)
    visitors[user] = visitor
    expect((await visitor.open('/session')).status).toBe(200)
  }
  const { box, visitor } = await startViewer('alice')
  boxes.push(box)
  visitors.nobody = visitor
  visitors.unconfigured = unconfiguredViewer().visitor
})
afterAll(() => Promise.all(boxes.map((box) => box.close())))

const ROUTES: readonly (readonly [
  path: string,
  nobody: number,
  bob: number,
  alice: number,
  unconfigured: number,
])[] = [
  ['/', 200, 200, 200, 200],
  ['/healthz', 200, 200, 200, 200],
  ['/readyz', 200, 200, 200, 503],
  ['/style.css', 200, 200, 200, 200],
  ['/favicon.svg', 200, 200, 200, 200],
  ['/session', 302, 200, 200, 503],
  ['/sessions', 302, 200, 200, 503],
  ['/sessions/everywhere', 200, 303, 303, 503],
  ['/session/renew', 405, 405, 405, 405],
  ['/sessions/end', 405, 405, 405, 405],
  ['/metrics', 403, 403, 200, 403],
  ['/api/session', 401, 200, 200, 503],
  ['/env', 302, 403, 200, 503],
  ['/api/env', 401, 403, 200, 503],
  ['/env/download/env', 302, 403, 200, 503],
  ['/env/download/export', 302, 403, 200, 503],
  ['/env/download/json', 302, 403, 200, 503],
  ['/env/download/example', 302, 403, 200, 503],
  ['/env/download/manifest', 302, 403, 200, 503],
  ['/recipes', 302, 200, 200, 503],
  ['/logout', 200, 200, 200, 503],
  ['/login', 302, 302, 302, 503],
  ['/callback', 400, 303, 303, 503],
  ['/nope', 404, 404, 404, 404],
]
const WHO = ['nobody', 'bob', 'alice', 'unconfigured'] as const

describe.each(ROUTES)('%s', (path, ...expected) => {
  it.each(WHO.map((who, at) => [who, expected[at]] as const))(
    'answers %s with %i',
    async (who, status) => {
      expect((await visitors[who]?.ask(path, { headers: NAVIGATION }))?.status).toBe(status)
    },
  )

  it('answers HEAD like GET, without a body', async () => {
    if (['/login', '/callback', '/logout'].includes(path)) return
    const answer = await visitors.alice?.ask(path, { method: 'HEAD', headers: NAVIGATION })
    expect([answer?.status, await answer?.text()]).toEqual([expected[2], ''])
  })
})

describe('a program', () => {
  it.each([
    ['nobody', '/env', 401, 'AUTHENTICATION_REQUIRED'],
    ['nobody', '/session', 401, 'AUTHENTICATION_REQUIRED'],
    ['nobody', '/api/session', 401, 'AUTHENTICATION_REQUIRED'],
    ['nobody', '/env/download/env', 401, 'AUTHENTICATION_REQUIRED'],
    ['bob', '/env', 403, 'FORBIDDEN'],
    ['bob', '/api/env', 403, 'FORBIDDEN'],
    ['alice', '/nope', 404, 'NOT_FOUND'],
    ['alice', '/api/nope', 404, 'NOT_FOUND'],
    ['unconfigured', '/env', 503, 'CONFIGURATION_INVALID'],
    ['unconfigured', '/login', 503, 'CONFIGURATION_INVALID'],
  ] as const)('that is %s asks %s and gets %i with %s as JSON', async (who, path, status, code) => {
    const answer = (await visitors[who]?.ask(path, { headers: JSON_CLIENT })) as Response
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status, code })
    expect(answer.status).toBe(status)
  })

  it.each([
    ['nobody', '/api/session'],
    ['nobody', '/api/env'],
    ['bob', '/api/env'],
    ['alice', '/api/nope'],
    ['unconfigured', '/api/env'],
  ])('that is %s gets JSON from %s even in a browser window', async (who, path) => {
    const answer = await visitors[who]?.ask(path, { headers: NAVIGATION })
    expect(answer?.headers.get('content-type')).toBe('application/problem+json')
  })
})

describe('a method that does not fit', () => {
  it.each([
    ['POST', '/', 'GET, HEAD'],
    ['DELETE', '/env', 'GET, HEAD, POST'],
    ['PUT', '/session', 'GET, HEAD, POST'],
    ['POST', '/api/session', 'GET, HEAD'],
    ['POST', '/api/env', 'GET, HEAD'],
    ['POST', '/env/download/example', 'GET, HEAD'],
    ['POST', '/env/download/manifest', 'GET, HEAD'],
    ['POST', '/recipes', 'GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['OPTIONS', '/env', 'GET, HEAD, POST'],
  ])('%s %s is refused, naming %s', async (method, path, allow) => {
    const answer = await visitors.alice?.ask(path, { method, headers: OWN_FORM })
    expect([answer?.status, answer?.headers.get('allow')]).toEqual([405, allow])
  })
})

describe('a form', () => {
  const SESSIONS = ['/session/renew', '/sessions/end', '/sessions/everywhere'] as const
  const FORMS = [
    '/session',
    ...SESSIONS,
    '/env',
    '/env/download/env',
    '/env/download/export',
    '/env/download/json',
  ] as const

  it.each(FORMS)('from elsewhere sent to %s is refused', async (path) => {
    for (const headers of [
      { ...OWN_FORM, origin: 'https://evil.example' },
      { ...OWN_FORM, origin: 'https://other.example', 'sec-fetch-site': 'same-site' },
      { ...OWN_FORM, origin: 'null', 'sec-fetch-site': 'same-site' },
      { ...OWN_FORM, origin: 'null', 'sec-fetch-site': 'cross-site' },
      { 'content-type': OWN_FORM['content-type'], accept: 'text/html' },
    ]) {
      const body = 'reveal=tokens&secrets=include'
      const answer = (await visitors.alice?.ask(path, {
        method: 'POST',
        headers,
        body,
      })) as Response
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain('CROSS_ORIGIN_REFUSED')
    }
  })

  it.each(FORMS)('that hides its origin is told by Sec-Fetch-Site at %s', async (path) => {
    // Judged before the session is.
    const send = (site: string) =>
      visitors.nobody?.ask(path, {
        method: 'POST',
        headers: { ...OWN_FORM, origin: 'null', 'sec-fetch-site': site },
        body: '',
      })
    expect((await send('same-origin'))?.status).not.toBe(403)
    expect((await send('cross-site'))?.status).toBe(403)
  })

  it.each(FORMS)(
    'of our own sent to %s without a session gets a page, not a redirect',
    async (path) => {
      const answer = await visitors.nobody?.send(path)
      expect([answer?.status, answer?.headers.get('location')]).toEqual([401, null])
      expect(answer?.headers.getSetCookie()).toEqual([])
      expect(await answer?.text()).toContain('href="/login?return_to=%2Fsession"')
    },
  )

  it.each(FORMS.slice(4))('sent by bob to %s is refused', async (path) => {
    expect((await visitors.bob?.send(path, 'secrets=include'))?.status).toBe(403)
  })

  it('that is too large is not read', async () => {
    expect((await visitors.alice?.send('/session', 'x'.repeat(5000)))?.status).toBe(413)
  })
})

describe('the group that may see the environment', () => {
  it('is another one when CATFLAP_ADMIN_GROUP says so', async () => {
    const { box, visitor } = await startViewer('bob', { CATFLAP_ADMIN_GROUP: 'NORMAL' })
    boxes.push(box)
    expect((await visitor.open('/env')).status).toBe(200)
  })

  it('is named to whoever is not in it', async () => {
    const answer = (await visitors.bob?.ask('/env', { headers: NAVIGATION })) as Response
    const html = await answer.text()
    for (const part of ['FORBIDDEN', 'ADMIN', 'NORMAL', 'href="/login"'])
      expect(html).toContain(part)
  })
})

describe('signing out', () => {
  it('closes the protected pages at once', async () => {
    const { box, visitor } = await startViewer('alice')
    boxes.push(box)
    await visitor.open('/session')
    expect((await visitor.send('/logout')).status).toBe(303)
    const answer = await visitor.ask('/env', { headers: NAVIGATION })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      '/login?return_to=%2Fenv',
    ])
  })
})

it('the origin of the tests is the one the box has registered', () => {
  expect(boxes[0]?.environment.OIDC_REDIRECT_URI).toBe(`${ORIGIN}/callback`)
})
