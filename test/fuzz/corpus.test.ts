/** Every corpus is run again: what was once found stays mended, and what runs deepest stays as it must be. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { written } from './engine/figures.mjs'
import { readCorpus, TARGETS } from './engine/files.mjs'
import type { Target } from './engine/target.ts'

const load = async (name: string): Promise<Target> => (await import(`./targets/${name}.ts`)).target

describe.each(TARGETS)('the corpus of %s', (name) => {
  it('holds inputs that are few and short, and what must hold of them does', async () => {
    const target = await load(name)
    const inputs = readCorpus(name)
    expect(inputs.length).toBeGreaterThan(0)
    expect(inputs.length).toBeLessThanOrEqual(60)
    expect(inputs.reduce((sum, input) => sum + input.length, 0)).toBeLessThan(60_000)
    for (const input of inputs) await target.run(input)
  })
})

it.each(['docs/operations.md', 'docs/operations.zh-CN.md'])(
  '%s has the figures of every target',
  (file) => {
    const page = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
    expect(written(page, file)).toBe(page)
    for (const name of TARGETS)
      expect(page).toMatch(new RegExp(`^\\| ${name} \\| [\\d,]+ \\|`, 'm'))
  },
)
