/** What was seen is written down: the differences in a file beside this one, their reasons in the READMEs. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Difference, Shape } from './compare.ts'
import { KNOWN, type Known, reasonOf } from './known.ts'

/** Where differences were seen: by shape and reason, each as row, answer and aspect; or how many. */
export type Recorded = Readonly<Record<string, readonly string[] | number>>

const FILE = new URL('differences.txt', import.meta.url)
const READMES = [
  ['en', new URL('../../../packages/devbox/README.md', import.meta.url)],
  ['zh', new URL('../../../packages/devbox/README.zh-CN.md', import.meta.url)],
] as const
const BLOCK = /(?<=<!-- dex-run -->\n)[\s\S]*?(?=<!-- \/dex-run -->)/

/** What one shape's differences come to, and those that have no reason. */
export function sortOut(shape: Shape, differences: readonly Difference[]) {
  const places = new Map<Known, string[]>()
  const unexplained: Difference[] = []
  for (const difference of differences) {
    const known = reasonOf(difference)
    if (known === undefined) unexplained.push(difference)
    else {
      const { title, answer, aspect } = difference
      places.set(known, [...(places.get(known) ?? []), `${title} › ${answer} › ${aspect}`])
    }
  }
  const seen = [...places].map(([known, list]) => {
    return [`${shape} ${known.id}`, known.everywhere ? list.length : [...list].sort()] as const
  })
  return { seen: Object.fromEntries(seen.sort(([a], [b]) => (a < b ? -1 : 1))), unexplained }
}

/** The names of all rows of {@link KNOWN} for a shape. */
export function expectedOf(shape: Shape): readonly string[] {
  return KNOWN.filter((known) => (known.shape ?? shape) === shape)
    .map(({ id }) => `${shape} ${id}`)
    .sort()
}

/** The lists in the READMEs, in both languages, as they should be. */
export function buildLists(answers: Readonly<Record<Shape, number>>): readonly string[] {
  const list = (language: 'en' | 'zh', shape: Shape | undefined) =>
    KNOWN.filter((known) => known.told !== true && known.shape === shape)
      .map((known) => `- ${known[language]}\n`)
      .join('')
  const [today, next] = [answers['2.45'], answers.next]
  return [
    [
      `With sessions off, ${today} answers; with sessions on, beside \`--dex next\`, ${next}. Differences of both:\n`,
      list('en', undefined),
      'Where that Dex differs from 2.45.1, to which the box keeps by default:\n',
      list('en', '2.45'),
      'Where `--dex next` differs from it:\n',
      list('en', 'next'),
    ].join('\n'),
    [
      `关闭会话时比较了 ${today} 个应答；打开会话时与 \`--dex next\` 比较了 ${next} 个。两者共有的差异：\n`,
      list('zh', undefined),
      '该 Dex 与 2.45.1（本机微服默认遵循的版本）的差异：\n',
      list('zh', '2.45'),
      '`--dex next` 与它的差异：\n',
      list('zh', 'next'),
    ].join('\n'),
  ].map((text) => `${text.replace(/\n+$/, '')}\n`)
}

/** What was seen, a line for each place. */
export function linesOf(seen: Recorded): string {
  return Object.entries(seen)
    .flatMap(([reason, places]) =>
      typeof places === 'number'
        ? [`${reason}: ${places}`]
        : places.map((place) => `${reason}: ${place}`),
    )
    .map((line) => `${line}\n`)
    .join('')
}

/** What was written down last. */
export function readRecord(): { readonly seen: string; readonly lists: readonly string[] } {
  return {
    seen: readFileSync(FILE, 'utf8'),
    lists: READMES.map(([, file]) => BLOCK.exec(readFileSync(file, 'utf8'))?.[0] ?? ''),
  }
}

/** Writes it down. */
export function writeRecord(seen: Recorded, lists: readonly string[]): void {
  writeFileSync(FILE, linesOf(seen))
  for (const [i, [, file]] of READMES.entries()) {
    const text = readFileSync(file, 'utf8')
    writeFileSync(
      file,
      text.replace(BLOCK, () => lists[i] ?? ''),
    )
  }
}
