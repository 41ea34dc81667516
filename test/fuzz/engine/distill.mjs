/** The few inputs of many that run as many arms. */
import { Worker } from 'node:worker_threads'

/** Most inputs and most bytes of a corpus. */
const MOST = { inputs: 40, bytes: 30_000 }

/**
 * Takes, again and again, the input that adds most arms for its length, until none adds any.
 *
 * @param {import('./build.mjs').BuiltTarget} built
 * @param {readonly Buffer[]} inputs
 * @returns {Promise<Buffer[]>}
 */
export async function distill(built, inputs) {
  const left = (await armsOf(built, inputs)).map((arms, i) => ({
    arms,
    input: /** @type {Buffer} */ (inputs[i]),
  }))
  /** @type {Buffer[]} */
  const chosen = []
  /** @type {Set<number>} */
  const covered = new Set()
  for (let bytes = 0; chosen.length < MOST.inputs; ) {
    let best
    let most = 0
    for (const one of left) {
      const added = one.arms.filter((arm) => !covered.has(arm)).length
      const worth = added / (60 + one.input.length)
      if (worth <= most || bytes + one.input.length > MOST.bytes) continue
      best = one
      most = worth
    }
    if (best === undefined) break
    chosen.push(best.input)
    bytes += best.input.length
    for (const arm of best.arms) covered.add(arm)
  }
  return chosen
}

/**
 * @param {import('./build.mjs').BuiltTarget} built
 * @param {readonly Buffer[]} inputs
 * @returns {Promise<number[][]>} the arms that each input runs
 */
function armsOf(built, inputs) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(built.file, {
      workerData: { counters: built.counters, measure: inputs.map((one) => Uint8Array.from(one)) },
    })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}
