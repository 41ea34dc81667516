/** Administrators who are none any more, and logins too old for secrets. */
import type { Devbox } from 'catflap-devbox'
import { afterAll, describe, expect, it } from 'vitest'
import { NAVIGATION, OWN_FORM, startViewer } from './support.ts'

const API_KEY = 'k-1234567890'
const VARIABLES = { API_KEY }
const boxes: Devbox[] = []
afterAll(() => Promise.all(boxes.map((box) => box.close())))

/** Alice, signed in, with time in our hands. */
async function signedIn(user: 'alice' | 'bob' = 'alice', variables: object = {}) {
  let time = Math.floor(Date.now() / 1000)
  const setup = await startViewer(user, { ...VARIABLES, ...variables }, { now: () => time })
  boxes.push(setup.box)
  await setup.visitor.open('/session')
  const as = (role: string, path: string, headers: object = NAVIGATION) =>
    setup.visitor.ask(path, { headers: { ...headers, 'x-hc-user-role': role } })
  const pass = (seconds: number) => {
    time += seconds
  }
  return { ...setup, as, pass }
}

describe('the role that the box names', () => {
  const CLOSED = [
    ['/env', 403],
    ['/api/env', 403],
    ['/env/download/json', 403],
    ['/doctor', 403],
    ['/attempts', 403],
    ['/metrics', 403],
  ] as const

  it.each(CLOSED)('takes %s away from an administrator of the login', async (path) => {
    const { as, visitor } = await signedIn()
    expect((await visitor.ask(path, { headers: NAVIGATION })).status).toBe(200)
    expect((await as('ADMIN', path)).status).toBe(200)
    for (const role of ['NORMAL', 'admin', 'ADMIN, NORMAL', '']) {
      const answer = await as(role, path)
      expect([role, answer.status]).toEqual([role, 403])
      expect(await answer.text()).toContain('FORBIDDEN')
    }
  })

  it.each(CLOSED)('never opens %s for somebody else', async (path, status) => {
    const { as } = await signedIn('bob')
    expect((await as('ADMIN', path)).status).toBe(status)
  })

  it('takes the secrets away from a form, too', async () => {
    const { visitor } = await signedIn()
    const headers = { ...OWN_FORM, 'x-hc-user-role': 'NORMAL' }
    for (const [path, body] of [
      ['/env', 'name=API_KEY'],
      ['/env/download/json', 'secrets=include'],
    ] as const) {
      const answer = await visitor.ask(path, { method: 'POST', headers, body })
      expect(answer.status).toBe(403)
      expect(await answer.text()).not.toContain(API_KEY)
    }
  })

  it('says nothing of a group that is not the box’s own', async () => {
    const { as } = await signedIn('bob', { CATFLAP_ADMIN_GROUP: 'NORMAL' })
    expect((await as('NORMAL', '/env')).status).toBe(200)
  })

  it('is what the refusal and the session page name, not the groups', async () => {
    const { as } = await signedIn()
    const english = { ...NAVIGATION, 'accept-language': 'en' }
    const refusal = await (await as('NORMAL', '/env', english)).text()
    expect(refusal).toContain('X-HC-User-Role')
    const session = await (await as('NORMAL', '/session', english)).text()
    expect(session).toContain('since the box says so')
    expect(session).not.toContain('since groups holds')
    const told = await as('NORMAL', '/api/session', { accept: 'application/json' })
    expect(await told.json()).toMatchObject({ administrator: false })
  })

  it('is shown as no more than a word', async () => {
    const { as, lines } = await signedIn()
    await as('<script>secret', '/env')
    expect(lines.join('\n')).not.toContain('secret')
  })
})

describe('a login that is five minutes old', () => {
  const REVEALS = [
    ['/env', ''],
    ['/env?q=key', 'name=API_KEY'],
    ['/env/download/env', 'secrets=include'],
    ['/env/download/export', 'secrets=include'],
    ['/env/download/json', 'secrets=include'],
  ] as const

  it.each(REVEALS)('shows no secret by %s %s, and leads to a new login', async (path, body) => {
    const { visitor, pass, lines } = await signedIn()
    pass(299)
    expect(await (await visitor.send(path, body)).text()).toContain(API_KEY)
    const before = lines.length
    pass(1)
    const answer = await visitor.send(path, body)
    const page = await answer.text()
    expect(answer.status).toBe(401)
    expect(page).not.toContain(API_KEY)
    const back = encodeURIComponent(path.startsWith('/env/') ? '/env' : path)
    expect(page).toContain(`href="/login?prompt=login&amp;return_to=${back}"`)
    expect(lines.slice(before).join()).not.toContain('secrets-revealed')
  })

  it('stays away from secrets when the clock is set back', async () => {
    const { visitor, pass } = await signedIn()
    pass(-300)
    expect((await visitor.send('/env')).status).toBe(401)
  })

  it('still sees everything that is masked', async () => {
    const { visitor, pass } = await signedIn()
    pass(3600)
    for (const path of ['/env', '/api/env', '/env/download/env', '/env/download/example']) {
      const answer = await visitor.ask(path, { headers: NAVIGATION })
      expect([path, answer.status]).toEqual([path, 200])
      expect(await answer.text()).not.toContain(API_KEY)
    }
    expect((await visitor.send('/env/download/env', '')).status).toBe(200)
  })

  it('sees secrets again after that login, on the page it came from', async () => {
    const { box, visitor, pass } = await signedIn()
    pass(3600)
    const page = await (await visitor.send('/env?q=key', 'name=API_KEY')).text()
    const [, link = ''] = /href="(\/login[^"]*)"/.exec(page) ?? []
    const asked = box.count('/sys/oauth/auth')
    const after = await visitor.open(link.replaceAll('&amp;', '&'))
    expect(box.count('/sys/oauth/auth')).toBeGreaterThan(asked)
    expect(await after.text()).not.toContain(API_KEY)
    expect(await (await visitor.send('/env?q=key', 'name=API_KEY')).text()).toContain(API_KEY)
  })

  it('is told in JSON to a program', async () => {
    const { visitor, pass } = await signedIn()
    pass(3600)
    const headers = { ...OWN_FORM, accept: 'application/json' }
    const answer = await visitor.ask('/env', { method: 'POST', headers, body: '' })
    expect(await answer.json()).toMatchObject({
      status: 401,
      code: 'AUTHENTICATION_REQUIRED',
      login: '/login?prompt=login&return_to=%2Fenv',
    })
  })
})
