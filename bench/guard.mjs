/**
 * What the guard costs a request: the same app with and without `requireLogin`, for somebody signed
 * in, on each framework, with sessions in LMDB and, on node:http, in Redis. A third app has a
 * middleware in the guard's place that does nothing: what the framework itself takes for one.
 */
import { createDevbox } from 'catflap-devbox'
import { get, REDIRECT_URI, signIn } from './support/agent.mjs'
import { CONNECTIONS } from './support/load.mjs'
import { LEAST_BUSY, measure, ROUNDS } from './support/measure.mjs'
import { startApp } from './support/processes.mjs'
import { record } from './support/record.mjs'
import { median, printTable, shown, whole } from './support/report.mjs'
import { figureOf, isClear, pairs } from './support/statistics.mjs'
import { inLmdb, inRedis } from './support/stores.mjs'

const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice(7)
const FRAMEWORKS = ['node', 'hono', 'express', 'fastify', 'koa'].filter(
  (name) => only === undefined || only === name,
)

/**
 * @param {string} framework
 * @param {import('./support/stores.mjs').Place} place
 */
async function compare(framework, { name, variables }) {
  const guarded = await startApp(framework, { ...box.environment, ...variables, GUARDED: 'yes' })
  const plain = await startApp(framework, {})
  const empty = framework === 'node' ? plain : await startApp(framework, { GUARDED: 'empty' })
  const apps = [...new Set([guarded, plain, empty])]
  // A session for each connection: of one alone everything would be in the processor's caches.
  const cookies = /** @type {string[]} */ ([])
  for (let i = 0; i < CONNECTIONS; i++) cookies.push(await signIn(guarded.origin))
  const cookie = cookies[0] ?? ''
  const answers = await Promise.all(apps.map(({ origin }) => get(origin, { cookie })))
  if (answers.some(({ status }) => status !== 200)) throw new Error('an app does not answer')
  const { seen, dropped, load } = await measure(
    apps.map((app) => ({ apps: [app], cookieOf: (i) => cookies[i] })),
  )
  await Promise.all(apps.map((app) => app.kill()))
  const [ours, theirs, bare = theirs] = seen
  if (ours === undefined || theirs === undefined || bare === undefined)
    throw new Error('nothing was seen')
  const costs = pairs(ours.costs, theirs.costs)
  const difference = figureOf(costs.map(([a, b]) => a - b))
  const floor = figureOf(pairs(bare.costs, theirs.costs).map(([a, b]) => a - b))
  const ratio = figureOf(costs.map(([a, b]) => b / a))
  const rates = figureOf(pairs(ours.rates, theirs.rates).map(([a, b]) => a / b))
  const busy = Math.min(...seen.map(({ busy }) => median(busy)))
  const beside = {
    ...{ guarded: median(ours.costs), unguarded: median(theirs.costs) },
    ...{
      adds: difference.median,
      empty: floor.median,
      rates: rates.median,
      rate: median(ours.rates),
      busy,
      load,
    },
  }
  const holds = busy >= LEAST_BUSY && isClear(difference)
  const added = record(`adds/${framework}/${name}`, difference, { beside, holds })
  return [
    ...[framework, name, beside.guarded.toFixed(1), beside.unguarded.toFixed(1)],
    ...[shown(difference), added, beside.empty.toFixed(2), shown(ratio)],
    record(`guard/${framework}/${name}`, ratio, { beside, holds }),
    ...[shown(rates), whole(beside.rate), `${whole(busy * 100)} %`, dropped, load.toFixed(1)],
  ]
}

const box = await createDevbox({ autoApprove: 'alice', redirectUri: REDIRECT_URI })
const rows = []
for (const createPlace of [inLmdb, inRedis]) {
  const place = await createPlace()
  for (const framework of place.name === 'LMDB' ? FRAMEWORKS : FRAMEWORKS.slice(0, 1)) {
    rows.push(await compare(framework, place))
  }
  await place.remove()
}
await box.close()
printTable(
  `Guarded and unguarded, µs of processor time per request, ${ROUNDS} rounds in turn: median (quartiles)`,
  [
    ...['app', 'store', 'guarded', 'unguarded', 'the guard adds', 'wanted'],
    'an empty one adds',
    ...['unguarded / guarded', 'wanted', 'rates, guarded / unguarded', 'guarded/s'],
    ...['busy', 'dropped', 'load'],
  ],
  rows,
)
