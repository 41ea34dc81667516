/**
 * One deadline for all requests of one callback: whichever of them hangs, a person is told soon, though
 * each alone had a minute. With a deadline that does not hold, these tests end by their own time limit.
 */
import type { FaultName } from 'catflap-devbox'
import { afterEach, describe, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { createUserAgent } from '../support/user-agent.ts'

let end: (() => Promise<void>) | undefined
afterEach(async () => {
  await end?.()
})

async function start(deadline: number) {
  const setup = await startBoxAndApp({}, () => ({ provider: { timeout: 600, deadline } }))
  end = setup.close
  return { ...setup, agent: createUserAgent() }
}

describe('a callback', () => {
  it.each<[FaultName, string, string]>([
    ['token-hang', 'TOKEN_ENDPOINT_UNAVAILABLE', '/token'],
    ['token-drip', 'TOKEN_ENDPOINT_UNAVAILABLE', '/token'],
    ['jwks-hang', 'JWKS_UNAVAILABLE', '/keys'],
    ['userinfo-hang', 'USERINFO_UNAVAILABLE', '/userinfo'],
    ['userinfo-drip', 'USERINFO_UNAVAILABLE', '/userinfo'],
  ])('with %s ends at the deadline, and names what did not come', async (fault, code, path) => {
    const { app, box, agent } = await start(5)
    box.faults.set(fault)
    expect((await agent.browse(`${app.origin}/`)).status).toBe(503)
    const error = app.errors.find((one) => one.code === code)
    expect(error).toMatchObject({ code, parameter: 'timeout' })
    expect(error?.expected).toMatch(new RegExp(`/sys/oauth${path} within \\d seconds`))
  })

  it('whose answers all come has time for all of them', async () => {
    const { app, agent } = await start(60)
    expect((await agent.browse(`${app.origin}/`)).status).toBe(200)
  })
})
