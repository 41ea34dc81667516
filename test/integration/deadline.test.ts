/**
 * One deadline for all requests of one callback: whichever of them hangs, a person is told soon, though
 * each alone had a minute. With a deadline that does not hold, these tests end by their own time limit.
 */
import type { FaultName } from 'catflap-devbox'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { createUserAgent } from '../support/user-agent.ts'

async function start(deadline: number, finished: typeof onTestFinished) {
  const setup = await startBoxAndApp({}, () => ({ provider: { timeout: 600, deadline } }))
  finished(setup.close)
  return { ...setup, agent: createUserAgent() }
}

describe('a callback', () => {
  // At once, since each waits for its own deadline.
  it.concurrent.for<[FaultName, string, string]>([
    ['token-hang', 'TOKEN_ENDPOINT_UNAVAILABLE', '/token'],
    ['token-drip', 'TOKEN_ENDPOINT_UNAVAILABLE', '/token'],
    ['jwks-hang', 'JWKS_UNAVAILABLE', '/keys'],
    ['userinfo-hang', 'USERINFO_UNAVAILABLE', '/userinfo'],
    ['userinfo-drip', 'USERINFO_UNAVAILABLE', '/userinfo'],
  ])(
    'with %s ends at the deadline, and names what did not come',
    async ([fault, code, path], { onTestFinished, expect }) => {
      const { app, box, agent } = await start(5, onTestFinished)
      box.faults.set(fault)
      expect((await agent.browse(`${app.origin}/`)).status).toBe(503)
      const error = app.errors.find((one) => one.code === code)
      expect(error).toMatchObject({ code, parameter: 'timeout' })
      expect(error?.expected).toMatch(new RegExp(`/sys/oauth${path} within \\d seconds`))
    },
  )

  it('whose answers all come has time for all of them', async () => {
    const { app, agent } = await start(60, onTestFinished)
    expect((await agent.browse(`${app.origin}/`)).status).toBe(200)
  })
})
