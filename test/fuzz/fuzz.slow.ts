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
      const look = { seed, corpus: readCorpus(name), runs }
      const { executions, covered, found } = await watch(built, look)
      console.info(`${name}: FC_SEED=${seed}, ${executions} executions, ${covered} arms`)
      expect(found.map(({ what, input }) => [what, input.toString('base64')])).toEqual([])
      expect(executions).toBeGreaterThanOrEqual(runs)
    } finally {
      await built.remove()
    }
  },
  600_000 + runs * 60,
)

it.each(TARGETS)(
  '%s does the same again for a seed',
  async (name) => {
    const built = await buildTarget(`targets/${name}.ts`)
    try {
      const look = { seed, corpus: readCorpus(name), runs: 500 }
      const [one, other] = [await watch(built, look), await watch(built, look)]
      const doneBy = ({ worked, inputs }: typeof one) => [worked, inputs.map(String)]
      expect(one.worked).toBeGreaterThan(0)
      expect(doneBy(other)).toEqual(doneBy(one))
    } finally {
      await built.remove()
    }
  },
  600_000,
)
