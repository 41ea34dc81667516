import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../test/support/box-keys.ts'
import { createDevbox, type Devbox } from '../src/index.ts'
import {
  authorizationQuery,
  authorize,
  codeFields,
  createBrowser,
  decodePart,
  tokenRequest,
} from './support/browser.ts'

let box: Devbox
beforeAll(async () => {
  box = await createDevbox({ keys: boxKeys() })
})
afterAll(() => box.close())

const field = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''

describe('a login, step by step', () => {
  it('passes through the redirects of a box and ends at the redirect URI', async () => {
    const browser = createBrowser(box.origin)
    const first = await browser.get(authorizationQuery(box))
    expect(first.status).toBe(302)
    expect(first.location).toMatch(/^\/sys\/oauth\/auth\/hportal\?client_id=/)
    const second = await browser.get(first.location!)
    expect(second.status).toBe(302)
    expect(second.location).toMatch(/^\/sys\/oauth\/callback\/hportal\?state=[a-z][a-z2-7]{24}$/)

    const pick = await browser.get(second.location!)
    expect(pick.status).toBe(200)
    expect(pick.body).toContain('Who is signing in?')
    const redirect = field(pick.body, 'redirect')
    expect(redirect).toBe(second.location)
    const picked = await browser.post('/sys/login', { user: 'bob', redirect })
    expect(picked.status).toBe(303)
    expect(picked.headers.get('set-cookie')).toContain('HttpOnly')
    const third = await browser.get(picked.location!)
    expect(third.status).toBe(303)
    expect(third.location).toMatch(/^\/sys\/oauth\/approval\?req=[a-z2-7]{25}&hmac=[\w-]{43}$/)

    const ask = await browser.get(third.location!)
    expect(ask.status).toBe(200)
    expect(ask.body).toContain('Grant Access')
    expect(ask.body).toContain('dev.catflap.app')
    const hidden = { req: field(ask.body, 'req'), hmac: field(ask.body, 'hmac') }
    const done = await browser.post('/sys/oauth/approval', { ...hidden, approval: 'approve' })
    expect(done.status).toBe(303)
    expect(done.location).toMatch(
      /^http:\/\/127\.0\.0\.1:5005\/callback\?code=[a-z][a-z2-7]{24}&state=state-0123456789abcdef$/,
    )
    const code = new URL(done.location!).searchParams.get('code')!
    const answer = await tokenRequest(box, codeFields(box, code))
    expect(answer.status).toBe(200)
    const { id_token } = (await answer.json()) as { id_token: string }
    expect(decodePart(id_token, 1).groups).toEqual(['NORMAL'])
  })
})

describe('a scripted login', () => {
  it('issues tokens whose signature and hashes hold', async () => {
    const auto = await createDevbox({ keys: boxKeys(), autoApprove: 'alice' })
    const code = (await authorize(auto)).get('code')!
    const answer = await tokenRequest(auto, codeFields(auto, code))
    const tokens = (await answer.json()) as { access_token: string; id_token: string }
    const { keys } = (await (await fetch(`${auto.issuer}/keys`)).json()) as {
      keys: (JsonWebKey & { kid: string })[]
    }
    for (const token of [tokens.id_token, tokens.access_token]) {
      const { kid, alg } = decodePart(token, 0)
      expect(alg).toBe('RS256')
      const key = createPublicKey({ key: keys.find((k) => k.kid === kid)!, format: 'jwk' })
      const end = token.lastIndexOf('.')
      const signature = Buffer.from(token.slice(end + 1), 'base64url')
      expect(verify('sha256', Buffer.from(token.slice(0, end)), key, signature)).toBe(true)
    }
    const half = (text: string) =>
      createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
    const claims = decodePart(tokens.id_token, 1)
    expect(claims.at_hash).toBe(half(tokens.access_token))
    expect(claims.c_hash).toBe(half(code))
    await auto.close()
  })
})
