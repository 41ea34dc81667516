/** The loop: changes an input, runs it, keeps what does something new. */
import { drawFrom } from './chance.ts'
import { changed, type Material } from './change.ts'
import { createChoice } from './choice.ts'
import { createFeedback, type Feature } from './feedback.ts'
import type { Target } from './target.ts'

export interface LoopOptions {
  readonly seed: number
  /** Without it nothing is kept: what a loop is compared with that sees nothing. */
  readonly feedback: boolean
  /** Inputs to begin with. */
  readonly corpus: readonly Buffer[]
  readonly words: readonly string[]
  readonly counters: Uint32Array
  /** Told before each execution; false ends the loop. */
  readonly begin: (input: Buffer) => boolean
  readonly onKept: (input: Buffer, covered: number) => void
  readonly onFinding: (what: string, input: Buffer) => void
}

const MOST_BYTES = 4096
const WORK = { base: 100_000, perByte: 500 }
/** Milliseconds of processor time, and those for each byte, after which an execution is slow if it is so every time … */
const SLOW = { base: 30, perByte: 0.005 }
/** … and takes so many times as long as {@link LEAST}: on a busy machine everything takes longer. */
const SLOWER = 20
/** An input of hardly anything. */
const LEAST = Buffer.from('0')
/** Executions that the shortening of one input may cost. */
const SHORTENING = 48

/** @returns arms run altogether, each as often as it was: the same for the same run */
export async function loop(target: Target, options: LoopOptions): Promise<number> {
  const { counters, begin, onKept, onFinding } = options
  const choice = createChoice(options.seed)
  const feedback = createFeedback(counters)
  const { mostBytes = MOST_BYTES, work = WORK } = target
  const kept: Buffer[] = []
  const words = [...target.words, ...target.words, ...target.words, ...options.words]
  const material: Material = { words, others: kept, mostBytes }
  const told = new Set<string>()
  let running = true
  let worked = 0

  async function run(input: Buffer): Promise<void> {
    running &&= begin(input)
    if (!running) return
    counters.fill(0)
    drawFrom(input)
    const start = performance.now()
    try {
      const result = target.run(input)
      if (result instanceof Promise) await result
    } catch (error) {
      return tell(describe(error), input)
    } finally {
      worked += feedback.work()
    }
    const size = target.size?.(input) ?? input.length
    const limit = work.base + work.perByte * size
    if (feedback.work() > limit) tell(`more work than in proportion: over ${limit} arms`, input)
    const slow = (target.slow ?? SLOW.base) + SLOW.perByte * size
    if (performance.now() - start > slow) {
      // Whether it came to this is of the machine, and must change nothing of what follows.
      const counted = counters.slice()
      if (await isAlwaysSlow(input, slow)) tell('slow', input)
      counters.set(counted)
    }
  }

  /** Of five times the shortest counts: the first may have compiled what it ran. */
  async function isAlwaysSlow(input: Buffer, slow: number): Promise<boolean> {
    for (let i = 0; i < 5; i++) {
      const least = await timed(LEAST)
      if ((await timed(input)) <= Math.max(slow, least * SLOWER)) return false
    }
    return true
  }

  /** Milliseconds of processor time. */
  async function timed(input: Buffer): Promise<number> {
    counters.fill(0)
    drawFrom(input)
    const before = process.cpuUsage()
    await target.run(input)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }

  function tell(what: string, input: Buffer): void {
    const key = what.replace(/\d+/g, '#')
    if (told.has(key)) return
    told.add(key)
    onFinding(what, input)
  }

  function keep(input: Buffer): void {
    feedback.remember()
    // A copy: what is cut out of something larger would hold all of it.
    kept.push(Buffer.from(input))
    onKept(input, feedback.covered())
  }

  /** Of two inputs mostly the shorter one, which runs faster; every second time one of the newest. */
  function pick(): Buffer {
    const recent = choice.oneIn(2) ? Math.ceil(kept.length / 5) : kept.length
    const [one, other] = [0, 0].map(() => kept[kept.length - 1 - choice.below(recent)]!)
    return one!.length > other!.length && !choice.oneIn(4) ? other! : one!
  }

  /** The shortest input found that does all that is new in this one. */
  async function shorten(input: Buffer, features: readonly Feature[]): Promise<Buffer> {
    let best = input
    let left = SHORTENING
    for (let size = best.length >> 1; size > 0 && left > 0; size >>= 1) {
      for (let at = 0; at < best.length && left > 0; left--) {
        const shorter = Buffer.concat([best.subarray(0, at), best.subarray(at + size)])
        await run(shorter)
        if (running && feedback.does(features)) best = shorter
        else at += size
      }
    }
    await run(best)
    return best
  }

  // What the code remembers of it is there before the first execution, slow or not.
  await timed(LEAST).catch(() => {})
  for (const input of options.corpus.length > 0 ? options.corpus : [LEAST]) {
    await run(input)
    keep(input)
  }
  for (let times = 0; running; times++) {
    // Promises alone would let nothing else happen.
    if (times % 256 === 0) await new Promise(setImmediate)
    const parent = pick()
    const formed = target.change !== undefined && choice.oneIn(2)
    const input = formed
      ? target.change(parent, choice).subarray(0, mostBytes)
      : changed(parent, choice, material)
    await run(input)
    const features = options.feedback && running ? feedback.fresh() : []
    if (features.length > 0) keep(await shorten(input, features))
  }
  return worked
}

/** An error as one finding has it: its words, and where it was thrown. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return `thrown: ${String(error)}`
  const [, ...frames] = (error.stack ?? '').split('\n    at ')
  const place = frames.find((frame) => !/^must /.test(frame)) ?? ''
  return `${error.name}: ${error.message.slice(0, 300)} (at ${place.replace(/ ?\(?file:.*/, '')})`
}
