import { expect, it } from 'vitest'
import { secretsIn } from '../../src/provider/sent-secrets.ts'

const basic = (text: string) => Buffer.from(text).toString('base64')

it.each<[string, Record<string, string>, string | URLSearchParams | undefined, string[]]>([
  [
    'of a form',
    {},
    'grant_type=code&code=c-1&code_verifier=v-1&client_secret=s+1',
    ['c-1', 'v-1', 's 1'],
  ],
  ['of a token that is given back', {}, new URLSearchParams({ token: 't-1' }), ['t-1']],
  [
    'of a pushed request',
    {},
    new URLSearchParams({ state: 's-1', nonce: 'n-1', id_token_hint: 'h-1', scope: 'openid' }),
    ['s-1', 'n-1', 'h-1'],
  ],
  [
    'of a renewal by an assertion',
    {},
    'refresh_token=r-1&client_assertion=a-1&client_id=rp-1',
    ['r-1', 'a-1'],
  ],
  ['of a bearer', { authorization: 'Bearer a-1' }, undefined, ['a-1']],
  ['of a bearer of several words', { authorization: 'Bearer a 1 b' }, undefined, ['a 1 b']],
  [
    'of Basic, in both ways to encode it',
    { authorization: `Basic ${basic('rp-1:a%2Bb+c:d')}` },
    'code=c-1',
    ['c-1', basic('rp-1:a%2Bb+c:d'), 'a%2Bb+c:d', 'a+b c:d'],
  ],
  ['of a request without any', {}, undefined, []],
])('the secrets %s are known', (_, headers, body, secrets) => {
  expect(secretsIn(headers, body)).toEqual(secrets)
})
