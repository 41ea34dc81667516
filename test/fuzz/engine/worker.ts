/** The thread that runs a target; whoever has started it watches it (`watch.mjs`). */
import { parentPort, workerData } from 'node:worker_threads'
import { drawFrom } from './chance.ts'
import { loop } from './loop.ts'
import type { Target } from './target.ts'

declare global {
  // Made before the target is loaded: its modules count into it from their first line on.
  var __arms: Uint32Array
}

/** What thread and watcher share; in 32-bit words, then the bytes of the input that is run. */
export const SHARED = { executions: 0, covered: 1, length: 2, stop: 3, words: 8 } as const

export interface WorkerData {
  readonly shared: SharedArrayBuffer
  /** Numbers that arms may have. */
  readonly counters: number
  readonly seed: number
  /** Executions after which it ends. */
  readonly runs: number
  readonly feedback: boolean
  readonly corpus: readonly Uint8Array[]
  readonly words: readonly string[]
  /** Inputs that are run once each, to say which arms they run; then nothing else is done. */
  readonly measure?: readonly Uint8Array[]
}

globalThis.__arms = new Uint32Array((workerData as WorkerData).counters)

export async function start(target: Target): Promise<void> {
  const data: WorkerData = workerData
  if (data.measure !== undefined) return void parentPort?.postMessage(await measure(target, data))
  const words = new Int32Array(data.shared, 0, SHARED.words)
  const bytes = new Uint8Array(data.shared, SHARED.words * 4)
  let executions = 0
  const worked = await loop(target, {
    ...data,
    corpus: data.corpus.map((one) => Buffer.from(one)),
    counters: globalThis.__arms,
    begin(input) {
      if (executions >= data.runs || Atomics.load(words, SHARED.stop) === 1) return false
      bytes.set(input.subarray(0, bytes.length))
      Atomics.store(words, SHARED.length, Math.min(input.length, bytes.length))
      Atomics.store(words, SHARED.executions, ++executions)
      return true
    },
    onKept(input, covered) {
      Atomics.store(words, SHARED.covered, covered)
      parentPort?.postMessage({ kind: 'kept', input })
    },
    onFinding: (what, input) => parentPort?.postMessage({ kind: 'finding', what, input }),
  })
  parentPort?.postMessage({ kind: 'end', worked })
}

async function measure(target: Target, { measure = [] }: WorkerData): Promise<number[][]> {
  const counters = globalThis.__arms
  const result: number[][] = []
  for (const input of measure) {
    counters.fill(0)
    drawFrom(input)
    try {
      await target.run(Buffer.from(input))
    } catch {
      // What breaks is told elsewhere; here it counts for what it ran.
    }
    result.push(Array.from(counters.keys()).filter((arm) => counters[arm] !== 0))
  }
  return result
}
