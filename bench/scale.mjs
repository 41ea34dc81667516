/**
 * A thousand sessions against a million in LMDB: how fast one is found, how large the file is, how
 * much memory it takes.
 *
 * Both stores are open in one process and take turns, so that a busy machine slows both. Measured
 * twice: the store's `read` alone, and `login.readSession` on top of it, which is what a request
 * pays. For the latter the record found is exchanged for that of one real session: nobody can sign
 * in a million times here.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createLogin, createMemoryStore } from 'catflap'
import { createLmdbStore } from 'catflap/lmdb'
import { requireLogin } from 'catflap/node'
import { createDevbox } from 'catflap-devbox'
import { REDIRECT_URI, signIn } from './support/agent.mjs'
import { record } from './support/record.mjs'
import { median, printTable, QUICK, spread, whole } from './support/report.mjs'
import { figureOf } from './support/statistics.mjs'
import { onFreePort, temporaryDirectory } from './support/stores.mjs'

const [FEW, MANY] = [1000, QUICK ? 30_000 : 1_000_000]
/** Writes under way while a store is filled; they share one commit. */
const TOGETHER = 4000
const ROUNDS = QUICK ? 9 : 15
const LOOKUPS = 100_000
const [NOW, END] = [1_700_000_000, 1_800_000_000]

/** A key as the library makes them: as good as random. @param {number} index */
const keyOf = (index) => createHash('sha256').update(String(index)).digest('base64url')

/** @param {number} count @param {number} bytes - of each */
async function filled(count, bytes) {
  const { directory, remove } = temporaryDirectory()
  const store = await createLmdbStore({ directory, maxSize: 64 * 1024 ** 3 })
  const value = randomBytes(bytes)
  const start = performance.now()
  for (let from = 0; from < count; from += TOGETHER) {
    const length = Math.min(TOGETHER, count - from)
    const writes = Array.from({ length }, (_, i) =>
      store.write(keyOf(from + i), value, { revision: 0, expiresAt: END }, NOW),
    )
    const written = await Promise.all(writes)
    if (!written.every(Boolean)) throw new Error('a session was not written')
  }
  const seconds = (performance.now() - start) / 1000
  const keys = Array.from({ length: LOOKUPS }, () => keyOf(Math.floor(Math.random() * count)))
  const size = statSync(join(directory, 'data.mdb')).size
  const rates = { store: /** @type {number[]} */ ([]), login: /** @type {number[]} */ ([]) }
  return { count, store, keys, size, seconds, remove, rates }
}

/** @typedef {Awaited<ReturnType<typeof filled>>} Side */

/** Somebody signed in, whose record is in memory, and who is looked up in a store of many. */
async function oneSession() {
  const store = createMemoryStore()
  let bytes = 0
  /** @type {() => void} */
  let before = () => undefined
  const box = await createDevbox({ autoApprove: 'alice', redirectUri: REDIRECT_URI })
  const login = createLogin({
    environment: box.environment,
    session: {
      store: {
        read(key, now) {
          before()
          return store.read(key, now)
        },
        write(key, value, condition, now) {
          if (!key.includes(':')) bytes = Math.max(bytes, value.byteLength)
          return store.write(key, value, condition, now)
        },
        close: () => store.close(),
      },
    },
  })
  const server = await onFreePort(requireLogin(login, (_, res) => res.end()))
  const cookie = await signIn(server.origin)
  await Promise.all([server.close(), box.close()])
  return {
    bytes,
    /** From now on `read` looks up one of these keys first. @param {Side} side */
    lookThrough({ store: large, keys }) {
      let i = 0
      before = () => void large.read(keys[i++ % keys.length] ?? '', NOW)
    },
    read: () => login.readSession(cookie, undefined),
  }
}

/** Look-ups in a second of processor time. @param {number} count @param {(index: number) => unknown} lookUp */
function rate(count, lookUp) {
  const before = process.cpuUsage()
  for (let i = 0; i < count; i++) {
    const found = lookUp(i)
    if (found === undefined || found instanceof Promise) throw new Error('a session is missing')
  }
  const { user, system } = process.cpuUsage(before)
  return (count / (user + system)) * 1e6
}

/** In MiB, where the kernel tells: all, and without the mapped file. */
function memory() {
  const status = readFileSync('/proc/self/status', 'utf8')
  const find = (/** @type {string} */ name) =>
    whole(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)
  return { all: find('VmRSS'), own: find('RssAnon') }
}

/** @param {Side} side */
function measure(side) {
  const { store, keys, rates } = side
  rates.store.push(rate(LOOKUPS, (i) => store.read(keys[i] ?? '', NOW)))
  session.lookThrough(side)
  rates.login.push(rate(LOOKUPS / 4, session.read))
}

const session = await oneSession()
const few = await filled(FEW, session.bytes)
const many = await filled(MANY, session.bytes)
const sides = [few, many]
for (let round = 0; round <= ROUNDS; round++) {
  for (const side of round % 2 === 0 ? sides : sides.toReversed()) measure(side)
  // The first round only warms up.
  if (round === 0) for (const { rates } of sides) rates.store.length = rates.login.length = 0
}

printTable(
  `Sessions of ${whole(session.bytes)} bytes in LMDB, looked up at random in ${ROUNDS} rounds`,
  ['sessions', 'store.read/s', 'µs', 'login.readSession/s', 'µs', 'bytes each', 'filled at'],
  sides.map(({ count, rates, size, seconds }) => [
    whole(count),
    ...[rates.store, rates.login].flatMap((seen) => [
      whole(median(seen)),
      (1e6 / median(seen)).toFixed(2),
    ]),
    ...[whole(size / count), `${whole(count / seconds)}/s`],
  ]),
)
for (const what of /** @type {const} */ (['store', 'login'])) {
  const ratios = few.rates[what].map((seen, i) => (many.rates[what][i] ?? 0) / seen)
  const name = what === 'store' ? 'store.read' : 'login.readSession'
  const verdict = record(`scale/${what}`, figureOf(ratios), { beside: { count: MANY } })
  console.log(`  ${name}, rate of many / few: ${spread(ratios)}, ${verdict}`)
}
const { all, own } = memory()
console.log(`  resident memory: ${all} MiB, without the mapped files ${own} MiB`)
const taken = many.size / many.count
const bytes = record(
  'scale/bytes',
  { median: taken, low: taken, high: taken },
  { beside: { session: session.bytes } },
)
console.log(
  `  a session from the devbox, with the steps of its login: ${whole(session.bytes)} bytes, in the file ` +
    `${whole(taken)}, ${bytes}`,
)
for (const { store, remove } of sides) {
  await store.close()
  remove()
}
