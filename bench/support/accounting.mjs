/**
 * Processor time of programs that cannot tell it themselves, by the kernel's accounting of each thread. A
 * thread that waits for its turn at a core has something to do, so this counts as busy, too.
 */
import { readdirSync, readFileSync } from 'node:fs'

/** @typedef {{ processorTime: number, active: number, idle: number }} Clocks */

/** A process and its children. @param {number} pid @returns {number[]} */
function familyOf(pid) {
  const children = tasksOf(pid).flatMap((task) => read(`/proc/${pid}/task/${task}/children`))
  return [pid, ...children.flatMap(familyOf)]
}

/** @param {number} pid */
function tasksOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number)
  } catch {
    return []
  }
}

/** The numbers in a file; none where its process has ended. @param {string} file */
function read(file) {
  try {
    return (readFileSync(file, 'utf8').match(/\d+/g) ?? []).map(Number)
  } catch {
    return []
  }
}

/**
 * The clocks of a program: microseconds of processor time, milliseconds with and without something to do.
 *
 * @param {number} pid
 * @param {boolean} oneThread - whether its first thread does the work, and others only help
 * @returns {Clocks}
 */
export function clocksOf(pid, oneThread) {
  const threads = familyOf(pid).flatMap((process) =>
    tasksOf(process).map((task) => ({
      task,
      times: read(`/proc/${process}/task/${task}/schedstat`),
    })),
  )
  const sum = (/** @type {typeof threads} */ some, /** @type {number} */ of) =>
    some.reduce((total, { times }) => total + (times[of] ?? 0), 0)
  const workers = oneThread ? threads.filter(({ task }) => task === pid) : threads
  const active = (sum(workers, 0) + sum(workers, 1)) / 1e6
  return { processorTime: sum(threads, 0) / 1e3, active, idle: performance.now() - active }
}

/** Clocks of programs that answer a request together. @param {readonly Clocks[]} clocks @returns {Clocks} */
export function together(clocks) {
  const sum = (/** @type {keyof Clocks} */ name) =>
    clocks.reduce((total, clock) => total + clock[name], 0)
  const active = sum('active')
  return { processorTime: sum('processorTime'), active, idle: performance.now() - active }
}

/** Megabytes that a program holds in memory, with its children. @param {number} pid */
export function memoryOf(pid) {
  const each = familyOf(pid).map((process) => {
    const status = readFileSync(`/proc/${process}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000
  })
  return each.reduce((total, one) => total + one, 0)
}
