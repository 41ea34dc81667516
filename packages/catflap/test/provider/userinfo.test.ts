import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { LoginErrorCode } from '../../src/errors.ts'
import type { Jwk } from '../../src/protocol/signing-keys.ts'
import type { ProviderFetch } from '../../src/provider/http.ts'
import { checkUserInfo, openSignedUserInfo, requestUserInfo } from '../../src/provider/userinfo.ts'
import { createKey, forge, sign } from '../support/keys.ts'
import { failureOf, refusal } from '../support/refusal.ts'

const ENDPOINT = 'https://op.example/userinfo'
const TOKEN = 'hush-access-token'
async function ask(status: number, text: string, requests: unknown[] = [], type = '') {
  const answering: ProviderFetch = async (endpoint, url, init) => {
    requests.push([endpoint, url, init])
    return { status, header: () => type, text }
  }
  const answer = await requestUserInfo(answering, ENDPOINT, TOKEN)
  return checkUserInfo(ENDPOINT, answer, 'u-1', openSigned)
}

const key = await createKey('ES256', 'k-1')
const stranger = await createKey('ES256', 'k-1')
const openSigned = (token: string) =>
  openSignedUserInfo(
    token,
    { issuer: 'https://op.example', clientId: 'rp-1', algorithms: ['ES256', 'RS256'] },
    async () => [key.jwk as Jwk],
  )

describe('UserInfo, OpenID Connect Core 1.0 section 5.3', () => {
  it('gives the claims about the same person', async () => {
    const requests: unknown[] = []
    expect(await ask(200, '{"sub":"u-1","groups":["ADMIN"]}', requests)).toEqual({
      sub: 'u-1',
      groups: ['ADMIN'],
    })
    const accept = 'application/json, application/jwt'
    const headers = { accept, authorization: `Bearer ${TOKEN}` }
    expect(requests).toEqual([['userinfo', ENDPOINT, { headers }]])
  })

  it.each<[string, LoginErrorCode, string, number, string]>([
    ['about somebody else', 'USERINFO_SUB_MISMATCH', 'another sub', 200, '{"sub":"u-2"}'],
    ['about a sub in other letters', 'USERINFO_SUB_MISMATCH', 'another sub', 200, '{"sub":"U-1"}'],
    ['about a list', 'USERINFO_SUB_MISMATCH', 'another sub', 200, '{"sub":["u-1"]}'],
    ['about nobody', 'USERINFO_SUB_MISMATCH', 'none', 200, '{}'],
    ['about a number', 'USERINFO_INVALID', 'a number in place of text', 200, '{"sub":1}'],
    ['that is a list', 'USERINFO_INVALID', 'other JSON', 200, '["u-1"]'],
    ['that is a signed token', 'USERINFO_INVALID', 'no JSON', 200, 'a.b.c'],
    [
      'that is nested thousands deep',
      'USERINFO_INVALID',
      'JSON nested more than 32 levels deep',
      200,
      `{"sub":"u-1","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    ],
    ['that is empty', 'USERINFO_INVALID', 'an empty body', 200, ''],
    ['that breaks off', 'USERINFO_INVALID', 'JSON that is broken or cut off', 200, '{"sub":'],
    ['that refuses the token', 'USERINFO_INVALID', 'status 401', 401, '{"sub":"u-1"}'],
    ['of another good status', 'USERINFO_INVALID', 'status 201', 201, '{"sub":"u-1"}'],
  ])('refuses an answer %s', async (_, code, seen, status, text) => {
    await expect(ask(status, text)).rejects.toEqual(refusal(code, { seen }))
  })

  it('keeps token and answer out of the error', async () => {
    const error = await failureOf(() => ask(200, '{"sub":"hush-person"}'))
    expect(inspect(error, { depth: 10 })).not.toContain('hush')
  })
})

describe('signed UserInfo, OpenID Connect Core 1.0 section 5.3.2', () => {
  const claims = { iss: 'https://op.example', aud: 'rp-1', sub: 'u-1', name: 'A. Name' }
  const askSigned = (token: string, status = 200) => ask(status, token, [], 'application/jwt')

  it('gives its claims once the signature, iss and aud hold', async () => {
    expect(await askSigned(await sign(claims, key))).toEqual(claims)
    const several = { ...claims, aud: ['rp-0', 'rp-1'] }
    expect(await askSigned(await sign(several, key))).toEqual(several)
  })

  it.each<[string, object, string, string]>([
    ['of another issuer', { iss: 'https://evil.example' }, 'iss', 'another value'],
    ['without issuer', { iss: undefined }, 'iss', 'none'],
    ['for another client', { aud: 'rp-2' }, 'aud', 'another value'],
    ['for several others', { aud: ['rp-2', 'rp-3'] }, 'aud', 'another value'],
    ['for nobody', { aud: undefined }, 'aud', 'none'],
  ])('refuses one %s', async (_, change, parameter, seen) => {
    const token = await sign({ ...claims, ...change }, key)
    await expect(askSigned(token)).rejects.toEqual(refusal('USERINFO_INVALID', { parameter, seen }))
  })

  it('refuses one about somebody else', async () => {
    await expect(askSigned(await sign({ ...claims, sub: 'u-2' }, key))).rejects.toEqual(
      refusal('USERINFO_SUB_MISMATCH'),
    )
  })

  it.each<[string, () => string | Promise<string>, string]>([
    ['signed by somebody else', () => sign(claims, stranger), 'signature'],
    ['signed by nobody', () => forge({ alg: 'none' }, claims), 'alg'],
    ['that is JSON', () => JSON.stringify(claims), 'header'],
    ['that is encrypted', () => 'a.b.c.d.e', 'userinfo'],
    ['that is empty', () => '', 'userinfo'],
  ])('refuses one %s', async (_, token, parameter) => {
    await expect(askSigned(await token())).rejects.toEqual(
      refusal('USERINFO_INVALID', { parameter }),
    )
  })

  it('refuses the status before it looks at the token', async () => {
    await expect(askSigned(await sign(claims, key), 401)).rejects.toEqual(
      refusal('USERINFO_INVALID', { seen: 'status 401' }),
    )
  })
})
