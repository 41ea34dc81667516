/** The project's own commands refuse what they do not know in two lines, one for each language. */
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const root = new URL('..', import.meta.url).pathname

it.each([
  ['test/fuzz/fuzz.mjs', ['cookie', '--loud']],
  ['test/fuzz/fuzz.mjs', ['nothing']],
  ['test/fuzz/fuzz.mjs', ['cookie', '--seed', 'x']],
  ['test/soak/soak.mjs', ['--loud']],
  ['test/soak/soak.mjs', ['--minutes', '0.5']],
  ['packages/catflap/test/simulation/simulate.mjs', ['--loud']],
  ['packages/catflap/test/simulation/simulate.mjs', ['--seeds', 'x']],
  ['test/mutation/mutation.mjs', ['--loud']],
  ['test/mutation/mutation.mjs', ['nothing']],
  ['test/mutation/mutation.mjs', ['routes/nothing']],
  ['spec/model.mjs', ['--loud']],
  ['bench/all.mjs', ['--loud']],
  ['bench/all.mjs', ['nothing']],
])('%s %j', (script, argv) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...argv], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  })
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^[A-Z-][^\n]+\.\n[^\n]*[，。：、的][^\n]*\n$/)
})
