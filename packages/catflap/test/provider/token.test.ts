import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { LoginError, type LoginErrorCode } from '../../src/errors.ts'
import type { Authenticate } from '../../src/provider/client-authentication.ts'
import { createFetchTransport } from '../../src/provider/fetch-transport.ts'
import { createProviderFetch } from '../../src/provider/http.ts'
import { fetchTokens } from '../../src/provider/token.ts'
import { createEventLog } from '../support/events.ts'
import { byPost, METADATA } from '../support/exchange.ts'
import { json } from '../support/json.ts'
import { failureOf, refusal } from '../support/refusal.ts'

const NOW = 1_800_000_000
const metadata = {
  ...METADATA,
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
}
const client = {
  clientId: 'rp:1',
  authenticate: byPost('rp:1', 'hush secret/+&'),
  proof: 'client_secret',
}
const request = {
  redirectUri: 'https://app.example/callback',
  code: 'hush-code',
  codeVerifier: 'hush-verifier-hush-verifier-hush-verifier-hush',
}
/** One acceptable token response. A test changes exactly one thing about it. */
const body = {
  access_token: 'hush-access',
  token_type: 'bearer',
  id_token: 'hush.id.token',
  expires_in: 3600,
}

async function exchange(answer: Response, authenticate: Authenticate = client.authenticate) {
  const sent: Request[] = []
  const fetchUrl: typeof fetch = async (input, init) => {
    sent.push(new Request(input, init))
    return answer
  }
  const providerFetch = createProviderFetch(
    createFetchTransport(fetchUrl),
    5,
    createEventLog().emit,
  )
  const asked = { ...client, authenticate }
  const asking = { providerFetch, metadata, client: asked, now: () => NOW }
  const tokens = await fetchTokens(asking, request)
  const { headers, method, url } = sent[0]!
  return { tokens, method, url, headers, form: new URLSearchParams(await sent[0]!.text()) }
}
const answered = (change: object, status = 200) => json({ ...body, ...change }, status)

describe('the token request', () => {
  it('redeems the code with verifier and redirect URI', async () => {
    const { method, url, headers, form } = await exchange(answered({}))
    expect([method, url]).toEqual(['POST', metadata.token_endpoint])
    expect(headers.get('content-type')).toContain('application/x-www-form-urlencoded')
    expect(headers.get('accept')).toBe('application/json')
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'authorization_code',
      code: request.code,
      redirect_uri: request.redirectUri,
      code_verifier: request.codeVerifier,
      client_id: client.clientId,
      client_secret: 'hush secret/+&',
    })
  })
})

describe('the token response', () => {
  it('gives the tokens', async () => {
    const { tokens } = await exchange(answered({ refresh_token: 'hush-refresh', scope: 'openid' }))
    expect(tokens).toEqual({
      accessToken: 'hush-access',
      idToken: 'hush.id.token',
      refreshToken: 'hush-refresh',
      expiresIn: 3600,
      clockSkew: undefined,
    })
  })

  it('may leave out the lifetime', async () => {
    expect((await exchange(answered({ expires_in: undefined }))).tokens.expiresIn).toBeUndefined()
  })

  it.each<[string, object, object]>([
    ['null for a refresh token', { refresh_token: null }, { refreshToken: undefined }],
    ['an empty refresh token', { refresh_token: '' }, { refreshToken: undefined }],
    ['null for a scope', { scope: null }, {}],
    ['a list of scopes', { scope: ['openid', 'email'] }, {}],
    ['a lifetime written as text', { expires_in: '3600' }, { expiresIn: 3600 }],
    ['a lifetime with a fraction', { expires_in: '59.5' }, { expiresIn: 59.5 }],
    ['null for a lifetime', { expires_in: null }, { expiresIn: undefined }],
    ['a lifetime of nothing', { expires_in: 0 }, { expiresIn: 0 }],
  ])('may have %s', async (_, change, expected) => {
    const { tokens } = await exchange(answered(change))
    expect(tokens).toMatchObject({ accessToken: 'hush-access', ...expected })
  })

  it("tells the distance of the provider's clock by its Date header", async () => {
    const date = new Date((NOW + 90) * 1000).toUTCString()
    expect((await exchange(json(body, 200, { date }))).tokens.clockSkew).toBe(90)
    expect((await exchange(json(body, 200, { date: 'today' }))).tokens.clockSkew).toBeUndefined()
  })

  const error =
    (name: unknown, status = 400) =>
    () =>
      json({ error: name, hush: 'hush' }, status)
  it.each<[string, LoginErrorCode, () => Response]>([
    ['invalid_client', 'CLIENT_REFUSED', error('invalid_client', 401)],
    ['invalid_client of status 400', 'CLIENT_REFUSED', error('invalid_client')],
    ['invalid_grant', 'CODE_REFUSED', error('invalid_grant')],
    ['invalid_request', 'TOKEN_REQUEST_REFUSED', error('invalid_request')],
    ['unauthorized_client', 'TOKEN_REQUEST_REFUSED', error('unauthorized_client')],
    ['unauthorized_client of 401', 'CLIENT_REFUSED', error('unauthorized_client', 401)],
    ['anything of 401', 'CLIENT_REFUSED', error('hush <script>', 401)],
    ['401 without JSON', 'CLIENT_REFUSED', () => json('<p>hush', 401)],
    ['invalid_grant of 401', 'CODE_REFUSED', error('invalid_grant', 401)],
    ['an unusual error', 'TOKEN_REQUEST_REFUSED', error('hush <script>\n')],
    ['an error named constructor', 'TOKEN_REQUEST_REFUSED', error('constructor')],
    ['an error that is no text', 'TOKEN_RESPONSE_INVALID', error({ hush: 1 })],
    ['status 400 without JSON', 'TOKEN_RESPONSE_INVALID', () => json('hush', 400)],
    [
      'status 404',
      'TOKEN_RESPONSE_INVALID',
      () => json('<p>hush', 404, { 'content-type': 'text/html' }),
    ],
    ['an error of status 200', 'TOKEN_RESPONSE_INVALID', error('invalid_grant', 200)],
    ['status 201', 'TOKEN_RESPONSE_INVALID', () => answered({}, 201)],
    [
      'an error that is not labelled as JSON',
      'TOKEN_RESPONSE_INVALID',
      () => json({ error: 'invalid_grant' }, 400, { 'content-type': 'text/plain' }),
    ],
    ['a redirect', 'TOKEN_RESPONSE_INVALID', () => answered({}, 302)],
    ['status 500', 'TOKEN_ENDPOINT_UNAVAILABLE', () => answered({}, 500)],
    [
      'a page',
      'TOKEN_RESPONSE_INVALID',
      () => json('<p>hush', 200, { 'content-type': 'text/html' }),
    ],
    ['JSON that is broken', 'TOKEN_RESPONSE_INVALID', () => json('{"access_token":"hush')],
    ['a list', 'TOKEN_RESPONSE_INVALID', () => json([body])],
    ['null', 'TOKEN_RESPONSE_INVALID', () => json('null')],
    ['no access token', 'TOKEN_RESPONSE_INVALID', () => answered({ access_token: undefined })],
    ['an empty access token', 'TOKEN_RESPONSE_INVALID', () => answered({ access_token: '' })],
    [
      'an access token that is no text',
      'TOKEN_RESPONSE_INVALID',
      () => answered({ access_token: ['hush'] }),
    ],
    ['no token type', 'TOKEN_RESPONSE_INVALID', () => answered({ token_type: undefined })],
    ['another token type', 'TOKEN_RESPONSE_INVALID', () => answered({ token_type: 'mac' })],
    ['a token bound to a key', 'TOKEN_RESPONSE_INVALID', () => answered({ token_type: 'DPoP' })],
    [
      'a media type that repeats what was sent',
      'TOKEN_RESPONSE_INVALID',
      () => json('<p>', 200, { 'content-type': 'text/hush-code' }),
    ],
    [
      'a redirect that repeats what was sent',
      'TOKEN_RESPONSE_INVALID',
      () => json({}, 302, { location: '/hush-code/hush%20secret%2F%2B%26' }),
    ],
    [
      'a lifetime that is no number',
      'TOKEN_RESPONSE_INVALID',
      () => answered({ expires_in: 'hush' }),
    ],
    ['a negative lifetime', 'TOKEN_RESPONSE_INVALID', () => answered({ expires_in: -1 })],
    [
      'a refresh token that is no text',
      'TOKEN_RESPONSE_INVALID',
      () => answered({ refresh_token: ['hush'] }),
    ],
    ['no ID Token', 'ID_TOKEN_MISSING', () => answered({ id_token: undefined })],
    ['an empty ID Token', 'ID_TOKEN_MISSING', () => answered({ id_token: '' })],
    ['an ID Token that is no text', 'ID_TOKEN_MISSING', () => answered({ id_token: { hush: 1 } })],
  ])('is refused: %s, and nothing of it is in the error', async (_, code, answer) => {
    const failure = await failureOf(() => exchange(answer()))
    expect(failure).toBeInstanceOf(LoginError)
    const parameter = code === 'ID_TOKEN_MISSING' ? 'id_token' : failure.parameter
    expect(failure).toEqual(refusal(code, { parameter }))
    for (const text of [inspect(failure, { depth: 10 }), JSON.stringify(failure), failure.stack]) {
      expect(text).not.toContain('hush')
    }
  })

  it.each([
    ['a page of another status', 'status', 'status 404', () => json('<p>', 404)],
    ['JSON that breaks off', 'body', 'JSON that is broken or cut off', () => json('{"a":')],
    ['no access token', 'access_token', 'none', () => answered({ access_token: undefined })],
    ['an empty access token', 'access_token', 'empty', () => answered({ access_token: '' })],
    ['no token type', 'token_type', 'none', () => answered({ token_type: undefined })],
    ['another type', 'token_type', 'mac', () => answered({ token_type: 'mac' })],
    ['a type bound to a key', 'token_type', 'DPoP', () => answered({ token_type: 'DPoP' })],
    [
      'a token for a type',
      'token_type',
      'another value',
      () => answered({ token_type: 'hush'.repeat(9) }),
    ],
    ['a text for a lifetime', 'expires_in', 'text', () => answered({ expires_in: 'soon' })],
    ['a negative lifetime', 'expires_in', 'a negative number', () => answered({ expires_in: -1 })],
    ['a lifetime with a unit', 'expires_in', 'text', () => answered({ expires_in: '60s' })],
    ['a lifetime with a sign', 'expires_in', 'text', () => answered({ expires_in: '-60' })],
    ['a longer type', 'token_type', 'bearers', () => answered({ token_type: 'bearers' })],
    ['a type that ends so', 'token_type', 'xbearer', () => answered({ token_type: 'xbearer' })],
    ['a list for a lifetime', 'expires_in', 'other JSON', () => answered({ expires_in: [1] })],
    [
      'a number for a refresh token',
      'refresh_token',
      'a number',
      () => answered({ refresh_token: 7 }),
    ],
    [
      'a list for a refresh token',
      'refresh_token',
      'other JSON',
      () => answered({ refresh_token: [] }),
    ],
  ])('tells what was wrong: %s', async (_, parameter, seen, answer) => {
    await expect(exchange(answer())).rejects.toEqual(
      refusal('TOKEN_RESPONSE_INVALID', { parameter, seen }),
    )
  })

  it.each([
    ['invalid_grant', 'invalid_grant'],
    ['x'.repeat(41), 'an unusual error code'],
    ['Not A Code', 'an unusual error code'],
  ])('tells the error code %j as %j', async (name, seen) => {
    await expect(exchange(error(name)())).rejects.toEqual(expect.objectContaining({ seen }))
  })

  it("carries the provider's own words, without what was sent", async () => {
    const answer = (error_description: unknown) =>
      json({ error: 'invalid_grant', error_description }, 400)
    const said = 'Code not valid.'
    await expect(exchange(answer(said))).rejects.toEqual(refusal('CODE_REFUSED', { said }))
    await expect(exchange(answer(`${request.code} expired`))).rejects.toEqual(
      refusal('CODE_REFUSED', { said: '… expired' }),
    )
    await expect(exchange(answer({ hush: 1 }))).rejects.toEqual(
      refusal('CODE_REFUSED', { said: undefined }),
    )
  })

  it.each(['invalid_client', 'invalid_grant', 'unknown'])(
    'repeats no secret of the client, however it was sent, where %s is described with it',
    async (name) => {
      const secret = 'hush secret/+&'
      const basic = Buffer.from(`rp-1:${secret}`).toString('base64')
      const byBasic: Authenticate = ({ headers }) => {
        headers.authorization = `Basic ${basic}`
      }
      const inPieces = /hush|%2F|aHVzaC|c2VjcmV0/
      for (const text of [
        `client_secret=${secret} is wrong`,
        `"client_secret=${encodeURIComponent(secret)}" is wrong`,
        `client_secret=hush+secret%2F%2B%26 is wrong`,
        `Basic ${basic} is wrong`,
        `code_verifier ${request.codeVerifier} is wrong`,
      ]) {
        for (const way of [byPost('rp:1', secret), byBasic]) {
          if (way !== byBasic && text.includes(basic)) continue
          const answer = json({ error: name, error_description: text }, 400)
          const failure = await failureOf(() => exchange(answer, way))
          expect(failure.said).toContain('…')
          for (const told of [failure.said, failure.message]) expect(told).not.toMatch(inPieces)
        }
      }
    },
  )

  it('still says which redirect URI was wrong, which is no secret', async () => {
    const error_description = `not registered: ${request.redirectUri}`
    await expect(
      exchange(json({ error: 'invalid_request', error_description }, 400)),
    ).rejects.toEqual(refusal('TOKEN_REQUEST_REFUSED', { said: error_description }))
  })

  it('is refused when it is too large, before it is judged', async () => {
    await expect(exchange(answered({ padding: 'x'.repeat(1_048_576) }))).rejects.toEqual(
      refusal('TOKEN_RESPONSE_INVALID', { parameter: 'body' }),
    )
  })
})
