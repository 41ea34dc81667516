/**
 * What the guard costs a request: the same app with and without `requireLogin`, for somebody signed
 * in, on node:http and Hono, with sessions in LMDB and in Redis.
 *
 * Each app is a process of its own. The two sides take turns in short rounds, so that whatever else
 * the machine does hits both; the ratio of neighbouring rounds counts.
 */
import { createDevbox } from 'catflap-devbox'
import { get, REDIRECT_URI, signIn } from './support/agent.mjs'
import { load } from './support/load.mjs'
import { startApp } from './support/processes.mjs'
import { median, printTable, QUICK, spread, whole } from './support/report.mjs'
import { inLmdb, inRedis } from './support/stores.mjs'

const TARGETS = { node: 0.85, hono: 0.9 }
const ROUNDS = QUICK ? 2 : 9
const SECONDS = 1

/** @typedef {import('./support/processes.mjs').App} App */

/**
 * Requests per second, and microseconds of the server's processor time for each.
 *
 * @param {App} app
 * @param {string} cookie
 */
async function measure(app, cookie) {
  const before = (await app.ask({})).processorTime
  const { requests, seconds } = await load(app.origin, cookie, SECONDS)
  const used = (await app.ask({})).processorTime - before
  return { rate: requests / seconds, cost: used / requests, busy: used / seconds / 1e6 }
}

/**
 * @param {keyof typeof TARGETS} framework
 * @param {import('./support/stores.mjs').Place} place
 */
async function compare(framework, { name, variables }) {
  const guarded = await startApp(framework, { ...box.environment, ...variables, GUARDED: 'yes' })
  const plain = await startApp(framework, {})
  const cookie = await signIn(guarded.origin)
  const bodies = await Promise.all([guarded, plain].map(({ origin }) => get(origin, { cookie })))
  if (bodies.some(({ status }) => status !== 200)) throw new Error('an app does not answer')
  const sides = [
    { app: guarded, seen: /** @type {Awaited<ReturnType<typeof measure>>[]} */ ([]) },
    { app: plain, seen: /** @type {Awaited<ReturnType<typeof measure>>[]} */ ([]) },
  ]
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { app, seen } of round % 2 === 0 ? sides : sides.toReversed()) {
      const result = await measure(app, cookie)
      // The first round only warms up.
      if (round > 0) seen.push(result)
    }
  }
  await Promise.all(sides.map(({ app }) => app.kill()))
  const [ours = [], theirs = []] = sides.map(({ seen }) => seen)
  const ratios = ours.map(({ rate }, i) => rate / (theirs[i]?.rate ?? Number.NaN))
  const target = name === 'LMDB' ? `≥ ${TARGETS[framework].toFixed(2)}` : '–'
  return [
    ...[framework === 'node' ? 'node:http' : 'Hono', name],
    ...[ours, theirs].map((seen) => whole(median(seen.map(({ rate }) => rate)))),
    ...[spread(ratios), target],
    ...[ours, theirs].map((seen) => median(seen.map(({ cost }) => cost)).toFixed(1)),
    `${whole(100 * median(ours.map(({ busy }) => busy)))} %`,
  ]
}

const box = await createDevbox({ autoApprove: 'alice', redirectUri: REDIRECT_URI })
const rows = []
for (const createPlace of QUICK ? [inLmdb] : [inLmdb, inRedis]) {
  const place = await createPlace()
  rows.push(await compare('node', place), await compare('hono', place))
  await place.remove()
}
await box.close()
printTable(
  `Guarded and unguarded, ${ROUNDS} rounds of ${SECONDS} s each, 50 connections`,
  [
    ...['server', 'store', 'guarded/s', 'unguarded/s', 'ratio', 'target'],
    ...['µs CPU, guarded', 'unguarded', 'guarded busy'],
  ],
  rows,
)
