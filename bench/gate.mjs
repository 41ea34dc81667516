/**
 * Gates side by side, for somebody signed in: what a proxy's question costs, what a request that is passed on
 * costs, how much later its answer comes, and the memory of many open WebSockets.
 *
 * Each connection has a session of its own and one request under way, as proxies and browsers have. Redis'
 * processor time counts for the gate that keeps its sessions there. `CATFLAP_GATES=1` adds the gates of others.
 */
import { OTHERS, startGates } from './gates/all.mjs'
import { memories } from './gates/memory.mjs'
import { BROWSER, ORIGIN } from './gates/place.mjs'
import { latencies } from './support/latency.mjs'
import { CONNECTIONS } from './support/load.mjs'
import { LEAST_BUSY, measure, ROUNDS } from './support/measure.mjs'
import { startApp } from './support/processes.mjs'
import { record } from './support/record.mjs'
import { median, printTable, shown, whole } from './support/report.mjs'
import { figureOf, isClear, pairs } from './support/statistics.mjs'
import { signInAt } from './support/visitor.mjs'

/** Seconds of processor time until Node has compiled what it runs. */
const WARM_UP = 2
/** Seconds for each in a round: here a request takes long enough that a shorter one would see few of them. */
const HOW = { seconds: 0.5 }
const LATENCY = { rounds: ROUNDS, seconds: 0.3 }
const PAGE = ['GET /notes/today?page=2 HTTP/1.1', ...BROWSER].join('\r\n')

/** @param {string} lines @param {string} cookie */
const headOf = (lines, cookie) =>
  `${lines}\r\nHost: ${new URL(ORIGIN).host}\r\nCookie: ${cookie}\r\n\r\n`

// Each program and each folder of theirs is looked after until the end.
process.setMaxListeners(0)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
if (!OTHERS) console.log('The gates of others are left out; CATFLAP_GATES=1 builds and adds them.')

const { app, gates, end } = await startGates()
const plain = await startApp('proxy', { UPSTREAM: app.origin })
const cookies = new Map(/** @type {[string, string[]][]} */ ([]))
for (const { id, proxy } of gates) {
  const own = /** @type {string[]} */ ([])
  for (let i = 0; i < CONNECTIONS; i++) own.push(await signInAt(proxy.origin, '/'))
  cookies.set(id, own)
}

/** What each connection asks a gate, one after the other. @param {import('./gates/place.mjs').Gate} gate @param {string} lines */
const questionTo = ({ id }, lines, status = 200) => ({
  headOf: (/** @type {number} */ i) => headOf(lines, cookies.get(id)?.[i] ?? ''),
  ...{ status, together: 1 },
})
/** The question of somebody whom nobody asks who they are. */
const anybody = { headOf: () => headOf(PAGE, 'theme=dark'), together: 1 }
const others = gates.map((gate) => ({
  apps: [gate.proxy],
  question: questionTo(gate, PAGE),
  warmUp: gate.compiles ? WARM_UP : 0,
}))
const auth = await measure(
  gates.map((gate) => ({
    apps: [gate.auth],
    question: questionTo(gate, gate.question, gate.allowed),
    warmUp: gate.compiles ? WARM_UP : 0,
  })),
  HOW,
)
const proxied = await measure(
  [{ apps: [plain], question: anybody, warmUp: WARM_UP }, ...others],
  HOW,
)
const [direct = [], ...later] = await latencies(
  [app, plain, ...gates.map(({ proxy }) => proxy)].map(({ origin }, i) => ({
    ...{ origin, headOf: others[i - 2]?.question.headOf ?? anybody.headOf },
  })),
  LATENCY,
)
await plain.kill()
await end()

/** What is shown beside a figure. @param {import('./support/measure.mjs').Seen | undefined} seen */
function besideOf({ costs, rates, busy } = { costs: [], rates: [], busy: [] }) {
  return { cost: median(costs), rate: median(rates), busy: median(busy) }
}

/** @param {import('./gates/place.mjs').Gate} gate @param {number} index */
function authRow({ id, name, store }, index) {
  const own = gates.findIndex((other) => (other.store === 'Redis') === (store === 'Redis'))
  const [it, us] = [auth.seen[index], auth.seen[own]]
  const both = pairs(it?.costs ?? [], us?.costs ?? [])
  const times = figureOf(both.map(([a, b]) => a / b))
  const beside = besideOf(it)
  const holds = beside.busy >= LEAST_BUSY && isClear(figureOf(both.map(([a, b]) => a - b)))
  const verdict = record(`gate-auth/${id}`, times, { beside, holds })
  const cost = shown(figureOf(it?.costs ?? []))
  return [name, store, cost, shown(times), verdict, whole(beside.rate), whole(beside.busy * 100)]
}

/** @param {{ readonly id: string, readonly name: string, readonly store: string }} side @param {number} index */
function proxyRow({ id, name, store }, index) {
  const it = proxied.seen[index]
  const ratio = figureOf(
    pairs(proxied.seen[0]?.costs ?? [], it?.costs ?? []).map(([a, b]) => a / b),
  )
  const beside = besideOf(it)
  // That the two are close to each other is no reason to say nothing: it is the target that is judged.
  const verdict = record(`gate-proxy/${id}`, ratio, { beside, holds: beside.busy >= LEAST_BUSY })
  const added = /** @type {const} */ (['p50', 'p99']).map((part) => {
    const figure = figureOf(
      (later[index] ?? []).map((seen, i) => seen[part] - (direct[i]?.[part] ?? 0)),
    )
    record(`gate-${part}/${id}`, figure)
    return shown(figure)
  })
  const cost = shown(figureOf(it?.costs ?? []))
  const rates = [whole(beside.rate), whole(beside.busy * 100)]
  return [name, store, cost, shown(ratio), verdict, ...added, ...rates]
}

printTable(
  `Answers to a proxy, µs of processor time, ${ROUNDS} rounds in turn: median (quartiles); load ${auth.load.toFixed(1)}`,
  ['gate', 'sessions in', 'µs', 'times ours', 'wanted', 'answers/s', '% busy'],
  gates.map(authRow),
)
printTable(
  `Requests passed on, µs of processor time; ms added to the app's own time to answer; load ${proxied.load.toFixed(1)}`,
  [
    ...['in front', 'sessions in', 'µs', 'plain / it', 'wanted', 'ms, p50', 'ms, p99'],
    ...['requests/s', '% busy'],
  ],
  [{ id: 'plain', name: 'a plain proxy', store: '–' }, ...gates].map(proxyRow),
)
printTable(
  'Memory, MB: idle, and with 1,000 open WebSockets',
  ['gate', 'idle', 'with WebSockets'],
  (await memories()).map(({ id, name, idle, busy }) => {
    record(`gate-memory/${id}`, figureOf([busy]), { beside: { idle } })
    return [name, idle.toFixed(0), busy.toFixed(0)]
  }),
)
