/**
 * What browsers really do: tabs, reloads, back buttons, scripts, other apps of the same box.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { createUserAgent, sessionName, type UserAgent } from '../support/user-agent.ts'

let setup: Awaited<ReturnType<typeof startBoxAndApp>>
let agent: UserAgent
let origin: string

beforeEach(async () => {
  setup = await startBoxAndApp()
  agent = createUserAgent()
  origin = setup.app.origin
})
afterEach(() => setup.close())

/** Goes through a login up to, and without, the request for our callback. */
async function callbackUrl(path: string): Promise<string> {
  const answer = await agent.browse(origin + path, (to) => !to.startsWith(`${origin}/callback`))
  return answer.location ?? ''
}

describe('a callback', () => {
  it('of each of two tabs that log in at once leads to its own page', async () => {
    const [first, second] = [await callbackUrl('/first'), await callbackUrl('/second')]
    expect((await agent.get(second)).location).toBe(`${origin}/second`)
    expect((await agent.get(first)).location).toBe(`${origin}/first`)
    expect((await agent.get(`${origin}/first`)).status).toBe(200)
  })

  it('in ten copies at once makes one token request, and all of them succeed', async () => {
    const url = await callbackUrl('/wanted')
    const copies = await Promise.all(Array.from({ length: 10 }, () => agent.get(url)))
    expect(copies.map(({ status, location }) => [status, location])).toEqual(
      Array(10).fill([303, `${origin}/wanted`]),
    )
    const ids = new Set(copies.map(({ headers }) => headers['set-cookie']?.[0]))
    expect(ids.size).toBe(1)
    expect(setup.box.count('/sys/oauth/token')).toBe(1)
  })

  it('asked by HEAD spends nothing', async () => {
    const url = await callbackUrl('/wanted')
    expect((await agent.send('HEAD', url)).status).toBe(405)
    expect(setup.box.count('/sys/oauth/token')).toBe(0)
    expect((await agent.get(url)).location).toBe(`${origin}/wanted`)
  })

  it('reloaded in a browser that is signed in leads to the wanted page again', async () => {
    const url = await callbackUrl('/wanted?a=1')
    await agent.get(url)
    expect(await agent.get(url)).toMatchObject({ status: 303, location: `${origin}/wanted?a=1` })
    expect(setup.box.count('/sys/oauth/token')).toBe(1)
    expect(setup.app.events).toContainEqual(expect.objectContaining({ type: 'callback-healed' }))
  })

  it('that is stale or bare leads a signed-in browser to the start page', async () => {
    await agent.get(await callbackUrl('/wanted'))
    for (const query of ['', '?code=c&state=s', '?state=s']) {
      const answer = await agent.get(`${origin}/callback${query}`)
      expect(answer, query).toMatchObject({ status: 303, location: `${origin}/` })
    }
  })

  it('that is stale in a browser without a session offers one click, and no loop', async () => {
    const answer = await agent.get(`${origin}/callback?code=c&state=s`)
    expect(answer.status).toBe(400)
    expect(answer.location).toBeUndefined()
    expect(answer.body).toContain('LOGIN_TRANSACTION_MISSING')
    expect(answer.body).toContain('href="/login"')
  })

  it('that fails after the state was found offers a new login to the wanted page', async () => {
    const url = await callbackUrl('/wanted?a=1')
    setup.box.faults.set('invalid-nonce')
    const answer = await agent.get(url)
    expect(answer.body).toContain('NONCE_MISMATCH')
    expect(answer.body).toContain('href="/login?return_to=%2Fwanted%3Fa%3D1"')
  })

  it('replayed by another browser gets nothing', async () => {
    const url = await callbackUrl('/wanted')
    await agent.get(url)
    const thief = createUserAgent()
    const answer = await thief.get(url)
    expect(answer.status).toBe(400)
    expect([...thief.cookies.keys()]).toEqual([])
    expect(setup.box.count('/sys/oauth/token')).toBe(1)
  })

  it('begun by an attacker signs nobody in as the attacker', async () => {
    const attackers = await callbackUrl('/wanted')
    const victim = createUserAgent()
    await victim.get(`${origin}/login`)
    const answer = await victim.get(attackers)
    expect(answer.body).toContain('STATE_MISMATCH')
    expect(victim.cookies.has(sessionName(origin))).toBe(false)
    expect(setup.box.count('/sys/oauth/token')).toBe(0)
  })
})

describe('a request without a session', () => {
  it.each([
    ['a script', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', accept: '*/*' }],
    ['an image', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image', accept: 'image/*' }],
    ['a program', { 'sec-fetch-mode': '', accept: 'application/json' }],
    ['a prefetch', { 'sec-purpose': 'prefetch;prerender', accept: 'text/plain' }],
  ])('of %s gets 401 problem details and no cookie', async (_, headers) => {
    const answer = await agent.get(`${origin}/api`, headers)
    expect(answer.status).toBe(401)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(JSON.parse(answer.body)).toMatchObject({
      status: 401,
      code: 'AUTHENTICATION_REQUIRED',
      login: '/login',
    })
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('of a person is sent to the login, without a cookie yet', async () => {
    const answer = await agent.get(`${origin}/page?q=1`)
    expect(answer).toMatchObject({
      status: 302,
      location: `${origin}/login?return_to=%2Fpage%3Fq%3D1`,
    })
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
})

describe('login attempts', () => {
  it('never leave more than five cookies in a browser', async () => {
    for (let i = 0; i < 9; i++) await agent.get(`${origin}/login`)
    const attempts = [...agent.cookies.keys()].filter((name) => name.includes('-login-'))
    expect(attempts).toHaveLength(5)
  })

  it('in a circle end at a page instead of going on', async () => {
    let answer = await agent.browse(`${origin}/login`)
    answer = await agent.browse(`${origin}/login`)
    expect(answer.status).toBe(200)
    const stopped = await agent.browse(`${origin}/login`)
    expect(stopped.status).toBe(400)
    expect(stopped.body).toContain('LOGIN_LOOP')
    expect((await agent.browse(`${origin}/login`)).status).toBe(200)
  })
})

describe('signing out', () => {
  const ours = () => ({ origin, 'sec-fetch-site': 'same-origin' })

  it('ends the session for good: the old cookie is worthless', async () => {
    await agent.browse(`${origin}/x`)
    const cookie = agent.cookies.get(sessionName(origin)) ?? ''
    const answer = await agent.post(`${origin}/logout`, ours())
    expect(answer).toMatchObject({ status: 303, location: `${origin}/logout` })
    expect(agent.cookies.has(sessionName(origin))).toBe(false)
    agent.cookies.set(sessionName(origin), cookie)
    expect((await agent.get(`${origin}/x`)).status).toBe(302)
  })

  it('tells that the box is still signed in', async () => {
    await agent.browse(`${origin}/x`)
    await agent.post(`${origin}/logout`, ours())
    expect((await agent.get(`${origin}/logout`)).body).toContain('still signed in')
    const chinese = await agent.get(`${origin}/logout`, { 'accept-language': 'zh-CN' })
    expect(chinese.body).toContain('仍处于登录状态')
  })

  it.each([
    ['another app of the box', { 'sec-fetch-site': 'same-site' }],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a lying page of another site', { 'sec-fetch-site': 'cross-site', origin: 'ORIGIN' }],
    ['a sandboxed frame', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
    ['a page that hides its origin', { 'sec-fetch-site': '', origin: 'null' }],
    ['somebody who tells nothing', { 'sec-fetch-site': '' }],
  ])('from %s is refused, and the session lives', async (_, headers: Record<string, string>) => {
    await agent.browse(`${origin}/x`)
    const sent = headers.origin === 'ORIGIN' ? { ...headers, origin } : headers
    const answer = await agent.post(`${origin}/logout`, sent)
    expect(answer.status).toBe(403)
    expect(answer.body).toContain('CROSS_ORIGIN_REFUSED')
    expect((await agent.get(`${origin}/x`)).status).toBe(200)
  })

  it('by GET only asks', async () => {
    await agent.browse(`${origin}/x`)
    expect((await agent.get(`${origin}/logout`)).body).toContain('method="post"')
    expect((await agent.get(`${origin}/x`)).status).toBe(200)
  })
})
