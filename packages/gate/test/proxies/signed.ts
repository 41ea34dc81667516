/** Behind a real proxy an app checks who is asking by jose, with keys that it fetches by that proxy. */
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { expect, it, onTestFinished } from 'vitest'
import { createUserAgent } from '../../../../test/support/user-agent.ts'
import { seen } from '../support/world.ts'
import { type FrontProxy, startFronted } from './front.ts'

/** @param edit - adds what docs/gate.md says to the configuration */
export function describeSigned(proxy: FrontProxy, edit: (text: string) => string): void {
  it(`behind ${proxy.kind} an app checks who is asking, and nobody brings a word of their own`, async () => {
    const fronted = await startFronted(proxy, edit, { signed: true })
    onTestFinished(() => fronted.close())
    const { origin, world } = fronted
    const keys = createRemoteJWKSet(new URL(`${origin}/_catflap/jwks.json`))
    const options = { issuer: origin, audience: world.login.client.id, algorithms: ['ES256'] }
    const bob = await world.signIn()
    const { headers } = await seen(bob, `${origin}/app`)
    const jwt = String(headers['remote-jwt'])
    const { payload } = await jwtVerify(jwt, keys, options)
    expect(payload).toMatchObject({
      preferred_username: headers['remote-user'],
      groups: ['NORMAL'],
    })
    for (const name of ['Remote-Jwt', 'remote_jwt', 'REMOTE-JWT']) {
      const { raw } = await seen(createUserAgent(), `${origin}/public/a`, { [name]: jwt })
      expect(raw).not.toContain(jwt)
    }
  })
}
