/** Several processes that take one task after the other. */
import { fork } from 'node:child_process'

/**
 * The histories of seeds, or the search for a mistake in them: `place` is that of the mistake.
 *
 * @typedef {{ place?: number, first: number, count: number }} Task
 */

/** Seeds of one task. */
const SLICE = 100

/**
 * The tasks of so many seeds.
 *
 * @param {number} first
 * @param {number} seeds - may be without end
 * @returns {Generator<Task, void>}
 */
export function* slices(first, seeds) {
  for (let at = first; at < first + seeds; at += SLICE) {
    yield { first: at, count: Math.min(SLICE, first + seeds - at) }
  }
}

const WORKER = new URL('worker.mjs', import.meta.url)

/**
 * Hands out tasks until there are none left, or `done` has had enough.
 *
 * @param {Iterator<Task, unknown>} tasks
 * @param {number} processes
 * @param {(result: any, task: Task, cpu: number) => boolean} done - told of each result, and the CPU seconds that it
 * took; false for no more
 * @returns {Promise<void>}
 */
export async function runTasks(tasks, processes, done) {
  let goesOn = true
  await Promise.all(Array.from({ length: processes }, one))

  function one() {
    const child = fork(WORKER, { execArgv: [] })
    return new Promise((resolve, reject) => {
      let current = /** @type {Task | undefined} */ (undefined)
      const next = () => {
        const task = goesOn ? tasks.next() : undefined
        if (task === undefined || task.done) return child.disconnect()
        current = task.value
        child.send(task.value)
      }
      child.on('message', (/** @type {{ result: unknown, cpu: number }} */ { result, cpu }) => {
        if (current !== undefined && !done(result, current, cpu)) goesOn = false
        next()
      })
      child.on('exit', (code) => {
        if (code === 0) resolve(undefined)
        else reject(new Error(`a process of the simulation ended with ${code}`))
      })
      next()
    })
  }
}
