import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../test/support/box-keys.ts'
import { createDevbox, type Devbox, FAULTS, type FaultName } from '../src/index.ts'
import { createBrowser } from './support/browser.ts'

let box: Devbox
beforeAll(async () => {
  box = await createDevbox({ keys: boxKeys() })
})
afterAll(() => box.close())
afterEach(() => box.faults.clear())

const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${box.origin}/control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const kid = async () =>
  (await (await fetch(`${box.issuer}/keys`)).text()).match(/"kid": "(\w+)"/)?.[1]

describe('the control endpoint', () => {
  it('turns every fault on and off', async () => {
    for (const name of Object.keys(FAULTS) as FaultName[]) {
      const on = await post({ fault: name, on: true })
      expect(((await on.json()) as { faults: string[] }).faults).toEqual([name])
      await post({ fault: name, on: false })
      expect(box.faults.active).toEqual([])
    }
  })

  it('takes forms and sends the browser back to where the switch is', async () => {
    const browser = createBrowser(box.origin)
    const step = await browser.post('/control', { fault: 'token-500', on: 'true' })
    expect([step.status, step.location]).toEqual([303, '/?at=token-500#token-500'])
    expect(box.faults.active).toEqual(['token-500'])
  })

  it('carries the actions out', async () => {
    const secret = box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET
    const before = await kid()
    await post({ action: 'rotate-keys' })
    const rotated = await kid()
    expect(rotated).not.toBe(before)
    await post({ action: 'restart' })
    expect(await kid()).not.toBe(rotated)
    await post({ action: 'rotate-secret' })
    expect(box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET).not.toBe(secret)
    box.faults.set('expired', 'token-hang')
    await post({ action: 'clear-faults' })
    expect(box.faults.active).toEqual([])
  })

  it.each([
    [{ fault: 'no-such' }, 'Unknown fault "no-such".'],
    [{ fault: 'constructor', on: true }, 'Unknown fault "constructor".'],
    [{ fault: 'expired', on: 'maybe' }, 'Say whether the fault is on'],
    [{ action: 'explode' }, 'Unknown action "explode"; known: rotate-keys'],
    [{}, 'Unknown fault null.'],
    ['{', 'neither a form nor a JSON object'],
    ['null', 'neither a form nor a JSON object'],
  ])('answers %j with 400 and a reason', async (body, reason) => {
    const answer = await post(body)
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { error: string }).error).toContain(reason)
  })

  const OURS = 'ours'
  const SITES = [undefined, 'none', 'same-origin', 'same-site', 'cross-site', 'new'] as const
  it.each([
    [undefined, [200, 200, 200, 403, 403, 403]],
    ['null', [403, 403, 200, 403, 403, 403]],
    [OURS, [200, 200, 200, 200, 403, 403]],
    ['http://evil.example', [403, 403, 403, 403, 403, 403]],
    ['http://127.0.0.1:5005', [403, 403, 403, 403, 403, 403]],
  ])('answers a POST with Origin %s by Sec-Fetch-Site: %j', async (origin, statuses) => {
    for (const [i, site] of SITES.entries()) {
      const answer = await post(
        { fault: 'expired', on: true },
        {
          ...(origin !== undefined && { origin: origin === OURS ? box.origin : origin }),
          ...(site !== undefined && { 'sec-fetch-site': site }),
        },
      )
      expect([site, answer.status]).toEqual([site, statuses[i]])
      expect(box.faults.active).toEqual(statuses[i] === 200 ? ['expired'] : [])
      box.faults.clear()
    }
  })

  it('tells its state without any secret', async () => {
    const text = await (await fetch(`${box.origin}/control`)).text()
    expect(JSON.parse(text)).toMatchObject({ issuer: box.issuer, faults: [], logins: 0 })
    for (const secret of box.secrets()) expect(text).not.toContain(secret)
  })
})

describe('the pages', () => {
  it('show every fault in both languages, and the secret in none', async () => {
    for (const language of ['en', 'zh'] as const) {
      const { body, headers } = await createBrowser(box.origin).get(`/?lang=${language}`)
      const text = body.replaceAll('&quot;', '"').replaceAll('&#39;', "'")
      for (const [name, { en, zh }] of Object.entries(FAULTS)) {
        for (const part of [name, en, zh]) expect(text).toContain(part)
      }
      expect(body).toContain(language === 'zh' ? '<html lang="zh-CN">' : '<html lang="en">')
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'self';/,
      )
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect(body).not.toMatch(/<script|style=|https?:\/\/(?!127\.0\.0\.1)/)
      for (const secret of box.secrets()) expect(body).not.toContain(secret)
    }
  })

  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en-US,en;q=0.9,zh;q=0.8', 'en'],
    ['fr, zh;q=0.2, en;q=0.1', 'zh-CN'],
    ['fr', 'en'],
    ['', 'en'],
  ])('follow Accept-Language %j', async (language, expected) => {
    const answer = await fetch(box.origin, { headers: { 'accept-language': language } })
    expect(await answer.text()).toContain(`<html lang="${expected}">`)
  })

  it('remember an explicit language', async () => {
    const browser = createBrowser(box.origin)
    await browser.get('/?lang=zh')
    expect((await browser.get('/sys/login')).body).toContain('以谁的身份登录？')
  })
})
