/** The words of docs/glossary.md, kept in every Chinese text of the project. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = new URL('../..', import.meta.url).pathname
const GLOSSARY = 'docs/glossary.md'
/** These two speak of the words themselves. */
const ABOUT_WORDS: ReadonlySet<string> = new Set([GLOSSARY, 'test/docs/glossary.test.ts'])

const rows = readFileSync(join(root, GLOSSARY), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| English'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
const forbidden = rows.flatMap(([, , right = '', , wrong = '']) =>
  wrong
    .split('、')
    .filter((word) => word !== '')
    .map((word) => ({ word, right })),
)

const texts = execFileSync('git', ['ls-files', '*.md', '*.ts', '*.tsx', '*.mjs'], { cwd: root })
  .toString()
  .split('\n')
  .filter((file) => file !== '' && !ABOUT_WORDS.has(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
  .filter(({ text }) => /\p{Script=Han}/u.test(text))

/** Lines with a word, as an editor finds them. */
const linesWith = (word: string): readonly string[] =>
  texts.flatMap(({ file, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (line.includes(word) ? [`${file}:${index + 1}`] : [])),
  )

describe('the Chinese texts', () => {
  it('are found, and so are the words that they must not use', () => {
    expect(texts.length).toBeGreaterThan(50)
    expect(forbidden.map(({ word }) => word)).toContain('盒子')
    expect(linesWith('微服').length).toBeGreaterThan(100)
  })

  it.each(forbidden)('say $right and never $word', ({ word }) => {
    expect(linesWith(word)).toEqual([])
  })

  it('call the manifest by its name, and gloss it at most once a page', () => {
    const bare = texts.flatMap(({ file, text }) => {
      const all = text.split('清单').length - 1
      const glossed =
        text.split(/(?:manifest|lzc-manifest\.yml`?)（(?:manifest，)?清单）/).length - 1
      return all === glossed && glossed <= 1 ? [] : [file]
    })
    expect(bare).toEqual([])
  })
})
