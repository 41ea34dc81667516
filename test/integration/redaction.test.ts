/**
 * The ENV viewer through every fault and every page, with all that it prints and shows collected and
 * searched for every secret that occurred.
 */
import { FAULTS, type FaultName } from 'catflap-devbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secretsIn, secretsOfUrl } from '../support/secrets.ts'
import { createUserAgent, type UserAgent } from '../support/user-agent.ts'
import { type RunningViewer, startViewer } from '../support/viewer.ts'

const CATFLAP_SECRET = 'a-secret-that-seals-login-transactions'
const secrets = new Set<string>([CATFLAP_SECRET])
const shown: string[] = []
let viewer: RunningViewer

beforeAll(async () => {
  const environment = { OIDC_HTTP_TIMEOUT_MS: '1000', CATFLAP_SECRET }
  viewer = await startViewer({ autoApprove: 'alice' }, environment)
})
afterAll(() => viewer?.close())

/** Asks for a page and follows it everywhere, keeping what the app shows and what must stay secret. */
async function browse(agent: UserAgent, path: string): Promise<void> {
  let url: string | undefined = viewer.origin + path
  for (let i = 0; i < 12 && url !== undefined; i++) {
    for (const secret of secretsOfUrl(url, ['state', 'code'])) secrets.add(secret)
    const answer = await agent.get(url)
    for (const value of agent.cookies.values()) secrets.add(value)
    if (url.startsWith(viewer.origin)) shown.push(answer.body)
    url = answer.location
  }
}

function expectNoSecret(): void {
  for (const secret of viewer.box.secrets()) secrets.add(secret)
  expect(secrets.size).toBeGreaterThan(10)
  expect(secretsIn(shown.join('\n'), secrets)).toEqual([])
  expect(secretsIn(viewer.output(), secrets)).toEqual([])
}

describe('no secret is printed or shown', () => {
  it('on any page of somebody who signs in, looks around and signs out', async () => {
    const agent = createUserAgent()
    for (const path of ['/', '/session', '/env', '/env/download/env', '/env/download/export']) {
      await browse(agent, path)
    }
    await browse(agent, '/api/env')
    await browse(agent, '/nowhere')
    await agent.post(`${viewer.origin}/logout`, { origin: viewer.origin })
    await browse(agent, '/logout')
    expect(shown.join('\n')).toContain('LAZYCAT_AUTH_OIDC_CLIENT_SECRET')
    expectNoSecret()
  })

  it('in a login with any fault of the box', { timeout: 120_000 }, async () => {
    for (const fault of Object.keys(FAULTS) as FaultName[]) {
      viewer.box.faults.set(fault)
      await browse(createUserAgent(), '/session')
    }
    viewer.box.faults.clear()
    for (const code of ['NONCE_MISMATCH', 'TOKEN_RESPONSE_INVALID', 'STATE_MISMATCH']) {
      expect(viewer.output()).toContain(code)
    }
    expectNoSecret()
  })
})

describe('the search itself', () => {
  it('finds a secret in each of the forms in which it could leak', () => {
    const secret = 'a/secret+with=signs'
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64url'),
    ]) {
      expect(secretsIn(`… ${form} …`, [secret])).not.toEqual([])
    }
    expect(secretsIn('nothing here', [secret])).toEqual([])
  })
})
