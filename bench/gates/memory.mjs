/** What a gate holds in memory: with nothing to do, and with many WebSockets open among many sessions. */
import { randomBytes } from 'node:crypto'
import { createLmdbStore } from 'catflap/lmdb'
import { sleep } from '../support/report.mjs'
import { inLmdb } from '../support/stores.mjs'
import { signInAt } from '../support/visitor.mjs'
import { openWebSockets } from '../support/websockets.mjs'
import { OTHERS, startAround } from './all.mjs'
import { startCatflapGate } from './catflap-gate.mjs'
import { startOauth2Proxy } from './oauth2-proxy.mjs'
import { ORIGIN } from './place.mjs'

const SOCKETS = 1000
/** Sessions in the store, and of how many of them the WebSockets are. */
const [SESSIONS, PEOPLE] = [10_000, 50]
/** Bytes of a session from the devbox, and seconds that these live. */
const [BYTES, LIFETIME] = [3400, 86_400]
/** Milliseconds after which a program has put away what it does not need any more. */
const REST = 2000

/** @param {string} directory */
async function fill(directory) {
  const store = await createLmdbStore({ directory })
  const now = Math.floor(Date.now() / 1000)
  const condition = { revision: 0, expiresAt: now + LIFETIME }
  const keys = Array.from({ length: SESSIONS }, () => randomBytes(32).toString('base64url'))
  await Promise.all(keys.map((key) => store.write(key, randomBytes(BYTES), condition, now)))
  await store.close()
}

/** @param {import('./place.mjs').Gate} gate */
async function memoryOf({ id, name, proxy, end }) {
  await sleep(REST)
  const idle = proxy.memory()
  const cookies = /** @type {string[]} */ ([])
  for (let i = 0; i < PEOPLE; i++) cookies.push(await signInAt(proxy.origin, '/'))
  const { host } = new URL(ORIGIN)
  const open = await openWebSockets(proxy.origin, SOCKETS, (i) =>
    [`Host: ${host}`, `Origin: ${ORIGIN}`, `Cookie: ${cookies[i % PEOPLE]}`].join('\r\n'),
  )
  await sleep(REST)
  const busy = proxy.memory()
  open.close()
  await end()
  return { id, name, idle, busy }
}

/** The memory of gates that keep their sessions themselves: one has them in its store, one in the cookies. */
export async function memories() {
  const { around, end } = await startAround()
  const lmdb = await inLmdb()
  await fill(lmdb.variables.CATFLAP_DATA_DIR ?? '')
  const seen = [await memoryOf(await startCatflapGate({ ...around, lmdb }))]
  if (OTHERS) seen.push(await memoryOf(await startOauth2Proxy(around)))
  await end()
  return seen
}
