import { randomInt } from 'node:crypto'
import { createServer } from 'node:http'

/** Below those that the kernel gives to connections and to port 0 (32768 and on, on Linux). */
const [FIRST, END] = [16_000, 32_000]
/** Workers of one run of the tests share them out. */
const SHARES = 16
const given = new Set<number>()

/**
 * A port that was free a moment ago, for a program that must be told its own. No other test of the same run gets it
 * meanwhile: each worker has ports of its own and gives none twice.
 */
export async function freePort(): Promise<number> {
  const size = (END - FIRST) / SHARES
  const first = FIRST + (Number(process.env.VITEST_POOL_ID ?? 0) % SHARES) * size
  for (let i = 0; i < 100; i++) {
    const port = first + randomInt(size)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
  throw new Error(`no port from ${first} on is free`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
  })
  if (listens) await new Promise((resolve) => server.close(resolve))
  return listens
}
