/** All gates that are to be measured, each with sessions of its own in its own store. */
import { createDevbox } from 'catflap-devbox'
import { startApp } from '../support/processes.mjs'
import { inRedis } from '../support/stores.mjs'
import { startCatflapGate } from './catflap-gate.mjs'
import { installModAuthOpenidc, startModAuthOpenidc } from './mod-auth-openidc.mjs'
import { buildOauth2Proxy, startOauth2Proxy } from './oauth2-proxy.mjs'
import { CALLBACK } from './place.mjs'

/** Whether the gates of others are measured: Go builds one of them, Debian has the other. */
export const OTHERS = process.env.CATFLAP_GATES === '1'

/** The app behind, and the provider. */
export async function startAround() {
  const box = await createDevbox({ autoApprove: 'alice', redirectUri: CALLBACK })
  const app = await startApp('upstream', {})
  const provider = { ...box.environment, ...box.appEnvironment }
  return {
    around: { upstream: app.origin, provider },
    app,
    async end() {
      await app.kill()
      await box.close()
    },
  }
}

function starts() {
  if (!OTHERS) return [startCatflapGate]
  buildOauth2Proxy()
  installModAuthOpenidc()
  return [startCatflapGate, startOauth2Proxy, startModAuthOpenidc]
}

/** Starts the app, the provider and, in the order of the tables, each gate twice: with Redis it has a server of its own. */
export async function startGates() {
  const { around, app, end } = await startAround()
  const gates = /** @type {import('./place.mjs').Gate[]} */ ([])
  for (const start of starts()) {
    gates.push(await start(around), await start({ ...around, redis: await inRedis() }))
  }
  return {
    ...{ app, gates },
    async end() {
      await Promise.all(gates.map((gate) => gate.end()))
      await end()
    },
  }
}
