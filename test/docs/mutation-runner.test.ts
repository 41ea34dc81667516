/** When a mutant counts as noticed: never by a test that fails without it as well. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { strykerPlugins } from '../mutation/runner.mjs'

// It reads which tests there are, and writes a log.
vi.mock('node:fs', () => ({
  readFileSync: () => '["a.test.ts"]',
  appendFileSync: () => {},
  writeFileSync: () => {},
}))

const TEST = { id: 'a.test.ts > it', name: 'it', fileName: 'a.test.ts', timeSpentMs: 1 }
const answerOf = (failure: string | undefined, spoilt = false) => ({
  outcomes: [{ ...TEST, ...(failure === undefined ? {} : { failure }) }],
  hitCount: 1,
  spoilt,
})
const runOf = (mutantActivation: 'runtime' | 'static') => ({
  activeMutant: {
    id: '7',
    fileName: 'a.ts',
    replacement: 'true',
    location: { start: { line: 1 } },
  },
  mutantActivation,
})

const newRunner = () => strykerPlugins.find((plugin) => plugin.kind === 'TestRunner')!.factory!()
let runner: ReturnType<typeof newRunner>
beforeEach(() => {
  runner = newRunner()
})
afterEach(async () => await runner.dispose())

/** @param failures - with the mutant, and without it in a fresh thread */
function play(withIt: ReturnType<typeof answerOf>, without: string | undefined): string[] {
  const seen: string[] = []
  runner.open = async (mutant: string) => {
    seen.push(`open ${mutant}`)
    runner.session = Promise.resolve()
    return { outcomes: [], hitCount: 0, spoilt: false }
  }
  runner.close = async () => {
    runner.session = undefined
  }
  runner.ask = async ({ mutant }: { mutant?: string }) => {
    seen.push(`ask ${mutant}`)
    return mutant === '7' ? withIt : answerOf(without)
  }
  return seen
}

it('is killed by a test that fails with it alone', async () => {
  const seen = play(answerOf('wrong'), 'never asked')
  expect(await runner.mutantRun(runOf('runtime'))).toMatchObject({ status: 'killed' })
  expect(seen).toEqual(['open ', 'ask 7'])
})

it.each([
  ['a test that fails without it as well', 'runtime', answerOf('wrong', true), 'wrong'],
  ['what was thrown beside the tests, and is without it', 'runtime', answerOf('Unhandled: x'), 'x'],
  ['a test that fails without it, of a table', 'static', answerOf('wrong'), 'wrong'],
] as const)('is not asked: %s', async (_, activation, withIt, without) => {
  play(withIt, without)
  expect(await runner.mutantRun(runOf(activation))).toMatchObject({ status: 'error' })
})

it.each([
  ['a mutant that leaves something behind itself', 'runtime', answerOf('wrong', true)],
  ['what is thrown beside the tests with it alone', 'runtime', answerOf('Unhandled: x')],
  ['a table', 'static', answerOf('wrong')],
] as const)(
  'is killed when a fresh thread is well without it: %s',
  async (_, activation, withIt) => {
    const seen = play(withIt, undefined)
    expect(await runner.mutantRun(runOf(activation))).toMatchObject({ status: 'killed' })
    expect(seen.slice(-2)).toEqual(['open ', 'ask '])
  },
)

it('survives without being asked once more', async () => {
  const seen = play(answerOf(undefined), 'never asked')
  expect(await runner.mutantRun(runOf('static'))).toMatchObject({ status: 'survived' })
  expect(seen.filter((word) => word === 'ask ')).toEqual([])
})

it.each([
  ['stays when it fails once and then passes', [undefined], ['a.test.ts > it']],
  ['is left out when it fails twice', ['wrong'], []],
] as const)('a test that fails without any mutant %s', async (_, later, tests) => {
  const answers = [answerOf('wrong'), ...later.map((failure) => answerOf(failure))]
  const others = Array.from({ length: 39 }, (_, i) => ({ ...TEST, id: `other ${i}` }))
  answers[0] = { ...answers[0]!, outcomes: [...answers[0]!.outcomes, ...others] }
  play(answerOf(undefined), undefined)
  const asked: unknown[] = []
  runner.ask = async (order: object) => {
    asked.push(order)
    return { ...answers.shift()!, coverage: { perTest: {} } }
  }
  const { status, tests: left = [] } = await runner.dryRun()
  expect([status, asked]).toEqual(['complete', [{}, { tests: [TEST.id] }]])
  const ids = left.map(({ id }: { id: string }) => id)
  expect(ids.filter((id: string) => id === TEST.id)).toEqual(tests)
  expect(ids.length).toBe(39 + tests.length)
})
