/** What a person is told of an answer that holds no tokens, and what of an answer is not looked at closely. */
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Authenticate } from '../../src/provider/client-authentication.ts'
import { createFetchTransport } from '../../src/provider/fetch-transport.ts'
import { createProviderFetch } from '../../src/provider/http.ts'
import { exchangeGrant, type Grant } from '../../src/provider/token-endpoint.ts'
import { createEventLog } from '../support/events.ts'
import { byPost, CLIENT, METADATA, NOW } from '../support/exchange.ts'
import { json } from '../support/json.ts'
import { failureOf, refusal } from '../support/refusal.ts'

const GRANT: Grant = {
  type: 'refresh_token',
  parameters: { refresh_token: 'hush-refresh' },
  refused: { errors: ['invalid_grant'], code: 'RENEWAL_REFUSED' },
}
/** One acceptable answer. A test changes exactly one thing about it. */
const body = { access_token: 'new', token_type: 'Bearer', expires_in: 60, refresh_token: 'next' }
const answered = (change: object) => json({ ...body, ...change })

function exchange(answer: Response, change: { authenticate?: Authenticate; at?: string } = {}) {
  const { authenticate = CLIENT.authenticate, at = METADATA.token_endpoint } = change
  const providerFetch = createProviderFetch(
    createFetchTransport(async () => answer),
    5,
    createEventLog().emit,
  )
  const metadata = { ...METADATA, token_endpoint: at }
  const client = { ...CLIENT, authenticate }
  return exchangeGrant({ providerFetch, metadata, client, now: () => NOW }, GRANT)
}

describe('an answer of the token endpoint', () => {
  it('is taken over plain http where the metadata could name that: on loopback', async () => {
    const tokens = await exchange(answered({}), { at: 'http://127.0.0.1:1/token' })
    expect(tokens).toMatchObject({ accessToken: 'new', refreshToken: 'next', expiresIn: 60 })
  })

  it('may tell its lifetime as text, to a billionth of a second', async () => {
    expect((await exchange(answered({ expires_in: '59.25' }))).expiresIn).toBe(59.25)
  })

  it.each<[string, object, string, string, string]>([
    ['no token', { access_token: 7 }, 'access_token', 'an access token', 'a number'],
    ['no type', { token_type: 7 }, 'token_type', 'Bearer', 'a number'],
    ['another type', { token_type: 'mac' }, 'token_type', 'Bearer', 'mac'],
    ['a blank', { expires_in: ' 60' }, 'expires_in', 'a number of seconds', 'text'],
    ['powers of ten', { expires_in: '1e3' }, 'expires_in', 'a number of seconds', 'text'],
    ['a list', { refresh_token: [] }, 'refresh_token', 'text', 'other JSON'],
    ['nothing', { refresh_token: 0 }, 'refresh_token', 'text', 'a number'],
    [
      'a lifetime of nothing, which is one, beside a number',
      { expires_in: 0, refresh_token: 7 },
      'refresh_token',
      'text',
      'a number',
    ],
  ])('says which of its members is wrong: %s', async (_, change, parameter, expected, seen) => {
    await expect(exchange(answered(change))).rejects.toEqual(
      refusal('TOKEN_RESPONSE_INVALID', { parameter, expected, seen }),
    )
  })

  it.each([
    ['with a refresh token', body],
    ['without one', { ...body, refresh_token: undefined }],
  ])(
    'is refused for a lifetime beyond all numbers, though each member looks right: %s',
    async (_, answer) => {
      const text = JSON.stringify(answer).replace(':60', ':1e999')
      await expect(exchange(json(text))).rejects.toEqual(
        refusal('TOKEN_RESPONSE_INVALID', {
          parameter: 'expires_in',
          expected: 'a number of seconds',
          seen: 'a number beyond all bounds',
        }),
      )
    },
  )
})

describe('a refusal of the token endpoint', () => {
  it('of 401 without a word says what 401 means', async () => {
    await expect(exchange(json('<p>', 401))).rejects.toEqual(
      refusal('CLIENT_REFUSED', {
        parameter: 'error',
        expected: 'tokens for client rp-1',
        seen: 'invalid_client',
      }),
    )
  })

  it.each<[string, unknown]>([
    ['an object', { toString: 1 }],
    ['a list', ['invalid_grant']],
    ['empty', ''],
    ['null', null],
  ])('of 401 whose error is %s says nothing of the grant', async (_, error) => {
    await expect(exchange(json({ error }, 401))).rejects.toEqual(
      refusal('CLIENT_REFUSED', { parameter: 'error', seen: 'invalid_client' }),
    )
  })

  it.each(['Application/JSON', 'application/json ;charset=utf-8'])(
    'is one under the media type %s, too',
    async (type) => {
      const answer = json({ error: 'invalid_grant' }, 400, { 'content-type': type })
      await expect(exchange(answer)).rejects.toEqual(
        refusal('RENEWAL_REFUSED', { parameter: 'error', seen: 'invalid_grant' }),
      )
    },
  )

  it('whose name is the secret that was sent is told without it', async () => {
    const answer = json({ error: 'hush_secret' }, 400)
    const failure = await failureOf(() =>
      exchange(answer, { authenticate: byPost('rp-1', 'hush_secret') }),
    )
    expect(failure).toEqual(
      refusal('TOKEN_REQUEST_REFUSED', { parameter: 'error', seen: 'an unusual error code' }),
    )
    expect(inspect(failure, { depth: 10 })).not.toContain('hush')
  })
})
