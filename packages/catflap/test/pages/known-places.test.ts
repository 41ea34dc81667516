import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { KNOWN_PLACES, type KnownPlaces } from '../../src/pages/known-places.ts'

const places = Object.entries(KNOWN_PLACES).map(([id, one]: [string, KnownPlaces]) => {
  return { ...one, id }
})

describe('the places of a known provider', () => {
  it.each(places)('stand on the page of $id, in both languages', ({ id, name, ...paths }) => {
    for (const ending of ['.md', '.zh-CN.md']) {
      const url = new URL(`../../../../docs/providers/${id}${ending}`, import.meta.url)
      // A line may end within one.
      const page = readFileSync(url, 'utf8').replaceAll(/\s+/g, ' ')
      expect(page).toContain(`# ${name} `)
      for (const path of Object.values(paths)) {
        for (const part of path.split(', ')) {
          const last = part.split(/\[\]\.| → /).at(-1) ?? part
          expect(page.includes(part) || page.includes(`\`${last}\``), `${part} in ${url}`).toBe(
            true,
          )
        }
      }
    }
  })
})
