/** Runs a target in a thread, and ends the thread when an input holds it or takes its memory. */
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

const WORDS = 8
const [EXECUTIONS, COVERED, LENGTH, STOP] = [0, 1, 2, 3]
/** Of each input so many bytes can be had when it hangs. */
const INPUT_BYTES = 65_536
/** Seconds of processor time that one execution may take; of the clock, where it computes nothing, ten times as many. */
const HANG = 3
/** Seconds between two looks at it, which come five times in one second, after which a process was stopped. */
const STOPPED = 5
/** MiB that the heap of a target may have; its process altogether may have four times as much. */
const HEAP = 512
/** Findings after which a target is better mended than looked at any longer. */
const MOST = 10

/** @typedef {{ what: string, input: Buffer }} Finding */
/** Seconds of processor time as `computed`. @typedef {{ executions: number, covered: number, kept: number, findings: number, computed: number }} Figures */

/**
 * @param {import('./build.mjs').BuiltTarget} built
 * @param {{
 *   seed: number, corpus: readonly Buffer[], feedback?: boolean,
 *   runs?: number, seconds?: number, tell?: (figures: Figures) => void, onFound?: (finding: Finding) => void,
 *   hang?: number, heap?: number, most?: number, signal?: AbortSignal,
 * }} options - how long: executions, and seconds of processor time; what counts as a hang, MiB of the heap, and
 *   findings after which nothing more is looked for; what ends the look before its time
 * @returns {Promise<Figures & { inputs: Buffer[], found: Finding[], worked: number }>} arms run altogether, but for threads that were ended
 */
export async function watch(built, options) {
  const { corpus, feedback = true, runs = Infinity, seconds = Infinity, tell } = options
  const { hang = HANG, heap = HEAP, most = MOST } = options
  const computedBefore = process.cpuUsage()
  /** @type {Buffer[]} */
  const inputs = [...corpus]
  /** @type {Finding[]} */
  const found = []
  let executions = 0
  let covered = 0
  let worked = 0
  let told = performance.now()
  /** @param {Finding} finding */
  const add = (finding) => {
    found.push(finding)
    options.onFound?.(finding)
  }
  const isOver = () =>
    found.length >= most || computedSince() >= seconds || options.signal?.aborted === true
  for (let seed = options.seed; executions < runs && !isOver(); seed++) await one(seed)
  return { ...figures(), inputs, found, worked }

  function computedSince() {
    const { user, system } = process.cpuUsage(computedBefore)
    return (user + system) / 1e6
  }

  /** @param {number} more - executions of the thread that runs */
  function figures(more = 0) {
    return {
      executions: executions + more,
      covered,
      kept: inputs.length,
      findings: found.length,
      computed: computedSince(),
    }
  }

  /** One thread, to its end or to an input that it does not get over. @param {number} seed */
  async function one(seed) {
    const shared = new SharedArrayBuffer(WORDS * 4 + INPUT_BYTES)
    const words = new Int32Array(shared, 0, WORDS)
    const current = () => Buffer.from(Buffer.from(shared, WORDS * 4, Atomics.load(words, LENGTH)))
    const worker = new Worker(built.file, {
      workerData: {
        shared,
        counters: built.counters,
        words: built.words,
        seed,
        runs: runs - executions,
        feedback,
        corpus: inputs.map((input) => Uint8Array.from(input)),
      },
      resourceLimits: { maxOldGenerationSizeMb: heap },
    })
    const before = inputs.length
    let arrived = 0
    worker.on('message', ({ kind, what, input, ...end }) => {
      // The first are those that it was given.
      if (kind === 'kept' && ++arrived > before) inputs.push(Buffer.from(input))
      if (kind === 'end') worked += end.worked
      if (kind === 'finding') add({ what, input: Buffer.from(input) })
    })
    worker.on('error', (error) => {
      const memory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      add({ what: memory ? 'memory' : `uncaught: ${error.message}`, input: current() })
    })
    let running = true
    const exit = new Promise((resolve) => {
      worker.once('exit', resolve)
    }).then(() => {
      running = false
    })
    /** @type {{ count: number, computed: number, at: number }} */
    let last = { count: -1, computed: 0, at: 0 }
    let looked = performance.now() / 1000
    while (running) {
      await Promise.race([exit, wait(200)])
      const count = Atomics.load(words, EXECUTIONS)
      covered = Math.max(covered, Atomics.load(words, COVERED))
      const { user, system } = process.cpuUsage()
      const computed = (user + system) / 1e6
      const at = performance.now() / 1000
      // With a process or a machine that was stopped meanwhile nothing hangs.
      if (count !== last.count || at - looked > STOPPED) last = { count, computed, at }
      looked = at
      const hangs = count > 0 && (computed - last.computed > hang || at - last.at > hang * 10)
      const full = process.memoryUsage().rss > HEAP * 4 * 2 ** 20
      if (running && (hangs || full)) {
        add({ what: hangs ? 'hangs' : 'memory', input: current() })
        await worker.terminate()
      }
      if (isOver()) Atomics.store(words, STOP, 1)
      if (tell && performance.now() - told >= 60_000) {
        told = performance.now()
        tell(figures(count))
      }
    }
    executions += Math.max(1, Atomics.load(words, EXECUTIONS))
    covered = Math.max(covered, Atomics.load(words, COVERED))
  }
}
