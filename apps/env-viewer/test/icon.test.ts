import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ICON } from '../src/pages/icon.ts'

it('the icon of the pages is that of the package', () => {
  expect(readFileSync(new URL('../lazycat/icon.svg', import.meta.url), 'utf8')).toBe(ICON)
})
