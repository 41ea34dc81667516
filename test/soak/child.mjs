/** A process that does what its parent asks, and tells what it holds. */

/**
 * What a process holds once everything that nobody needs has been collected.
 *
 * @typedef {object} Held
 * @property {number} heap - bytes in use by JavaScript
 * @property {number} external - bytes of buffers
 * @property {number} resident - bytes
 * @property {number} handles - sockets, timers, files that the event loop knows
 */

/** @returns {Held} */
function held() {
  // Twice: what the first finds unreachable may hold more.
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed: heap, external, rss: resident } = process.memoryUsage()
  return { heap, external, resident, handles: process.getActiveResourcesInfo().length }
}

/** @param {Readonly<Record<string, (value: any) => unknown>>} does */
export function answerParent(does) {
  const all = /** @type {typeof does} */ ({ held, ...does })
  process.on('message', (/** @type {{ what: string, value: unknown }} */ asked) => {
    process.send?.({ answer: all[asked.what]?.(asked.value) })
  })
  process.once('disconnect', () => process.exit())
  process.send?.({ ready: true })
}
