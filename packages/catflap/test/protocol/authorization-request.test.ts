import { describe, expect, it } from 'vitest'
import {
  authorizationParameters,
  buildAuthorizationRequest,
} from '../../src/protocol/authorization-request.ts'

const request = {
  client_id: 'rp 1',
  redirect_uri: 'https://app.example/callback?x=1&y=2',
  scope: 'openid profile',
  state: 's',
  nonce: 'n',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
}
const query = (endpoint: string) =>
  new URL(buildAuthorizationRequest(endpoint, authorizationParameters(request))).searchParams

describe('authorization request, OpenID Connect Core 1.0 section 3.1.2.1', () => {
  it('asks for a code with PKCE S256 and sends every part as given', () => {
    expect(Object.fromEntries(query('https://op.example/auth'))).toEqual({
      ...request,
      response_type: 'code',
      code_challenge_method: 'S256',
    })
  })

  it("keeps the endpoint's own query", () => {
    expect(query('https://op.example/auth?tenant=a%26b').get('tenant')).toBe('a&b')
  })

  it.each(Object.keys(request))('never sends %s twice, even when the endpoint has it', (name) => {
    expect(query(`https://op.example/auth?${name}=evil`).getAll(name)).toEqual([
      request[name as keyof typeof request],
    ])
  })

  it.each(['response_type', 'code_challenge_method'])(
    'does not let the endpoint set %s',
    (name) => {
      expect(query(`https://op.example/auth?${name}=plain`).getAll(name)).not.toContain('plain')
    },
  )

  it.each([...Object.keys(request), 'response_type', 'code_challenge_method'])(
    'has %s from nobody but the login, whatever else is asked',
    (name) => {
      const own = authorizationParameters(request)
      expect(authorizationParameters(request, { prompt: 'login', [name]: 'evil' })).toEqual({
        ...own,
        prompt: 'login',
      })
    },
  )

  it('goes to the endpoint and nowhere else', () => {
    const { origin, pathname } = new URL(
      buildAuthorizationRequest('https://op.example/auth', authorizationParameters(request)),
    )
    expect(origin + pathname).toBe('https://op.example/auth')
  })
})
