import { readFileSync } from 'node:fs'
import { CHECKS } from 'catflap/doctor'
import { describe, expect, it } from 'vitest'

describe('docs/doctor', () => {
  it.each([
    ['en', 'doctor.md'],
    ['zh', 'doctor.zh-CN.md'],
  ] as const)('lists in %s exactly the checks of the code', (language, name) => {
    const text = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
    const rows = [...text.matchAll(/^\| `([a-z][\w-]*)` \| ([^|]+) \|/gm)].map(([, id, title]) => [
      id,
      title,
    ])
    expect(rows).toEqual(Object.entries(CHECKS).map(([id, title]) => [id, title[language]]))
  })
})
