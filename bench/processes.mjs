/**
 * One, two and four processes of an app on one store: what a guarded request costs each of them, and
 * how many they answer together. The cost tells whether they are in each other's way; the rate is
 * bounded by the cores, of which the load takes one, so processes beyond them wait for their turn.
 */
import { cpus } from 'node:os'
import { createDevbox } from 'catflap-devbox'
import { REDIRECT_URI, signIn } from './support/agent.mjs'
import { CONNECTIONS } from './support/load.mjs'
import { measure, ROUNDS } from './support/measure.mjs'
import { startApp } from './support/processes.mjs'
import { record } from './support/record.mjs'
import { median, printTable, shown, whole } from './support/report.mjs'
import { figureOf, pairs } from './support/statistics.mjs'
import { inLmdb, inRedis } from './support/stores.mjs'

const COUNTS = [1, 2, 4]

/** @param {import('./support/stores.mjs').Place} place */
async function compare({ name, variables }) {
  const environment = { ...box.environment, ...variables, GUARDED: 'yes' }
  const groups = await Promise.all(
    COUNTS.map((count) =>
      Promise.all(Array.from({ length: count }, () => startApp('node', environment))),
    ),
  )
  // All on one store, so a session of one process is everybody's.
  const cookies = /** @type {string[]} */ ([])
  const first = groups[0]?.[0]?.origin ?? ''
  for (let i = 0; i < CONNECTIONS; i++) cookies.push(await signIn(first))
  const sides = groups.map((apps) => ({
    apps,
    cookieOf: (/** @type {number} */ i) => cookies[i],
  }))
  const { seen, load } = await measure(sides, { leastBusy: 0 })
  await Promise.all(groups.flat().map((app) => app.kill()))
  const alone = seen[0]
  return seen.map(({ costs, rates, busy }, i) => {
    const count = COUNTS[i] ?? 0
    const ratio = figureOf(pairs(costs, alone?.costs ?? []).map(([ours, one]) => ours / one))
    const cost = figureOf(costs)
    const beside = { count, cost: cost.median, rate: median(rates), busy: median(busy), load }
    record(`processes/${name}/${count}`, ratio, { beside })
    return [
      ...[name, count, shown(cost), shown(ratio), whole(beside.rate)],
      ...[`${whole(beside.busy * 100)} %`, load.toFixed(1)],
    ]
  })
}

const box = await createDevbox({ autoApprove: 'alice', redirectUri: REDIRECT_URI })
const rows = []
for (const createPlace of [inLmdb, inRedis]) {
  const place = await createPlace()
  rows.push(...(await compare(place)))
  await place.remove()
}
await box.close()
printTable(
  `Processes on one store, ${ROUNDS} rounds in turn on ${cpus().length} cores: median (quartiles)`,
  [
    ...['store', 'processes', 'µs per guarded request', 'times that of one', 'requests/s together'],
    ...['busy', 'load'],
  ],
  rows,
)
