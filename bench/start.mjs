/**
 * What a start costs: the import of the library, the ENV viewer from its start to its first answer
 * that has opened the store, its memory when nobody asks, and the opening of a large store.
 *
 * Processor time, as everywhere: on a quiet machine the viewer's is also the time that one waits.
 */
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { createLmdbStore } from 'catflap/lmdb'
import { createDevbox } from 'catflap-devbox'
import { get, REDIRECT_URI } from './support/agent.mjs'
import { record } from './support/record.mjs'
import { printTable, QUICK, shown, sleep } from './support/report.mjs'
import { figureOf, pairs } from './support/statistics.mjs'
import { temporaryDirectory } from './support/stores.mjs'

const ROUNDS = QUICK ? 7 : 21
const VIEWER = new URL('../apps/env-viewer/dist/main.js', import.meta.url).pathname
/** Entries of a store that is opened: more pages than its opening looks at. */
const MANY = QUICK ? 30_000 : 1_000_000
const [RECORD, TOGETHER, LIVE] = [3000, 4000, 10_000]
const [NOW, END] = [1_700_000_000, 1_800_000_000]
const TICK = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** Milliseconds of processor time that a program takes. @param {string} program */
function costOf(program) {
  const tell = `const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)`
  const args = ['--input-type=module', '-e', `${program}\n${tell}`]
  return Number(
    execFileSync(process.execPath, args, { encoding: 'utf8', cwd: import.meta.dirname }),
  )
}

/** Milliseconds of processor time of a process, and its memory in MB. @param {number} pid */
function stateOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const memory = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000
  return { cost: ((Number(fields[11]) + Number(fields[12])) / TICK) * 1000, memory }
}

/** @param {Readonly<Record<string, string>>} environment */
async function startViewer(environment) {
  const { directory, remove } = temporaryDirectory()
  const variables = { PATH: process.env.PATH, PORT: '0', CATFLAP_DATA_DIR: directory }
  const start = performance.now()
  const child = spawn(process.execPath, [VIEWER], { env: { ...environment, ...variables } })
  const origin = await new Promise((resolve) =>
    child.stdout.on('data', (line) => {
      const address = /"address":"([^"]+)"/.exec(String(line))?.[1]
      if (address !== undefined) resolve(address)
    }),
  )
  const { status } = await get(`${origin}/readyz`, {})
  const waited = performance.now() - start
  if (status !== 200 || child.pid === undefined) throw new Error(`/readyz answers ${status}`)
  const { cost } = stateOf(child.pid)
  await sleep(1000)
  const { memory } = stateOf(child.pid)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  remove()
  return { cost, waited, memory }
}

const newKey = () => randomBytes(32).toString('base64url')

/** @param {string} directory @param {number} count */
async function fill(directory, count) {
  const store = await createLmdbStore({ directory, maxSize: 64 * 1024 ** 3 })
  const keys = /** @type {string[]} */ ([])
  const value = randomBytes(RECORD)
  for (let from = 0; from < count; from += TOGETHER) {
    const some = Array.from({ length: Math.min(TOGETHER, count - from) }, newKey)
    const condition = { revision: 0, expiresAt: END }
    await Promise.all(some.map((key) => store.write(key, value, condition, NOW)))
    keys.push(...some)
  }
  await store.close()
  return keys
}

/** Memory in MB, without the mapped file, that a process takes more once it has read so many sessions. */
async function live() {
  const { directory, remove } = temporaryDirectory()
  const keys = await fill(directory, LIVE)
  const own = () => Number(/RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
  const store = await createLmdbStore({ directory, maxSize: 64 * 1024 ** 3 })
  const before = own()
  for (const key of keys) {
    if ((await store.read(key, NOW)) === undefined) throw new Error('a session is missing')
  }
  const after = own()
  await store.close()
  remove()
  return Math.max(0, after - before) / 1000
}

const box = await createDevbox({ redirectUri: REDIRECT_URI })
const seen =
  /** @type {Record<'nothing' | 'import' | 'viewer' | 'waited' | 'memory' | 'open', number[]>} */ ({
    ...{ nothing: [], import: [], viewer: [], waited: [], memory: [], open: [] },
  })
const large = temporaryDirectory()
await fill(large.directory, MANY)
for (let round = -1; round < ROUNDS; round++) {
  const nothing = costOf('')
  const library = costOf("await import('catflap')")
  const viewer = await startViewer(box.environment)
  const before = process.cpuUsage()
  const store = await createLmdbStore({ directory: large.directory, maxSize: 64 * 1024 ** 3 })
  await store.read('nobody', NOW)
  const { user, system } = process.cpuUsage(before)
  await store.close()
  if (round < 0) continue
  seen.nothing.push(nothing)
  seen.import.push(library)
  seen.viewer.push(viewer.cost)
  seen.waited.push(viewer.waited)
  seen.memory.push(viewer.memory)
  seen.open.push((user + system) / 1000)
}
await box.close()
large.remove()

const added = await live()
const imported = figureOf(pairs(seen.import, seen.nothing).map(([a, b]) => a - b))
const figures = {
  import: imported,
  viewer: figureOf(seen.viewer),
  memory: figureOf(seen.memory),
  open: figureOf(seen.open),
  live: { median: added, low: added, high: added },
}
const beside = { load: loadavg()[0] ?? 0, waited: figureOf(seen.waited).median }
printTable(
  `Start, ms of processor time and MB of memory, ${ROUNDS} rounds in turn: median (quartiles)`,
  ['what', 'ms or MB', 'wanted'],
  Object.entries(figures).map(([name, figure]) => [
    ...[name, shown(figure)],
    record(`start/${name}`, figure, { beside }),
  ]),
)
console.log(
  `  the viewer's first answer came after ${beside.waited.toFixed(0)} ms, load ${beside.load.toFixed(1)}`,
)
