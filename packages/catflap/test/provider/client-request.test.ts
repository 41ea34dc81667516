/** What each request of the client has in common: its headers, and what becomes of a proof that cannot be made. */
import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { AuthenticatedClient } from '../../src/provider/client-authentication.ts'
import { createProviderFetch, type ProviderFetch } from '../../src/provider/http.ts'
import { pushRequest } from '../../src/provider/pushed-request.ts'
import { revokeToken } from '../../src/provider/revocation.ts'
import { exchangeGrant } from '../../src/provider/token-endpoint.ts'
import { createUndiciTransport } from '../../src/provider/undici-transport.ts'
import { createEventLog } from '../support/events.ts'
import { CLIENT, METADATA, NOW } from '../support/exchange.ts'
import { failureOf, refusal } from '../support/refusal.ts'
import { serve } from '../support/server.ts'
import { DIRECT } from '../support/transport.ts'

const { issuer } = METADATA

type Send = (
  providerFetch: ProviderFetch,
  client: AuthenticatedClient,
  at: string,
) => Promise<unknown>

const REQUESTS = [
  [
    'token',
    (providerFetch, client, at) =>
      exchangeGrant(
        { providerFetch, metadata: { ...METADATA, token_endpoint: at }, client, now: () => NOW },
        {
          type: 'refresh_token',
          parameters: { refresh_token: 'hush-refresh' },
          refused: { errors: ['invalid_grant'], code: 'RENEWAL_REFUSED' },
        },
      ),
  ],
  [
    'pushed authorization',
    (providerFetch, client, at) =>
      pushRequest(providerFetch, { issuer, pushed_authorization_request_endpoint: at }, client, {
        response_type: 'code',
      }),
  ],
  [
    'revocation',
    (providerFetch, client, at) =>
      revokeToken(providerFetch, { issuer, revocation_endpoint: at }, client, {
        token: 'hush-token',
        hint: 'refresh_token',
      }),
  ],
] as const satisfies readonly (readonly [string, Send])[]

describe.each(REQUESTS)('a %s request', (_, send) => {
  it('is a form, says who asks, and that JSON is wanted', async () => {
    const seen: unknown[] = []
    const at = await serve((req, res) => {
      const { 'user-agent': agent, accept, 'content-type': type } = req.headers
      seen.push([req.method, agent, accept, type])
      res.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"no"}')
    })
    const transport = createUndiciTransport(DIRECT, undefined)
    onTestFinished(() => transport.close())
    await failureOf(() =>
      send(createProviderFetch(transport, 5, createEventLog().emit), CLIENT, `${at}/here`),
    )
    const form = 'application/x-www-form-urlencoded;charset=UTF-8'
    expect(seen).toEqual([['POST', 'catflap', 'application/json', form]])
  })

  it.each<[string, AuthenticatedClient['authenticate']]>([
    ['at once', () => thrown()],
    ['later', async () => thrown()],
  ])('whose proof fails %s is not sent, and nothing that was thrown is kept', async (_, by) => {
    const asked: unknown[] = []
    const nobody: ProviderFetch = async (endpoint) => {
      asked.push(endpoint)
      throw new Error('nobody was to be asked')
    }
    const client = { ...CLIENT, authenticate: by, proof: 'client_assertion' }
    const failure = await failureOf(() => send(nobody, client, 'https://op.example/here'))
    expect(failure).toEqual(
      refusal('INTERNAL', {
        parameter: 'client_assertion',
        expected: 'a proof of client rp-1',
        seen: 'none that could be made',
      }),
    )
    expect(failure.cause).toBeUndefined()
    for (const told of [failure.message, failure.stack, inspect(failure, { depth: 10 })]) {
      expect(told).not.toContain('hush')
    }
    expect(asked).toEqual([])
  })
})

function thrown(): never {
  throw new Error('hush-private-key', { cause: { d: 'hush-private-exponent' } })
}
