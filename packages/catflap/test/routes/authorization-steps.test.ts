/** The browser's two steps of a login in its trace: what may be repeated of them, and what may not. */
import { describe, expect, it } from 'vitest'
import {
  describeRequest,
  describeResponse,
  describeUnknown,
} from '../../src/routes/authorization-steps.ts'
import type { RouteContext } from '../../src/routes/context.ts'
import { kept, spent } from '../../src/trace.ts'
import { createClock, START } from '../support/clock.ts'

const STATE = 's'.repeat(43)
const metadata = {
  issuer: 'https://op.example',
  authorization_endpoint: 'https://op.example/auth',
  token_endpoint: 'https://op.example/token',
} as Parameters<typeof describeRequest>[1]
const transaction = {
  nonce: 'n'.repeat(43),
  codeVerifier: 'v'.repeat(43),
  returnTo: '/',
  asked: { prompt: 'login' },
  fragment: false,
  completed: 0,
  startedAt: START,
}

function request(later: number) {
  const clock = createClock()
  clock.move(later)
  const client = { id: 'rp-1', redirectUri: 'https://app.example/callback', scopes: ['openid'] }
  const settings = { client: { ...client, authorizationParams: {} }, provider: {} }
  const context = { settings, now: clock.now } as unknown as RouteContext
  return describeRequest(context, metadata, transaction, STATE)
}

describe('the authorization request', () => {
  it('is told as it was sent, its secrets as what is spent by now', () => {
    const { sent, ...step } = request(7)
    expect(step).toEqual({
      name: 'authorization-request',
      address: 'https://op.example/auth',
      received: [],
      status: undefined,
      duration: 7000,
      failed: undefined,
    })
    expect(sent).toContainEqual({ name: 'client_id', value: 'rp-1' })
    expect(sent).toContainEqual({ name: 'prompt', value: 'login' })
    expect(sent.filter(({ shape }) => shape !== undefined)).toEqual([
      spent('state', STATE),
      spent('nonce', transaction.nonce),
    ])
    // Each once, and the verifier, which stays here, not at all.
    expect(new Set(sent.map(({ name }) => name)).size).toBe(sent.length)
    expect(JSON.stringify(sent)).not.toContain(transaction.codeVerifier)
  })

  it('has taken no less than no time, whichever process counts', () => {
    expect(request(-2).duration).toBe(0)
  })
})

describe('the authorization response', () => {
  const iss = 'https://op.example'
  const answer = { state: STATE, code: 'c-1', error: undefined, description: 'hush', iss }

  it('of this browser’s login is told with its code, which is spent by now', () => {
    expect(describeResponse(answer)).toEqual([
      spent('code', 'c-1'),
      spent('state', STATE),
      { name: 'iss', value: iss },
    ])
  })

  it('that is an error is told with its code', () => {
    const response = { ...answer, code: undefined, error: 'access_denied', iss: undefined }
    expect(describeResponse(response)).toEqual([
      spent('state', STATE),
      { name: 'error', value: 'access_denied' },
    ])
  })

  it('of nobody knows whose login repeats nothing, and tells of each parameter twice at most', () => {
    const query = 'iss=hush-i&state=hush-1&state=hush-2&state=hush-3&code=hush-c&more=hush-m'
    const told = describeUnknown(new URLSearchParams(query))
    expect(told).toEqual([
      kept('state', 'hush-1'),
      kept('state', 'hush-2'),
      kept('code', 'hush-c'),
      kept('iss', 'hush-i'),
    ])
    expect(JSON.stringify(told)).not.toContain('hush')
    expect(describeUnknown(new URLSearchParams('error=x')).map(({ name }) => name)).toEqual([
      'error',
    ])
  })
})
