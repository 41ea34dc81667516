/** What came of a request: as an event, and among the attempts to sign in where somebody meant to. */
import { describe, expect, it } from 'vitest'
import { LoginError, type LoginErrorCode, type LoginErrorDetails } from '../../src/errors.ts'
import type { RouteContext, RouteRequest } from '../../src/routes/context.ts'
import { keepCompleted, tellFailure, toldOf } from '../../src/routes/outcome.ts'
import { attemptId } from '../../src/session/transactions.ts'
import { createRecorder } from '../../src/trace.ts'

const STATE = 'a state'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/145.0'

function world(target: string) {
  const events: unknown[] = []
  const recorded: unknown[] = []
  const context = {
    emit: (event: unknown, error: unknown) => void events.push([event, error]),
    attempts: { record: (one: unknown) => void recorded.push(one) },
    settings: { routes: { login: '/login', callback: '/callback' } },
  } as unknown as RouteContext
  const recorder = createRecorder()
  const request = {
    url: new URL(target, 'https://app.example'),
    header: (name: string) => (name === 'user-agent' ? FIREFOX : undefined),
    recorder,
  } as unknown as RouteRequest
  const fail = (code: LoginErrorCode, details: LoginErrorDetails = {}) => {
    const failure = new LoginError(code, 'failed', details)
    tellFailure(context, request, failure)
    return failure
  }
  return { events, recorded, recorder, context, request, fail }
}

/** A login of this browser that fails at its token request. */
async function begun(target: string) {
  const all = world(target)
  await all.recorder.step('authorization-request', () => undefined)
  const refused = new LoginError('TOKEN_REQUEST_REFUSED', 'refused')
  await all.recorder.step('token-request', () => Promise.reject(refused)).catch(() => undefined)
  return all
}

describe('a failed callback', () => {
  it('of a login of this browser is an attempt, with the step that failed and what was seen', async () => {
    const { events, recorded, fail } = await begun(`/callback?state=${STATE}`)
    const details = { parameter: 'code', expected: 'a code', seen: 'none', said: 'no such code' }
    const failure = fail('TOKEN_REQUEST_REFUSED', details)
    const attempt = attemptId(STATE)
    const told = { code: 'TOKEN_REQUEST_REFUSED', said: 'no such code' }
    expect(events).toEqual([[{ type: 'login-failed', attempt, ...told }, failure]])
    const { said: _, ...kept } = details
    expect(recorded).toEqual([
      { attempt, code: told.code, step: 'token-request', browser: 'Firefox, Linux', ...kept },
    ])
  })

  it('of nobody’s login names the attempt in its event, and is no attempt of ours', async () => {
    const { events, recorded, recorder, fail } = world(`/callback?state=${STATE}`)
    await recorder.step('authorization-response', () => undefined)
    fail('LOGIN_TRANSACTION_MISSING')
    const told = { type: 'login-failed', attempt: attemptId(STATE) }
    expect(events).toMatchObject([[{ ...told, code: 'LOGIN_TRANSACTION_MISSING' }, {}]])
    expect(recorded).toMatchObject([{ attempt: undefined, code: 'LOGIN_TRANSACTION_MISSING' }])
  })

  it('whose authorization request itself did not hold is no attempt of ours either', async () => {
    const { recorder, recorded, fail } = world(`/callback?state=${STATE}`)
    const refused = new LoginError('STATE_MISMATCH', 'refused')
    const step = recorder.step('authorization-request', () => Promise.reject(refused))
    await step.catch(() => undefined)
    fail('STATE_MISMATCH')
    expect(recorded).toMatchObject([{ attempt: undefined, step: 'authorization-request' }])
  })

  it('without a state is a refused request', () => {
    const { events, recorded, fail } = world('/callback?code=x')
    fail('PARAMETER_MISSING')
    expect(events).toMatchObject([[{ type: 'request-refused' }, {}]])
    expect(recorded).toMatchObject([{ attempt: undefined, step: undefined }])
  })

  it('tells why the store failed, where nothing else was seen', () => {
    const { events, recorded, fail } = world('/login')
    const failure = fail('STORE_UNAVAILABLE', { reason: 'READ_ONLY' })
    const told = { code: 'STORE_UNAVAILABLE', reason: 'READ_ONLY' }
    expect(events).toEqual([[{ type: 'request-refused', ...told }, failure]])
    expect(recorded).toMatchObject([{ code: 'STORE_UNAVAILABLE', seen: 'READ_ONLY' }])
  })
})

it.each<[string, LoginErrorCode, number]>([
  ['/login', 'METADATA_UNAVAILABLE', 1],
  ['/login?state=x', 'METHOD_NOT_ALLOWED', 0],
  ['/callback?state=x', 'AUTHENTICATION_REQUIRED', 0],
  ['/logout?state=x', 'STORE_UNAVAILABLE', 0],
])('%s that fails with %s is kept among the attempts: %i', (target, code, count) => {
  const { recorded, events, fail } = world(target)
  fail(code)
  expect([recorded.length, events.length]).toEqual([count, 1])
})

it('a state elsewhere than at the callback names no attempt', () => {
  const { events, fail } = world('/login?state=x')
  fail('METADATA_UNAVAILABLE')
  expect(events).toMatchObject([[{ type: 'request-refused' }, {}]])
})

it('a login that ends with a session is kept without a failure', () => {
  const { context, request, recorded } = world(`/callback?state=${STATE}`)
  keepCompleted(context, STATE, request)
  expect(recorded).toEqual([
    {
      attempt: attemptId(STATE),
      code: undefined,
      step: undefined,
      parameter: undefined,
      expected: undefined,
      seen: undefined,
      browser: 'Firefox, Linux',
    },
  ])
})

it('an event has the members that a failure has, and no others', () => {
  expect(Object.keys(toldOf(new LoginError('STATE_MISMATCH', 'x')))).toEqual(['code'])
  const failure = new LoginError('STORE_UNAVAILABLE', 'x', { reason: 'UNKNOWN', said: 'no' })
  expect(toldOf(failure)).toEqual({ code: 'STORE_UNAVAILABLE', reason: 'UNKNOWN', said: 'no' })
})
