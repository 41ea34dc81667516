/** The page of the environment when there is nothing, a lot, or something strange to show. */
import { describe, expect, it } from 'vitest'
import { excerptOf, findVariables } from '../src/env/search.ts'
import { NAVIGATION, startViewer } from './support.ts'

/** The page in a viewer whose environment has these variables, too. */
async function pageWith(variables: Record<string, string>, path = '/env'): Promise<string> {
  const { box, visitor } = await startViewer('alice', variables)
  await visitor.open('/session')
  const page = await (await visitor.ask(path, { headers: NAVIGATION })).text()
  await box.close()
  return page
}

const MANY = Object.fromEntries(
  Array.from({ length: 5000 }, (_, at) => [`VARIABLE_${at}`, `value ${at} ${'x'.repeat(100)}`]),
)

describe('the page', () => {
  it('of an ordinary environment is small', async () => {
    expect((await pageWith({})).length).toBeLessThan(60_000)
  })

  it('of thousands of variables shows some, says how many more, and finds the others', async () => {
    const page = await pageWith(MANY)
    expect(page.length).toBeLessThan(300_000)
    expect(page).toMatch(/4\d{3} more are not shown/)
    expect(page).toContain('data-search="part"')
    expect(await pageWith(MANY, '/env?q=VARIABLE_4999')).toContain('VARIABLE_4999</code>')
  })

  it('of very long and binary values stays small and says what is missing', async () => {
    const binary = '\u0001\u0002\u001b[31m'.repeat(20_000)
    const page = await pageWith({
      LONG: 'x'.repeat(100_000),
      BINARY: binary,
      [`NAME_${'n'.repeat(5000)}`]: '1',
    })
    expect(page.length).toBeLessThan(80_000)
    expect(page).toContain('99400 more characters')
    expect(page).toContain('4405 more characters')
    expect(page).not.toContain('n'.repeat(601))
    expect(page).toContain('<span class="mark">U+001B</span>')
    for (const character of binary.slice(0, 3)) expect(page).not.toContain(character)
  })

  it('keeps text from right to left in its place', async () => {
    const page = await pageWith({ RTL: '\u202Egnp.exe', ARABIC: 'مرحبا' })
    expect(page).not.toContain('\u202E')
    expect(page).toContain('<code class="value" dir="auto">مرحبا</code>')
  })
})

describe('an excerpt', () => {
  it.each([
    ['short', 'abc', 'abc', 0],
    ['just short enough', 'x'.repeat(600), 'x'.repeat(600), 0],
    ['too long', 'x'.repeat(601), 'x'.repeat(600), 1],
    ['lines', 'a\n\tb', 'a\n\tb', 0],
    ['binary', '\u0001'.repeat(300), '\u0001'.repeat(200), 100],
  ])(
    'of a value that is %s is the beginning, and what follows is counted',
    (_, value, text, rest) => {
      expect(excerptOf(value)).toEqual({ text, rest })
    },
  )

  it('cuts no character in half', () => {
    const { text, rest } = excerptOf(`${'x'.repeat(599)}🐈🐈`)
    expect([text.length, rest]).toEqual([599, 4])
  })
})

describe('of no variables', () => {
  it('there is nothing to find, and nothing breaks', () => {
    expect(findVariables([], 'x')).toEqual({ variables: [], count: 0 })
  })
})
