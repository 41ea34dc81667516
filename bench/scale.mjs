/**
 * A thousand sessions against a million in LMDB: how fast one is found, how large the file is, how
 * much memory it takes.
 *
 * Both stores are open in one process and take turns, so that a busy machine slows both. Measured
 * twice: the store's `read` alone, and `login.readSession` on top of it, which is what a request
 * pays. For the latter the record found is exchanged for that of one real session: nobody can sign
 * in a million times here.
 */
import { readFileSync } from 'node:fs'
import { createLogin, createMemoryStore } from 'catflap'
import { requireLogin } from 'catflap/node'
import { createDevbox } from 'catflap-devbox'
import { REDIRECT_URI, signIn } from './support/agent.mjs'
import { costOfLogins, filled, keyOf, NOW } from './support/filled.mjs'
import { record } from './support/record.mjs'
import { median, printTable, QUICK, shown, spread, whole } from './support/report.mjs'
import { figureOf, pairs } from './support/statistics.mjs'
import { onFreePort } from './support/stores.mjs'

const [FEW, MANY] = [1000, QUICK ? 30_000 : 1_000_000]
const ROUNDS = QUICK ? 9 : 15
const LOOKUPS = 100_000
/** Logins whose writes are measured at once, so that they share commits as under load. */
const HOW = { rounds: QUICK ? 4 : 10, together: 25 }
/** Expired entries of a store; more than are collected while it is measured. */
const EXPIRED = QUICK ? 15_000 : 60_000

/** A store of so many sessions, what is looked up in it, and what was seen. @param {number} count */
async function sideOf(count) {
  const keys = Array.from({ length: LOOKUPS }, () => keyOf(Math.floor(Math.random() * count)))
  const rates = { store: none(), login: none(), writes: none() }
  const side = await filled(count, lasting)
  return { ...side, bytes: side.size(), keys, rates }
}

const none = () => /** @type {number[]} */ ([])

/** @typedef {Awaited<ReturnType<typeof sideOf>>} Side */

/** Somebody signed in, whose record is in memory, and who is looked up in a store of many. */
async function oneSession() {
  const store = createMemoryStore()
  const bytes = new Map(/** @type {[string, number][]} */ ([]))
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
          bytes.set(key, value.byteLength)
          return store.write(key, value, condition, now)
        },
        close: () => store.close(),
      },
    },
  })
  const server = await onFreePort(requireLogin(login, (_, res) => res.end()))
  await signIn(server.origin)
  // What a store is written once, with its first login, is not of each.
  bytes.clear()
  const cookie = await signIn(server.origin)
  await Promise.all([server.close(), box.close()])
  return {
    /** What a login writes. */
    kinds: [...bytes].map(([key, bytes]) => ({
      prefix: key.slice(0, key.indexOf(':') + 1),
      bytes,
    })),
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

/** Pages of 4 KiB that this process has written, where the kernel tells. */
const pagesWritten = () =>
  Number(/^wchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]) / 4096

/** Pages that what a login writes takes. @param {Side} side */
async function pagesOfLogin({ store }) {
  const before = pagesWritten()
  await costOfLogins(store, session.kinds, HOW)
  return (pagesWritten() - before) / (HOW.rounds * HOW.together)
}

/** @param {Side} side */
function lookUp(side) {
  const { store, keys, rates } = side
  rates.store.push(rate(LOOKUPS, (i) => store.read(keys[i] ?? '', NOW)))
  session.lookThrough(side)
  rates.login.push(rate(LOOKUPS / 4, session.read))
}

/**
 * Does something with two sides in turn. The first round only warms up.
 *
 * @template Each
 * @param {readonly Each[]} sides
 * @param {(side: Each) => unknown} what
 * @param {(side: Each) => readonly number[][]} seenOf - what it adds to
 */
async function inTurn(sides, what, seenOf) {
  for (let round = 0; round <= ROUNDS; round++) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await what(side)
    if (round === 0) for (const seen of sides.flatMap(seenOf)) seen.length = 0
  }
}

/** What a login's writes cost more in a store that has expired entries to collect, microseconds each. */
async function collecting() {
  const expired = await filled(EXPIRED, lasting, { expiresAt: NOW + 1 })
  const live = await filled(EXPIRED, lasting)
  const sides = [expired, live].map((side) => ({ ...side, costs: none(), before: side.size() }))
  const later = { ...HOW, now: NOW + 2 }
  await inTurn(
    sides,
    async ({ store, costs }) => costs.push(await costOfLogins(store, session.kinds, later)),
    ({ costs }) => [costs],
  )
  const [expiring = none(), staying = none()] = sides.map(({ costs }) => costs)
  const grown = sides.map(({ size, before }) => whole((size() - before) / 1e6))
  for (const { store, remove } of sides) {
    await store.close()
    remove()
  }
  const more = figureOf(pairs(expiring, staying).map(([a, b]) => (a - b) / session.kinds.length))
  return { more, grown }
}

const session = await oneSession()
/** What of it stays: the mark of a spent login goes after minutes. */
const lasting = session.kinds.filter(({ prefix }) => prefix !== 'spent:')
const bytesOfSession = lasting.find(({ prefix }) => prefix === '')?.bytes ?? 0
const few = await sideOf(FEW)
const many = await sideOf(MANY)
const sides = [few, many]
await inTurn(sides, lookUp, ({ rates }) => [rates.store, rates.login])
await inTurn(
  sides,
  async ({ store, rates }) =>
    rates.writes.push(1e6 / (await costOfLogins(store, session.kinds, HOW))),
  ({ rates }) => [rates.writes],
)

printTable(
  `Sessions of ${whole(bytesOfSession)} bytes in LMDB, looked up at random, and what a login writes ` +
    `(${session.kinds.map(({ prefix, bytes }) => `${prefix || 'session:'} ${whole(bytes)}`).join(', ')} bytes), in ${ROUNDS} rounds`,
  [
    ...['sessions', 'store.read/s', 'µs', 'login.readSession/s', 'µs', "logins' writes/s", 'µs'],
    ...['bytes each', 'filled at'],
  ],
  sides.map(({ count, rates, bytes, seconds }) => [
    whole(count),
    ...[rates.store, rates.login, rates.writes].flatMap((seen) => [
      whole(median(seen)),
      (1e6 / median(seen)).toFixed(2),
    ]),
    ...[whole(bytes / count), `${whole(count / seconds)}/s`],
  ]),
)
const NAMES = { store: 'store.read', login: 'login.readSession', writes: "logins' writes" }
for (const what of /** @type {const} */ (['store', 'login', 'writes'])) {
  const ratios = few.rates[what].map((seen, i) => (many.rates[what][i] ?? 0) / seen)
  const name = NAMES[what]
  const verdict = record(`scale/${what}`, figureOf(ratios), { beside: { count: MANY } })
  console.log(`  ${name}, rate of many / few: ${spread(ratios)}, ${verdict}`)
}
const pages = [await pagesOfLogin(few), await pagesOfLogin(many)].map((each) => each.toFixed(1))
console.log(
  `  a login writes ${pages[0]} pages of 4 KiB among few sessions, ${pages[1]} among many`,
)
const { all, own } = memory()
console.log(`  resident memory: ${all} MiB, without the mapped files ${own} MiB`)
const collected = await collecting()
record('scale/collected', collected.more)
console.log(
  `  a write costs ${shown(collected.more)} µs more while expired entries are collected; the file grew by ` +
    `${collected.grown[0]} MB meanwhile, without any by ${collected.grown[1]} MB`,
)
const taken = many.bytes / many.count
const bytes = record(
  'scale/bytes',
  { median: taken, low: taken, high: taken },
  { beside: { session: bytesOfSession } },
)
console.log(
  `  a session from the devbox, with the steps of its login: ${whole(bytesOfSession)} bytes, in the file ` +
    `${whole(taken)}, ${bytes}`,
)
for (const { store, remove } of sides) {
  await store.close()
  remove()
}
