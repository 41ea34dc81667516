// Runs spin on one configuration of the model, in a folder of its own.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CONFIGURATIONS } from './configurations.mjs'

const HERE = new URL('.', import.meta.url).pathname

/** Of memory for one search, in MB; of steps that one run of the processes may have. */
const MEMORY = 4000
const DEPTH = 2_000_000
/** Milliseconds for one search. */
const LONGEST = 1_800_000

/** @typedef {{ readonly states: number, readonly seconds: number, readonly megabytes: number, readonly error: string | undefined, readonly steps: string }} Result */

/**
 * Searches a configuration to its end, or to its first error.
 *
 * @param {string} name - of the configuration
 * @param {string} [mistake] - set in addition
 * @returns {Result} `steps` tells the way to the error
 */
export function check(name, mistake) {
  const configuration = CONFIGURATIONS[name]
  if (configuration === undefined) throw new RangeError(`no configuration ${name}`)
  const folder = mkdtempSync(join(tmpdir(), 'catflap-model-'))
  /** @type {(file: string, args: readonly string[]) => string} */
  const run = (file, args) =>
    execFileSync(file, args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: LONGEST,
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  try {
    const models = readdirSync(HERE).filter((file) => file.endsWith('.pml'))
    for (const file of models) cpSync(join(HERE, file), join(folder, file))
    const set = [...configuration.set, ...(mistake === undefined ? [] : [mistake])]
    const flags = set.map((one) => `-D${one}`)
    run('spin', [...flags, '-a', 'session.pml'])
    const { livelock = false } = configuration
    const kind = livelock ? ['-DNP', '-DNFAIR=3'] : ['-DSAFETY']
    const how = ['-DNOREDUCE', '-DCOLLAPSE', `-DMEMLIM=${MEMORY}`]
    // A small search ends sooner than it could be compiled to be fast.
    const isSmall = mistake !== undefined || set.includes('PROCESSES=2')
    run('gcc', [isSmall ? '-O0' : '-O1', '-w', ...kind, ...how, '-o', 'pan', 'pan.c'])
    const report = run('./pan', [`-m${DEPTH}`, '-w22', ...(livelock ? ['-l', '-f'] : [])])
    const result = read(report)
    const trail = result.error === undefined ? [] : ['-t', '-p', '-g', ...flags, 'session.pml']
    return { ...result, steps: trail.length > 0 ? run('spin', trail) : '' }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * What a search says of itself. One that did not come to its end proves nothing: that is thrown.
 *
 * @param {string} report
 * @returns {Omit<Result, 'steps'>}
 */
export function read(report) {
  const number = (/** @type {RegExp} */ pattern) => Number(pattern.exec(report)?.[1])
  const errors = number(/errors: (\d+)/)
  const error = /^pan:\d+: (.*)$/m.exec(report)?.[1]
  const isWhole = !/not completed|too small|out of memory|max search depth/i.test(report)
  if (!(errors === 0 ? isWhole && error === undefined : errors > 0)) {
    throw new Error(`The search did not come to its end: ${report}`)
  }
  return {
    states: number(/^\s*([\d.e+]+) states, stored/m),
    seconds: number(/elapsed time ([\d.]+)/),
    megabytes: number(/^\s*([\d.]+)\s+total actual memory usage/m),
    error: errors === 0 ? undefined : (error ?? 'an error'),
  }
}
