import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../test/support/box-keys.ts'
import { createDevbox, type Devbox } from '../src/index.ts'
import {
  authorizationQuery,
  authorize,
  codeFields,
  follow,
  tokenRequest,
} from './support/browser.ts'

let box: Devbox
let time = 1_800_000_000
beforeAll(async () => {
  box = await createDevbox({ keys: boxKeys(), autoApprove: 'alice', now: () => time })
})
afterAll(() => box.close())

const json = async (answer: Response) => (await answer.json()) as Record<string, unknown>

describe('discovery', () => {
  it('has the fifteen members of a box in their order, indented by two spaces', async () => {
    const answer = await fetch(`${box.issuer}/.well-known/openid-configuration`)
    const text = await answer.text()
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(answer.headers.get('cache-control')).toBeNull()
    expect(text).toContain(`{\n  "issuer": "${box.issuer}",\n`)
    expect(Object.keys(JSON.parse(text))).toEqual([
      'issuer',
      'authorization_endpoint',
      'token_endpoint',
      'jwks_uri',
      'userinfo_endpoint',
      'device_authorization_endpoint',
      'introspection_endpoint',
      'grant_types_supported',
      'response_types_supported',
      'subject_types_supported',
      'id_token_signing_alg_values_supported',
      'code_challenge_methods_supported',
      'scopes_supported',
      'token_endpoint_auth_methods_supported',
      'claims_supported',
    ])
  })
})

describe('the authorization endpoint', () => {
  it.each([
    ['a client it does not know', { client_id: 'dev.none' }, 404, 'Invalid client_id'],
    ['no client', { client_id: undefined }, 404, 'Invalid client_id'],
    [
      'a redirect URI with one more slash',
      { redirect_uri: 'http://127.0.0.1:5005/callback/' },
      400,
      'Unregistered redirect_uri.',
    ],
  ])('shows a page for %s', async (_, change, status, text) => {
    const step = await follow(box, authorizationQuery(box, change))
    expect(step.status).toBe(status)
    expect(step.headers.get('content-type')).toContain('text/html')
    expect(step.body).toContain(text)
  })

  it.each([
    [{ scope: 'profile' }, 'invalid_scope', 'Missing required scope(s) ["openid"].'],
    [{ scope: 'openid pets' }, 'invalid_scope', 'Unrecognized scope(s) ["pets"]'],
    [{ response_type: undefined }, 'invalid_request', 'No response_type provided'],
    [{ response_type: 'magic' }, 'invalid_request', 'Invalid response type "magic"'],
    [
      { response_type: 'id_token' },
      'unsupported_response_type',
      'Unsupported response type "id_token"',
    ],
    [{ request: 'eyJ' }, 'request_not_supported', 'Server does not support request parameter.'],
    [
      { code_challenge_method: 'S512' },
      'invalid_request',
      'Unsupported PKCE challenge method ("S512").',
    ],
  ])('redirects %j with %s', async (change, error, description) => {
    const step = await follow(box, authorizationQuery(box, change))
    expect(step.status).toBe(303)
    expect([...new URL(step.location!).searchParams]).toEqual([
      ['error', error],
      ['error_description', description],
      ['state', 'state-0123456789abcdef'],
    ])
  })

  it('takes a request by POST, echoes an absent state as empty and ignores prompt', async () => {
    const query = authorizationQuery(box, { state: undefined, prompt: 'none' }).split('?')[1]!
    const first = await fetch(`${box.issuer}/auth`, {
      method: 'POST',
      body: new URLSearchParams(query),
      redirect: 'manual',
    })
    expect(first.status).toBe(302)
    const last = await follow(box, first.headers.get('location')!)
    expect(last.location).toMatch(/\?code=[a-z2-7]{25}&state=$/)
  })
})

describe('the token endpoint', () => {
  const good = async () => codeFields(box, (await authorize(box)).get('code')!)

  it.each<[string, Record<string, string>, number, string, string | undefined]>([
    ['an unsupported grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', undefined],
    [
      'a wrong secret',
      { client_secret: 'no' },
      401,
      'invalid_client',
      'Invalid client credentials.',
    ],
    ['a wrong client', { client_id: 'no' }, 401, 'invalid_client', 'Invalid client credentials.'],
    ['no code', { code: '' }, 400, 'invalid_request', 'Required param: code.'],
    ['an unknown code', { code: 'x' }, 400, 'invalid_grant', 'Invalid or expired code parameter.'],
    ['a wrong verifier', { code_verifier: 'x' }, 400, 'invalid_grant', 'Invalid code_verifier.'],
    [
      'no verifier',
      { code_verifier: '' },
      400,
      'invalid_grant',
      'Expecting parameter code_verifier in PKCE flow.',
    ],
    [
      'another redirect URI',
      { redirect_uri: 'http://127.0.0.1:5005/other' },
      400,
      'invalid_request',
      'redirect_uri did not match URI from initial request.',
    ],
    [
      'a token exchange',
      { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange' },
      400,
      'request_not_supported',
      'Invalid subject_token_type.',
    ],
  ])('refuses %s, and the code stays good', async (_, change, status, error, description) => {
    const fields = await good()
    const answer = await tokenRequest(box, { ...fields, ...change })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('www-authenticate')).toBeNull()
    expect(await json(answer)).toEqual({
      error,
      ...(description !== undefined && { error_description: description }),
    })
    expect((await tokenRequest(box, fields)).status).toBe(200)
  })

  it('answers GET with an error', async () => {
    const answer = await fetch(`${box.issuer}/token`)
    expect(answer.status).toBe(400)
    expect(await json(answer)).toEqual({
      error: 'invalid_request',
      error_description: 'method not allowed',
    })
  })

  it('takes a code once; copies that come with it get 400 or, late, 500', async () => {
    const fields = await good()
    const answers = await Promise.all([1, 2, 3, 4].map(() => tokenRequest(box, fields)))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses[0]).toBe(200)
    for (const status of statuses.slice(1)) expect(status).toBeOneOf([400, 500])
    const late = answers.filter(({ status }) => status === 500)
    for (const answer of late) expect(await json(answer)).toEqual({ error: 'server_error' })
    expect((await tokenRequest(box, fields)).status).toBe(400)
  })

  it('answers an expired code with status 500', async () => {
    const fields = await good()
    time += 1801
    const answer = await tokenRequest(box, fields)
    expect([answer.status, await json(answer)]).toEqual([500, { error: 'server_error' }])
  })

  it('refuses a verifier where no PKCE flow was started', async () => {
    const change = { code_challenge: undefined, code_challenge_method: undefined }
    const code = (await authorize(box, change)).get('code')!
    const fields = codeFields(box, code)
    expect(await json(await tokenRequest(box, fields))).toEqual({
      error: 'invalid_request',
      error_description: 'No PKCE flow started. Cannot check code_verifier.',
    })
    const { code_verifier: _, ...without } = fields
    expect((await tokenRequest(box, without)).status).toBe(200)
  })

  it('takes a plain challenge', async () => {
    const change = { code_challenge: 'plain-verifier', code_challenge_method: undefined }
    const code = (await authorize(box, change)).get('code')!
    const fields = { ...codeFields(box, code), code_verifier: 'plain-verifier' }
    expect((await tokenRequest(box, fields)).status).toBe(200)
  })

  it('decodes Basic credentials', async () => {
    const id = [...box.environment.LAZYCAT_AUTH_OIDC_CLIENT_ID!]
      .map((character) => `%${character.charCodeAt(0).toString(16)}`)
      .join('')
    const basic = btoa(`${id}:${box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET}`)
    const init = {
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams(await good()),
    }
    expect((await tokenRequest(box, {}, init)).status).toBe(200)
  })

  it('answers with the members of a box and no refresh token, for no cache to keep', async () => {
    const answer = await tokenRequest(box, await good())
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('pragma')).toBe('no-cache')
    const body = await json(answer)
    expect(Object.keys(body)).toEqual(['access_token', 'token_type', 'expires_in', 'id_token'])
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 86_399 })
  })
})
