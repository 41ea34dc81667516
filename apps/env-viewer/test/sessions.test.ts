/** The page of sessions: a session's life, its renewal, and the end of one or of all. */
import type { Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { act, html, type People, PHONE, startBox, startPeople, status, told } from './people.ts'
import { NAVIGATION, OWN_FORM, startViewer } from './support.ts'

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

describe("a session's life", () => {
  it('is a list in the order of time, from its beginning to its end', async () => {
    const visitor = await people.signIn()
    people.time += 7200
    const page = await html(visitor)
    const list = page.slice(page.indexOf('<ol class="life">'), page.indexOf('</ol>'))
    expect([...list.matchAll(/<strong>([^<]+)/g)].map((match) => match[1])).toEqual([
      'Session begun',
      'Now',
      'Access token is renewed',
      'Access token expires',
      'Session ends if unused',
      'Session ends in any case',
    ])
    const times = [...list.matchAll(/datetime="([^"]+)"/g)].map(
      ([, text = '']) => Date.parse(text) / 1000 - people.time,
    )
    expect(times).toEqual([-7200, 0, 79_140 - 1, 79_200 - 1, 86_400, 597_600])
  })

  it('is drawn without script or style of its own, and hidden from screen readers', async () => {
    const page = await html(await people.signIn())
    const drawing = page.slice(
      page.indexOf('<div class="spans"'),
      page.indexOf('<ol class="life">'),
    )
    expect(drawing).toMatch(/^<div class="spans" aria-hidden="true">/)
    expect(drawing.match(/<svg/g)).toHaveLength(4)
    expect(drawing).not.toMatch(/<script|<style|\sstyle=|\son\w+=/)
  })

  it('keeps its scale when the provider sends times beyond all measure', async () => {
    const huge: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (!response.url.endsWith('/token')) return response
      return Response.json({ ...((await response.json()) as object), expires_in: 1e15 })
    }
    const started = await startViewer('alice', {}, { fetch: huge })
    await started.visitor.open('/session')
    const page = await html(started.visitor)
    await started.box.close()
    expect(page).toContain('Session ends in any case')
    for (const [, percent = ''] of page.matchAll(/="(-?[\d.]+|NaN|Infinity)%"/g)) {
      expect(Number(percent)).toBeGreaterThanOrEqual(0)
      expect(Number(percent)).toBeLessThanOrEqual(100)
    }
  })
})

describe('renewing now', () => {
  it('brings another access token, and says so once', async () => {
    const visitor = await people.signIn()
    const before = await told(visitor)
    expect(await act(visitor, '/session/renew')).toContain('✓ The access token was renewed')
    expect((await told(visitor)).accessToken).not.toBe(before.accessToken)
    expect(await html(visitor)).not.toContain('The access token was renewed')
  })

  it('pressed 50 times at once makes one token request', async () => {
    const visitor = await people.signIn()
    const before = people.tokenRequests()
    const answers = Array.from({ length: 50 }, () => visitor.send('/session/renew'))
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(303)
    expect(people.tokenRequests() - before).toBe(1)
  })

  it('that the provider refuses ends the session, and leads to a new login', async () => {
    const visitor = await people.signIn()
    box.restart()
    const answer = await visitor.send('/session/renew')
    const page = await answer.text()
    expect(answer.status).toBe(401)
    for (const part of ['RENEWAL_REFUSED', 'href="/login"']) expect(page).toContain(part)
    expect(page).not.toContain('action="/logout"')
    expect(await status(visitor)).toBe(302)
  })

  it('of a provider that is away changes nothing, and says when to try again', async () => {
    const visitor = await people.signIn()
    box.faults.set('token-500')
    const page = await act(visitor, '/session/renew')
    expect(page).toContain('Your session is as it was. Try again in a minute.')
    expect(page).toContain('TOKEN_ENDPOINT_UNAVAILABLE')
    box.faults.clear()
    people.time += 5
    expect(await act(visitor, '/session/renew')).toContain('✓ The access token was renewed')
  })

  it('without a refresh token is not offered, and a form sent all the same says why', async () => {
    const started = await startViewer('alice')
    const { visitor } = started
    await visitor.open('/session')
    const page = await html(visitor)
    expect(page).not.toContain('/session/renew')
    expect(page).not.toContain('Access token is renewed')
    expect(page).toContain('there is nothing to renew with')
    expect(page).toContain('href="/login?return_to=%2Fsessions"')
    expect(await act(visitor, '/session/renew')).toContain('REFRESH_TOKEN_MISSING')
    const headers = { ...OWN_FORM, accept: 'application/json' }
    const json = await visitor.ask('/session/renew', { method: 'POST', headers })
    expect([json.status, await json.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'REFRESH_TOKEN_MISSING' }),
    ])
    expect(started.box.count('/sys/oauth/token')).toBe(1)
    await started.box.close()
  })
})

describe('the list', () => {
  it('names every session of the person, marks this one, and no other person', async () => {
    await people.signIn('alice', PHONE)
    await people.signIn('bob', PHONE)
    people.time += 7200
    const page = await html(await people.signIn('alice'))
    const rows = page.slice(page.indexOf('<tbody>')).split('<tr>').slice(1)
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatch(/Firefox, Linux.*this one.*action="\/logout"/s)
    expect(rows[1]).toMatch(/Safari, iPhone.*2 hours ago.*action="\/sessions\/end"/s)
    expect(rows[1]).not.toContain('class="tag this"')
  })
})

describe('ending one session', () => {
  it('of the same person ends that one alone, and says how many', async () => {
    const [phone, other, visitor] = [
      await people.signIn(),
      await people.signIn(),
      await people.signIn(),
    ]
    expect(await act(visitor, '/sessions/end', `session=${phone.id}`)).toContain('1 session has')
    expect([await status(phone), await status(other)]).toEqual([302, 200])
    expect(await act(visitor, '/sessions/end', `session=${phone.id}`)).toContain('Nothing to end')
  })

  it.each([
    ['by its id', (id: string) => `session=${id}`],
    ['by its id after another', (id: string) => `session=x&session=${id}`],
    ['by a subject in the form', (id: string) => `session=${id}&sub=bob`],
  ])('of somebody else is impossible %s', async (_, body) => {
    const bob = await people.signIn('bob')
    const alice = await people.signIn('alice')
    expect(await act(alice, '/sessions/end', body(bob.id))).toContain('Nothing to end')
    expect(await status(bob)).toBe(200)
  })

  it.each(['', 'session=', 'session=%00', 'else=1'])(
    'by the form %j ends nothing',
    async (body) => {
      const visitor = await people.signIn()
      expect(await act(visitor, '/sessions/end', body)).toContain('Nothing to end')
      expect(await status(visitor)).toBe(200)
    },
  )

  it('this very one leads to the signed-out page, cookie and all', async () => {
    const visitor = await people.signIn()
    const answer = await visitor.send('/sessions/end', `session=${visitor.id}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/logout'])
    expect(answer.headers.get('set-cookie')).toMatch(/^catflap-5005=;.*Max-Age=0/)
    expect(await status(visitor)).toBe(302)
  })
})

describe('signing out everywhere', () => {
  it('ends all sessions of the person and of nobody else, and says how many', async () => {
    const [phone, bob, visitor] = [
      await people.signIn(),
      await people.signIn('bob'),
      await people.signIn(),
    ]
    const answer = await visitor.send('/sessions/everywhere')
    const page = await answer.text()
    expect(answer.status).toBe(200)
    expect(page).toContain('2 sessions have ended, this one too.')
    expect(page).not.toContain('action="/logout"')
    expect(answer.headers.getSetCookie().join()).toMatch(/catflap-5005=;.*Max-Age=0/)
    expect([await status(phone), await status(visitor), await status(bob)]).toEqual([302, 302, 200])
  })

  it('leads on to the logout of a provider that has one', async () => {
    people.metadata = { end_session_endpoint: `${box.origin}/end` }
    const page = await (await (await people.signIn()).send('/sessions/everywhere')).text()
    expect(page).toContain('1 session has ended')
    expect(page).toContain(`<a class="act" href="${box.origin}/end?`)
  })

  it('is only told of, not done, when the page is loaded again', async () => {
    const visitor = await people.signIn()
    const look = await visitor.ask('/sessions/everywhere', { headers: NAVIGATION })
    expect([look.status, look.headers.get('location')]).toEqual([303, '/sessions'])
    expect(await status(visitor)).toBe(200)
    await visitor.send('/sessions/everywhere')
    const page = await (await visitor.ask('/sessions/everywhere', { headers: NAVIGATION })).text()
    expect(page).toContain('You are not signed in.')
    expect(page).not.toMatch(/sessions? ha(s|ve) ended/)
  })
})
