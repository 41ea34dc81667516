/**
 * What people use today, beside Catflap: processor time of a guarded request, and of a whole login, of
 * each library in its usual form, all at one small provider.
 *
 * The peers are installed by this bench, in a folder of their own.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createDevbox } from 'catflap-devbox'
import { REDIRECT_URI } from './support/agent.mjs'
import { LEAST_BUSY, measure, ROUNDS } from './support/measure.mjs'
import { startApp } from './support/processes.mjs'
import { record } from './support/record.mjs'
import { median, printTable, QUICK, shown, whole } from './support/report.mjs'
import { figureOf, isClear, pairs } from './support/statistics.mjs'
import { inLmdb, inRedis } from './support/stores.mjs'
import { signInAt } from './support/visitor.mjs'

const LOGINS = QUICK ? 5 : 20

/**
 * @typedef {object} Peer
 * @property {string} id
 * @property {string} name
 * @property {'Express' | 'Hono'} framework
 * @property {string} program
 * @property {import('./support/visitor.mjs').Beginning} beginning
 * @property {Readonly<Record<string, string>>} variables
 */

const folder = new URL('peers', import.meta.url).pathname
if (!existsSync(`${folder}/node_modules`)) {
  const { status } = spawnSync('npm', ['ci'], { cwd: folder, stdio: 'inherit' })
  if (status !== 0) throw new Error('the peers cannot be installed')
}

const [lmdb, redis] = await Promise.all([inLmdb(), inRedis()])
const box = await createDevbox({ autoApprove: 'alice', redirectUri: REDIRECT_URI })
const authBox = await createDevbox({
  autoApprove: 'alice',
  redirectUri: new URL('/auth/callback/box', REDIRECT_URI).href,
})
const at = (/** @type {typeof box} */ { environment }, more = {}) => ({ ...environment, ...more })
const ours = { ...lmdb.variables, GUARDED: 'yes' }
const sessions = { SESSION_REDIS: redis.variables.CATFLAP_STORE ?? '' }
const passport = '../peers/passport-openidconnect'

/** @type {readonly Peer[]} */
const PEERS = [
  {
    ...{ id: 'catflap-express', name: 'Catflap, LMDB', framework: 'Express', program: 'express' },
    ...{ beginning: '/login', variables: at(box, ours) },
  },
  {
    ...{ id: 'express-openid-connect', name: 'express-openid-connect', framework: 'Express' },
    ...{ program: '../peers/express-openid-connect', beginning: '/', variables: at(box) },
  },
  {
    ...{ id: 'auth-express', name: '@auth/express', framework: 'Express' },
    ...{ program: '../peers/auth-express', beginning: { form: '/auth/signin/box' } },
    variables: at(authBox),
  },
  {
    ...{ id: 'passport-memory', name: 'passport-openidconnect, memory', framework: 'Express' },
    ...{ program: passport, beginning: '/login', variables: at(box) },
  },
  {
    ...{ id: 'passport-redis', name: 'passport-openidconnect, Redis', framework: 'Express' },
    ...{ program: passport, beginning: '/login', variables: at(box, sessions) },
  },
  {
    ...{ id: 'catflap-hono', name: 'Catflap, LMDB', framework: 'Hono', program: 'hono' },
    ...{ beginning: '/login', variables: at(box, ours) },
  },
  {
    ...{ id: 'hono-oidc-auth', name: '@hono/oidc-auth', framework: 'Hono' },
    ...{ program: '../peers/hono-oidc-auth', beginning: '/', variables: at(box) },
  },
]

const apps = await Promise.all(PEERS.map(({ program, variables }) => startApp(program, variables)))
const plain = await Promise.all(['express', 'hono'].map((name) => startApp(name, {})))

/** Milliseconds of processor time for each whole login, in rounds that take turns. */
async function logins() {
  const costs = PEERS.map(() => /** @type {number[]} */ ([]))
  for (let round = -1; round < ROUNDS; round++) {
    for (const [i, app] of apps.entries()) {
      const before = await app.ask({})
      for (let j = 0; j < LOGINS; j++) await signInAt(app.origin, PEERS[i]?.beginning ?? '/')
      const used = (await app.ask({})).processorTime - before.processorTime
      // The first round only warms up.
      if (round >= 0) costs[i]?.push(used / LOGINS / 1000)
    }
  }
  return costs
}

async function requests() {
  const cookies = await Promise.all(
    apps.map(({ origin }, i) => signInAt(origin, PEERS[i]?.beginning ?? '/')),
  )
  return measure(
    [...apps, ...plain].map((app, i) => ({
      apps: [app],
      cookieOf: () => cookies[i] ?? 'theme=dark',
    })),
  )
}

const { seen, load } = await requests()
const loginCosts = await logins()

/** What was seen under load of one of the apps. @param {number} index */
function seenOf(index) {
  const one = seen[index]
  if (one === undefined) throw new Error('nothing was seen')
  return one
}

/** The row of one peer; ours of its framework comes first. @param {Peer} peer @param {number} index */
function rowOf({ id, name, framework }, index) {
  const own = PEERS.findIndex((other) => other.framework === framework)
  const [it, us] = [seenOf(index), seenOf(own)]
  const bare = seenOf(PEERS.length + (framework === 'Express' ? 0 : 1))
  const login = loginCosts[index] ?? []
  const beside = {
    ...{ cost: median(it.costs), unguarded: median(bare.costs), rate: median(it.rates) },
    ...{ busy: median(it.busy), load, login: median(login) },
  }
  const costs = pairs(it.costs, us.costs)
  const both = pairs(loginCosts[own] ?? [], login)
  const times = figureOf(costs.map(([a, b]) => a / b))
  const loginTimes = figureOf(both.map(([a, b]) => a / b))
  const holds = beside.busy >= LEAST_BUSY && isClear(figureOf(costs.map(([a, b]) => a - b)))
  const loginHolds = isClear(figureOf(both.map(([a, b]) => a - b)))
  return [
    ...[framework, name, beside.cost.toFixed(1), beside.unguarded.toFixed(1), shown(times)],
    record(`request/${id}`, times, { beside, holds }),
    ...[whole(beside.rate), `${whole(beside.busy * 100)} %`, shown(figureOf(login))],
    ...[shown(loginTimes), record(`login/${id}`, loginTimes, { beside, holds: loginHolds })],
  ]
}

const rows = PEERS.map(rowOf)
await Promise.all([...apps, ...plain].map((app) => app.kill()))
await Promise.all([box.close(), authBox.close()])
await Promise.all([lmdb.remove(), redis.remove()])
printTable(
  `Guarded requests and whole logins, processor time, ${ROUNDS} rounds in turn: median (quartiles); load ${load.toFixed(1)}`,
  [
    ...[
      'on',
      'guarded by',
      'µs per request',
      'unguarded',
      'times ours',
      'wanted',
      'requests/s',
      'busy',
    ],
    ...['ms per login', 'ours / theirs', 'wanted'],
  ],
  rows,
)
