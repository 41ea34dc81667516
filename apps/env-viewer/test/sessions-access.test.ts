/** The forms of the page of sessions: who may not send them, and what no form of ours says. */
import type { Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createViewer } from '../src/index.ts'
import { noticeCookie } from '../src/notice.ts'
import { type People, startBox, startPeople, status } from './people.ts'
import { createVisitor, NAVIGATION, OWN_FORM } from './support.ts'

let box: Devbox
let people: People
beforeAll(async () => {
  box = await startBox()
})
beforeEach(() => {
  box.faults.clear()
  people = startPeople(box)
})
afterAll(() => box.close())

const CHANGES = ['/session/renew', '/sessions/end', '/sessions/everywhere'] as const

describe.each(CHANGES)('%s', (path) => {
  it.each([
    [
      'another site',
      { ...OWN_FORM, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    ],
    [
      'another app of the box',
      { ...OWN_FORM, origin: 'https://other.example', 'sec-fetch-site': 'same-site' },
    ],
    ['a sandboxed frame', { ...OWN_FORM, origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['who knows where', { 'content-type': OWN_FORM['content-type'], accept: 'text/html' }],
  ])('sent from %s changes nothing', async (_, headers) => {
    const other = await people.signIn()
    const visitor = await people.signIn()
    const before = people.tokenRequests()
    const answer = await visitor.ask(path, { method: 'POST', headers, body: `session=${other.id}` })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('CROSS_ORIGIN_REFUSED')
    expect([await status(visitor), await status(other)]).toEqual([200, 200])
    expect(people.tokenRequests()).toBe(before)
  })

  it.each(['GET', 'HEAD', 'PUT', 'DELETE'])('does nothing by %s', async (method) => {
    const other = await people.signIn()
    const visitor = await people.signIn()
    const before = people.tokenRequests()
    const target = `${path}?session=${other.id}`
    const answer = await visitor.ask(target, { method, headers: OWN_FORM })
    expect([303, 405]).toContain(answer.status)
    if (answer.status === 405) expect(answer.headers.get('allow')).toContain('POST')
    expect([await status(visitor), await status(other)]).toEqual([200, 200])
    expect(people.tokenRequests()).toBe(before)
  })

  it('without a session gets a page that leads to the login', async () => {
    const answer = await createVisitor(people.viewer).send(path)
    expect([answer.status, answer.headers.get('location')]).toEqual([401, null])
    expect(await answer.text()).toContain('href="/login?return_to=%2Fsession"')
  })
})

describe('a notice', () => {
  it.each([
    'renewed.<b>',
    'ended.1e9',
    'ended.-1',
    'ended.',
    'failed.toString',
    'failed.<script>',
    'else',
  ])('that no form of ours writes is not shown: %s', async (value) => {
    const visitor = await people.signIn()
    const headers = { ...NAVIGATION, cookie: `notice-5005=${encodeURIComponent(value)}` }
    const page = await (await visitor.ask('/sessions', { headers })).text()
    expect(page).not.toContain('role="status"')
  })

  it.each([
    ['with U+00A0 before its name', '\xa0notice-5005=renewed', false],
    ['of a viewer at another port', 'notice-5006=renewed; notice=renewed', false],
    ['of this viewer', 'notice-5005=renewed', true],
  ])('%s counts by its exact name', async (_, cookie, shown) => {
    const visitor = await people.signIn()
    const page = await (
      await visitor.ask('/sessions', { headers: { ...NAVIGATION, cookie } })
    ).text()
    expect(page.includes('role="status"')).toBe(shown)
  })

  it('cannot be put into words by an address', async () => {
    const visitor = await people.signIn()
    const page = await (
      await visitor.ask('/sessions?notice=renewed&ended=3', { headers: NAVIGATION })
    ).text()
    expect(page).not.toContain('role="status"')
  })

  it('is in a cookie of this host alone, out of reach of scripts and neighbours', () => {
    const environment = {
      ...box.environment,
      OIDC_REDIRECT_URI: 'https://env.mybox.heiyu.space/callback',
      CATFLAP_STORE: 'memory:',
    }
    const { login } = createViewer({ environment })
    expect(noticeCookie({ login } as never, { kind: 'ended', count: 2 })).toBe(
      '__Host-notice=ended.2; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure',
    )
  })
})
