/**
 * @typedef {'en' | 'zh'} Language
 * @typedef {Readonly<Record<string, { readonly title: string, readonly fix: string }>>} Texts
 * @typedef {object} GateTables
 * @property {Readonly<Record<string, { readonly status: number }>>} errors
 * @property {Readonly<Record<string, Readonly<Record<Language, { readonly title: string, readonly fix: string }>>>>} texts
 * @property {Readonly<Record<Language, Texts>>} checks
 */

/** Heads of the two tables of docs/gate.md that are made from the code. */
const HEADS = {
  en: {
    checks: '| check | what holds | what to do where it does not |',
    errors: '| code | HTTP | what it says | what to do |',
  },
  zh: {
    checks: '| 检查 | 应当如此 | 不是这样时怎么办 |',
    errors: '| 代码 | HTTP | 含义 | 怎么办 |',
  },
}

/**
 * The text of docs/gate.md with the tables of checks and errors as the code has them.
 *
 * @param {string} text
 * @param {GateTables} tables
 * @param {Language} language
 * @returns {string}
 */
export function withGateTables(text, { errors, texts, checks }, language) {
  const heads = HEADS[language]
  const checkRows = Object.entries(checks[language]).map(
    ([check, { title, fix }]) => `| \`${check}\` | ${cell(title)} | ${cell(fix)} |`,
  )
  const errorRows = Object.entries(errors).map(([code, { status }]) => {
    const words = texts[code]?.[language]
    if (words === undefined) throw new Error(`${code} has no text in ${language}`)
    return `| \`${code}\` | ${status} | ${cell(words.title)} | ${cell(words.fix)} |`
  })
  return replaceRows(replaceRows(text, heads.checks, checkRows), heads.errors, errorRows)
}

/**
 * @param {string} text
 * @param {string} head
 * @param {readonly string[]} rows
 */
function replaceRows(text, head, rows) {
  const start = text.indexOf(`\n${head}\n`)
  if (start === -1) throw new Error(`no table "${head}"`)
  const end = text.indexOf('\n\n', start + 1)
  const rule = head.replaceAll(/[^|]+/g, '---')
  const after = end === -1 ? '\n' : text.slice(end)
  return `${text.slice(0, start + 1)}${[head, rule, ...rows].join('\n')}${after}`
}

/** @param {string} words */
const cell = (words) => words.replaceAll('|', '\\|')
