import { randomInt } from 'node:crypto'
import { createServer } from 'node:http'

/**
 * A port that was free a moment ago, for a program that must be told its own. Below those that the kernel
 * gives to connections and to port 0 (32768 and on, on Linux), so that no other test gets it meanwhile but by
 * the same throw of the dice.
 */
export async function freePort(): Promise<number> {
  for (let i = 0; i < 100; i++) {
    const port = randomInt(16_000, 32_000)
    if (await isFree(port)) return port
  }
  throw new Error('no port between 16000 and 32000 is free')
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
  })
  if (listens) await new Promise((resolve) => server.close(resolve))
  return listens
}
