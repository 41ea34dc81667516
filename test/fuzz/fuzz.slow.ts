/** A short look with every target: `CATFLAP_FUZZ_RUNS` executions each, by a seed that is printed. */
import { expect, it } from 'vitest'
import { buildTarget } from './engine/build.mjs'
import { readCorpus, TARGETS } from './engine/files.mjs'
import { watch } from './engine/watch.mjs'

const runs = Number(process.env.CATFLAP_FUZZ_RUNS ?? 5000)
const seed = Number(process.env.FC_SEED ?? Date.now() % 2_147_483_647)

it.each(TARGETS)(
  '%s breaks nothing that must hold',
  async (name) => {
    const built = await buildTarget(`targets/${name}.ts`)
    try {
      const { executions, covered, found } = await watch(built, {
        seed,
        corpus: readCorpus(name),
        runs,
      })
      console.info(`${name}: FC_SEED=${seed}, ${executions} executions, ${covered} arms`)
      expect(found.map(({ what, input }) => [what, input.toString('base64')])).toEqual([])
      expect(executions).toBeGreaterThanOrEqual(runs)
    } finally {
      await built.remove()
    }
  },
  600_000 + runs * 60,
)
