import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { LoginErrorCode } from '../../src/errors.ts'
import { fetchUserInfo } from '../../src/provider/userinfo.ts'
import { failureOf, refusal } from '../support/refusal.ts'

const ENDPOINT = 'https://op.example/userinfo'
const TOKEN = 'hush-access-token'
const ask = (status: number, text: string, requests: unknown[] = []) =>
  fetchUserInfo(
    async (endpoint, url, init) => {
      requests.push([endpoint, url, init])
      return { status, headers: new Headers(), text }
    },
    ENDPOINT,
    TOKEN,
    'u-1',
  )

describe('UserInfo, OpenID Connect Core 1.0 section 5.3', () => {
  it('gives the claims about the same person', async () => {
    const requests: unknown[] = []
    expect(await ask(200, '{"sub":"u-1","groups":["ADMIN"]}', requests)).toEqual({
      sub: 'u-1',
      groups: ['ADMIN'],
    })
    const headers = { accept: 'application/json', authorization: `Bearer ${TOKEN}` }
    expect(requests).toEqual([['userinfo', ENDPOINT, { headers }]])
  })

  it.each<[string, LoginErrorCode, string, number, string]>([
    ['about somebody else', 'USERINFO_SUB_MISMATCH', 'another sub', 200, '{"sub":"u-2"}'],
    ['about a sub in other letters', 'USERINFO_SUB_MISMATCH', 'another sub', 200, '{"sub":"U-1"}'],
    ['about a list', 'USERINFO_SUB_MISMATCH', 'another sub', 200, '{"sub":["u-1"]}'],
    ['about nobody', 'USERINFO_SUB_MISMATCH', 'none', 200, '{}'],
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
