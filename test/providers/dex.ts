/** The real Dex of test/opt-in/dex, built by Go, with its own passwords and pages: as it is, and with sessions. */

import { buildDex, type Dex } from '../opt-in/dex/processes.ts'
import { freePort } from '../support/free-port.ts'
import { startFront } from './front.ts'
import type { RealProvider, RunningProvider } from './provider.ts'

const CLIENT = { id: 'catflap', secret: 'a secret with %2F and + in it' }
const PERSON = { email: 'carol@example.org', password: 'her password' }
const LIFETIME = 300

const shared = {
  person: { login: PERSON.email, password: PERSON.password },
  accessTokenLifetime: LIFETIME,
  tabs: 'each',
  lostAnswers: 'spent',
  renewals: 'newest',
  // Its storage is memory here.
  remembers: false,
} as const

export const dex: RealProvider = {
  ...shared,
  name: 'Dex',
  column: 'Dex of 2026-08-06',
  ownSession: false,
  endSession: false,
  backChannel: false,
  start: (app) => start(app, false),
}

export const dexWithSessions: RealProvider = {
  ...shared,
  name: 'Dex with sessions',
  column: 'Dex of 2026-08-06 with sessions',
  ownSession: true,
  endSession: true,
  backChannel: true,
  start: (app) => start(app, true),
}

async function start(app: Parameters<RealProvider['start']>[0], sessions: boolean) {
  const program = buildDex()
  const port = await freePort()
  const front = await startFront(port)
  const settings = {
    ...{ port, sessions, issuer: `${front.origin}/dex`, lifetime: LIFETIME, person: PERSON },
    clients: [
      {
        ...{
          id: CLIENT.id,
          secret: CLIENT.secret,
          name: 'An app',
          redirectURIs: [app.redirectUri],
        },
        postLogoutRedirectURIs: [app.postLogoutUri],
        backchannelLogoutURI: app.backChannelUri,
      },
    ],
  }
  let running: Dex | undefined
  let ahead = 0
  const provider: RunningProvider = {
    credentials: { issuer: settings.issuer, ...CLIENT },
    count: front.count,
    async start() {
      running = await program.start(settings)
      await running.clock(ahead)
    },
    stop: async () => running?.stop(),
    freeze: () => running?.freeze(),
    thaw: () => running?.thaw(),
    rotateKeys: async () => running?.keys('rotate'),
    async pass(seconds) {
      ahead = seconds
      await running?.clock(ahead)
    },
    async close() {
      await running?.stop()
      await front.close()
      program.remove()
    },
  }
  try {
    await provider.start()
    return provider
  } catch (error) {
    await provider.close()
    throw error
  }
}
