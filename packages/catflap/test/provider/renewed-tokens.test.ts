import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import type { LoginErrorCode } from '../../src/errors.ts'
import { createFetchTransport } from '../../src/provider/fetch-transport.ts'
import { createProviderFetch } from '../../src/provider/http.ts'
import { type Renewing, renewTokens } from '../../src/provider/renew.ts'
import { fetchRenewedTokens } from '../../src/provider/token.ts'
import { createEventLog } from '../support/events.ts'
import { CLIENT as client, METADATA as metadata } from '../support/exchange.ts'
import { json } from '../support/json.ts'
import { failureOf, refusal } from '../support/refusal.ts'

async function renew(answer: Response) {
  const sent: URLSearchParams[] = []
  const fetchUrl: typeof fetch = async (_, init) => {
    sent.push(new URLSearchParams(String(init?.body)))
    return answer
  }
  const providerFetch = createProviderFetch(
    createFetchTransport(fetchUrl),
    5,
    createEventLog().emit,
  )
  const asking = { providerFetch, metadata, client, now: () => 1_800_000_000 }
  const tokens = await fetchRenewedTokens(asking, 'hush-refresh')
  return { tokens, form: Object.fromEntries(sent[0]!) }
}

it('a refresh token is exchanged for new tokens, an ID Token or not', async () => {
  const body = { access_token: 'a', token_type: 'bearer', refresh_token: 'r', expires_in: 60 }
  const { tokens, form } = await renew(json(body))
  expect(form).toEqual({
    grant_type: 'refresh_token',
    refresh_token: 'hush-refresh',
    client_id: 'rp-1',
    client_secret: 'hush-secret',
  })
  expect(tokens).toMatchObject({ accessToken: 'a', refreshToken: 'r', expiresIn: 60 })
  expect(tokens.idToken).toBeUndefined()
  expect((await renew(json({ ...body, id_token: 'x.y.z' }))).tokens.idToken).toBe('x.y.z')
})

it.each<[string, LoginErrorCode, number]>([
  ['invalid_grant', 'RENEWAL_REFUSED', 400],
  ['invalid_request', 'RENEWAL_REFUSED', 400],
  ['access_denied', 'RENEWAL_REFUSED', 403],
  ['access_denied', 'CLIENT_REFUSED', 401],
  ['invalid_request', 'CLIENT_REFUSED', 401],
  ['invalid_grant', 'RENEWAL_REFUSED', 401],
  ['interaction_required', 'RENEWAL_REFUSED', 400],
  ['login_required', 'RENEWAL_REFUSED', 401],
  ['consent_required', 'RENEWAL_REFUSED', 400],
  ['interaction_required', 'RENEWAL_REFUSED', 401],
  ['consent_required', 'RENEWAL_REFUSED', 401],
  ['invalid_client', 'CLIENT_REFUSED', 401],
  ['unauthorized_client', 'TOKEN_REQUEST_REFUSED', 400],
  ['invalid_grant', 'TOKEN_ENDPOINT_UNAVAILABLE', 503],
  ['slow_down', 'TOKEN_ENDPOINT_UNAVAILABLE', 429],
])(
  '%s means %s when the status is %d, and the error holds no token',
  async (error, code, status) => {
    const failure = await failureOf(() => renew(json({ error, hush: 'hush' }, status)))
    expect(failure).toEqual(refusal(code))
    expect(inspect(failure, { depth: 10 })).not.toContain('hush')
  },
)

it('a refresh token does not leave when the check before it throws, whatever was waited for until then', async () => {
  const lost = new Error('the lease is gone')
  const order: string[] = []
  const renewing = {
    metadata,
    authentication: {
      run: async (_: unknown, request: (asking: typeof client) => Promise<unknown>) => {
        await Promise.resolve()
        order.push('authentication')
        return request(client)
      },
    },
    providerFetch: () => order.push('request'),
    now: () => 1_800_000_000,
    check: () => {
      order.push('check')
      throw lost
    },
  } as unknown as Renewing
  const expected = {} as Parameters<typeof renewTokens>[2]
  await expect(renewTokens(renewing, 'hush-refresh', expected, 'u-1')).rejects.toBe(lost)
  expect(order).toEqual(['authentication', 'check'])
})
