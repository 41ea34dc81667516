/**
 * The request path alone: processor time of one `login.readSession` with sessions in LMDB, in this
 * process, for whoever is signed in, for strangers and for forged cookies.
 *
 * Fifty calls share one turn of the event loop, as requests under load do, since LMDB's driver leaves
 * a timer behind each of them.
 */
import { randomBytes } from 'node:crypto'
import { loadavg } from 'node:os'
import { createLogin } from 'catflap'
import { requireLogin } from 'catflap/node'
import { createDevbox } from 'catflap-devbox'
import { REDIRECT_URI, signIn } from './support/agent.mjs'
import { record } from './support/record.mjs'
import { printTable, QUICK, shown } from './support/report.mjs'
import { figureOf } from './support/statistics.mjs'
import { onFreePort, temporaryDirectory } from './support/stores.mjs'

const ROUNDS = QUICK ? 5 : 21
const CALLS = 50_000
const TURN = 50

const box = await createDevbox({ autoApprove: 'alice', redirectUri: REDIRECT_URI })
const { directory, remove } = temporaryDirectory()
const login = createLogin({ environment: { ...box.environment, CATFLAP_DATA_DIR: directory } })
const server = await onFreePort(requireLogin(login, (_, res) => res.end()))
const cookie = await signIn(server.origin)
const name = cookie.slice(0, cookie.indexOf('='))
const forged = Array.from({ length: 5000 }, () => {
  return `${name}=1${randomBytes(32).toString('base64url')}`
})

/** @type {Readonly<Record<string, { ask(i: number): unknown, signedIn?: boolean }>>} */
const CASES = {
  nothing: { ask: () => undefined },
  'signed-in': { ask: () => login.readSession(cookie, undefined), signedIn: true },
  anonymous: { ask: () => login.readSession(undefined, undefined) },
  'others-cookies': { ask: () => login.readSession('theme=dark; lang=zh; sid=1234', undefined) },
  forged: { ask: (i) => login.readSession(forged[i % forged.length], undefined) },
}

/** Microseconds for each call. @param {{ ask(i: number): unknown, signedIn?: boolean }} one */
async function costOf({ ask, signedIn = false }) {
  const before = process.cpuUsage()
  for (let i = 0; i < CALLS; ) {
    for (let j = 0; j < TURN; j++, i++) if ((ask(i) !== undefined) !== signedIn) throw new Error()
    await new Promise(setImmediate)
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / CALLS
}

const seen = new Map(Object.keys(CASES).map((name) => [name, /** @type {number[]} */ ([])]))
for (let round = -2; round < ROUNDS; round++) {
  for (const [name, one] of Object.entries(CASES)) {
    const cost = await costOf(one)
    // The first rounds only warm up.
    if (round >= 0) seen.get(name)?.push(cost)
  }
}
await Promise.all([server.close(), box.close()])
await login.close()
remove()

const empty = seen.get('nothing') ?? []
const rows = [...seen].slice(1).map(([name, costs]) => {
  const figure = figureOf(costs.map((cost, i) => cost - (empty[i] ?? Number.NaN)))
  return [
    name,
    shown(figure),
    record(`path/${name}`, figure, { beside: { load: loadavg()[0] ?? 0 } }),
  ]
})
printTable(
  `login.readSession with LMDB, µs of processor time, ${ROUNDS} rounds in turn: median (quartiles)`,
  ['request', 'µs', 'wanted'],
  rows,
)
