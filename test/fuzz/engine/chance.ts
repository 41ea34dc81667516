/**
 * What stands for `node:crypto` in a target (`build.mjs`): its random bytes follow from the input that is run, so that an
 * input does the same each time it is. They are worth nothing to anybody else. What is not here is the real one.
 */
import { createRandom } from '../../../packages/catflap/test/simulation/random.ts'

export * from 'node:crypto'

const WORD = 2 ** 32

let random = createRandom(0)

/** From now on what is random follows from this input. */
export function drawFrom(input: Uint8Array): void {
  // FNV-1a.
  random = createRandom(input.reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193), 0x811c9dc5))
}

export function randomBytes(size: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil(size / 4) * 4)
  for (let at = 0; at < size; at += 4) bytes.writeUInt32LE(Math.floor(random() * WORD), at)
  return bytes.subarray(0, size)
}

/** @param end - the first number that is too large; of a lone number, the one before is 0 */
export function randomInt(from: number, end?: number): number {
  const [low, high] = end === undefined ? [0, from] : [from, end]
  return low + Math.floor(random() * (high - low))
}

/** RFC 9562, section 5.4. */
export function randomUUID(): string {
  const bytes = randomBytes(16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
