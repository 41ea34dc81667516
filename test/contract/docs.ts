/** docs/frameworks/contract.md and its Chinese twin, out of held.json. */
import { type Cell, cellOf, frameworks, type Held, rowNumbers } from './held.ts'
import { FRAMEWORKS, type Framework, NOT_APPLICABLE, ROWS, type Row, type Text } from './table.ts'

type Language = keyof Text

const folder = new URL('../../docs/frameworks/', import.meta.url)

export const DOCUMENTS: readonly (readonly [Language, URL])[] = [
  ['en', new URL('contract.md', folder)],
  ['zh', new URL('contract.zh-CN.md', folder)],
]

const SIGNS: Readonly<Record<Cell, string>> = {
  held: '✓',
  'held, opt-in': '◆',
  'by its adapter': '↑',
  'not applicable': '–',
  'nobody tests it': '✗',
}

const TEXTS = {
  title: { en: 'The contract of the adapters', zh: '适配器契约' },
  links: {
    en: '[中文](contract.zh-CN.md) · [all frameworks](README.md)',
    zh: '[English](contract.md) · [所有框架](README.zh-CN.md)',
  },
  intro: {
    en: 'What every adapter must do, and where the tests have seen it. This page is written by a run of the tests (`test/contract`); a run that holds less fails.',
    zh: '每个适配器必须做到的事，以及测试在哪里确认过。本页由测试运行写成（`test/contract`）；做不到其中任何一项的运行都会失败。',
  },
  signs: {
    en: [
      '✓ held by tests of every run (`npm test`); for Next.js on stand-ins for the functions of Next that its adapter calls.',
      '◆ held by tests of a run with `CATFLAP_FRAMEWORKS=1`, in which the framework itself is installed, built and served.',
      '↑ the framework’s own tests do not ask it; the adapter that does the work holds it, see its column.',
      '– cannot be asked of this framework: see below.',
    ],
    zh: [
      '✓ 每次运行（`npm test`）的测试都确认；Next.js 一列以替身代替适配器所调用的 Next 函数。',
      '◆ 由设置了 `CATFLAP_FRAMEWORKS=1` 的运行确认：其中真正安装、构建并运行该框架。',
      '↑ 该框架自己的测试没有问这一项，由承担工作的适配器确认，见它那一列。',
      '– 对该框架不适用：原因见下。',
    ],
  },
  by: { en: 'by the adapter of', zh: '使用的适配器' },
  row: { en: 'What must hold', zh: '必须做到' },
  reasons: { en: 'Not applicable', zh: '不适用的原因' },
} as const

/** The page in one language. */
export function contractDocs(held: Held, language: Language): string {
  const head = ['#', ...frameworks]
  const cells = rowNumbers.map((row) => [
    `[${row}](#row-${row})`,
    ...frameworks.map((framework) => SIGNS[cellOf(held, framework, row)]),
  ])
  return `${[
    `# ${TEXTS.title[language]}`,
    TEXTS.links[language],
    TEXTS.intro[language],
    TEXTS.signs[language].map((line) => `- ${line}`).join('\n'),
    table(head, cells),
    adapters(language),
    `## ${TEXTS.row[language]}`,
    rowNumbers
      .map((row) => `<a id="row-${row}"></a>**${row}.** ${ROWS[row][language]}`)
      .join('\n\n'),
    `## ${TEXTS.reasons[language]}`,
    reasons(held, language),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Which framework goes through which adapter. */
function adapters(language: Language): string {
  return frameworks
    .flatMap((name) => {
      const { by }: { readonly by?: Framework } = FRAMEWORKS[name]
      return by === undefined ? [] : [`- ${name}: ${TEXTS.by[language]} ${by}`]
    })
    .join('\n')
}

/** One line per row and reason, with the frameworks that share it. */
function reasons(held: Held, language: Language): string {
  return rowNumbers
    .flatMap((row) =>
      [...sharedReasons(held, row, language)].map(([text, names]) => {
        return `- **${row}** · ${names.join(', ')}: ${text}`
      }),
    )
    .join('\n')
}

function sharedReasons(
  held: Held,
  row: Row,
  language: Language,
): ReadonlyMap<string, readonly Framework[]> {
  const shared = new Map<string, readonly Framework[]>()
  for (const framework of frameworks) {
    if (cellOf(held, framework, row) !== 'not applicable') continue
    const text = NOT_APPLICABLE[framework]?.[row]?.[language] ?? ''
    shared.set(text, [...(shared.get(text) ?? []), framework])
  }
  return shared
}
