/**
 * The parts of the documents that are made from what is known of the platform: the findings of a
 * manifest, and the facts.
 *
 * @typedef {'en' | 'zh'} Language
 * @typedef {Readonly<Record<Language, string>>} Text
 * @typedef {'error' | 'warning' | 'note'} Severity
 * @typedef {{ readonly confidence: string, readonly source: Text, readonly about: Text }} Sourced
 */

const SEVERITIES = {
  error: { en: 'error', zh: '错误' },
  warning: { en: 'warning', zh: '警告' },
  note: { en: 'note', zh: '提示' },
}

/**
 * The rows of the table of findings.
 *
 * @param {Readonly<Record<string, { readonly severity: Severity, readonly store?: Severity, readonly title: Text }>>} findings
 * @param {Language} language
 * @returns {string}
 */
export function findingRows(findings, language) {
  return Object.entries(findings)
    .map(([code, { severity, store, title }]) =>
      row([
        `\`${code}\``,
        SEVERITIES[severity][language],
        store === undefined ? '' : SEVERITIES[store][language],
        title[language],
      ]),
    )
    .join('')
}

/**
 * The text of a document with new rows between its markers.
 *
 * @param {string} text
 * @param {string} rows
 * @returns {string}
 */
export function withRows(text, rows) {
  return text.replace(/(<!-- findings -->\n(?:\|.*\n){2})(?:\|.*\n)*/, (_, head) => head + rows)
}

/**
 * The whole text of docs/lazycat-facts.md in one language.
 *
 * @param {Readonly<Record<string, unknown>>} facts - everything that the module of the facts exports
 * @param {Language} language
 * @returns {string}
 */
export function factDocs(facts, language) {
  const words = WORDS[language]
  const variables =
    /** @type {readonly (Sourced & { name: string, when: 'deploy' | 'run' | 'both' })[]} */ (
      facts.PLATFORM_VARIABLES
    )
  const versions = /** @type {Readonly<Record<string, Sourced & { version: string }>>} */ (
    facts.MINIMUM_VERSIONS
  )
  const old = /** @type {Readonly<Record<string, Sourced & { instead: string }>>} */ (
    facts.OLD_VARIABLES
  )
  const misspelt = /** @type {Readonly<Record<string, string>>} */ (facts.MISSPELT_VARIABLES)
  const single = Object.entries(facts)
    .flatMap(([name, value]) => singleFacts(name, value))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  const sure = (/** @type {Sourced} */ fact) => [
    words.confidence[/** @type {keyof typeof words.confidence} */ (fact.confidence)],
    fact.source[language],
  ]
  return [
    words.head,
    `## ${words.variables}\n\n`,
    table(
      [words.name, words.when, words.about, words.sure, words.source],
      variables.map((one) => [
        `\`${one.name}\``,
        words.times[one.when],
        one.about[language],
        ...sure(one),
      ]),
    ),
    `\n${words.misspelt}\n\n`,
    table(
      [words.wrong, words.right],
      Object.entries(misspelt).map(([wrong, right]) => [`\`${wrong}\``, `\`${right}\``]),
    ),
    `\n${words.old}\n\n`,
    table(
      [words.name, words.instead, words.about, words.sure, words.source],
      Object.entries(old).map(([name, one]) => [
        `\`${name}\``,
        `\`${one.instead}\``,
        one.about[language],
        ...sure(one),
      ]),
    ),
    `\n## ${words.values}\n\n`,
    table(
      [words.fact, words.value, words.about, words.sure, words.source],
      single.map(([name, fact]) => [
        `\`${name}\``,
        valuesOf(fact).map(code).join(' '),
        fact.about[language],
        ...sure(fact),
      ]),
    ),
    `\n## ${words.versions}\n\n`,
    table(
      [words.feature, 'lzcos', words.sure, words.source],
      Object.values(versions).map((one) => [one.about[language], one.version, ...sure(one)]),
    ),
  ].join('')
}

/**
 * The facts of one export: itself, or those in a group such as `INGRESS`.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {readonly [string, Sourced][]}
 */
function singleFacts(name, value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  if ('source' in value) return [[name, /** @type {Sourced} */ (value)]]
  if (ELSEWHERE.has(name) || name.includes('.')) return []
  return Object.entries(value).flatMap(([member, inner]) => singleFacts(`${name}.${member}`, inner))
}

/** Groups that have a table of their own. */
const ELSEWHERE = new Set(['VARIABLE', 'PLATFORM_VARIABLES', 'OLD_VARIABLES', 'MINIMUM_VERSIONS'])

/**
 * What a fact holds: its value, or the names that it gives to several.
 *
 * @param {Sourced} fact
 * @returns {readonly unknown[]}
 */
function valuesOf({ about: _about, confidence: _confidence, source: _source, ...rest }) {
  return membersOf(rest)
}

/**
 * Texts and numbers of a value, however deep.
 *
 * @param {unknown} value
 * @returns {readonly unknown[]}
 */
function membersOf(value) {
  if (typeof value !== 'object' || value === null) return [value]
  return Object.values(value).flatMap(membersOf)
}

/** @param {unknown} value */
const code = (value) => `\`${String(value).replaceAll('|', '\\|')}\``

/**
 * What stands in angle brackets would be taken for a tag, but for code.
 *
 * @param {readonly string[]} cells
 */
const row = (cells) =>
  `| ${cells.map((cell) => (cell.startsWith('`') ? cell : cell.replaceAll('<', '&lt;'))).join(' | ')} |\n`

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
const table = (head, rows) => row(head) + row(head.map(() => '---')) + rows.map(row).join('')

const WORDS = {
  en: {
    head: `# What is known of LazyCat

[中文](lazycat-facts.zh-CN.md) · This file is made from the code by \`npm run docs\`; a test keeps it equal.

Everything about the platform that the code relies on stands in \`packages/lazycat/src/facts\`, with where it
comes from. *Documented*: in LazyCat's developer documentation. *Source*: read in the source of Dex or of Go.
*Observed*: seen on a real box, in a tool of LazyCat, in published apps or guides. *Inferred*: follows from the
others, not proven.

`,
    variables: 'Variables',
    name: 'Variable',
    when: 'When',
    times: { deploy: 'in the manifest', run: 'in containers', both: 'both' },
    about: 'What it is',
    sure: 'How sure',
    source: 'Source',
    misspelt: 'Names that people write and that no box provides:',
    old: 'Names of old systems:',
    instead: 'Today',
    wrong: 'Written',
    right: 'Right',
    values: 'Values',
    fact: 'Fact',
    value: 'Value',
    versions: 'Oldest system',
    feature: 'Used',
    confidence: {
      documented: 'documented',
      source: 'source',
      observed: 'observed',
      inferred: 'inferred',
    },
  },
  zh: {
    head: `# 已知的懒猫微服事实

[English](lazycat-facts.md) · 本文件由 \`npm run docs\` 根据代码生成，测试保证两者一致。

代码所依赖的平台事实全部写在 \`packages/lazycat/src/facts\`，并注明来源。*文档*：来自懒猫微服开发者文档。
*源码*：读自 Dex 或 Go 的源码。*实测*：见于真实微服、懒猫工具、已发布的应用或公开指南。*推断*：由其他事实推得，未经证实。

`,
    variables: '变量',
    name: '变量',
    when: '何时',
    times: { deploy: 'manifest 中', run: '容器中', both: '两者' },
    about: '含义',
    sure: '可信度',
    source: '来源',
    misspelt: '常被误写、而微服并不提供的名称：',
    old: '旧系统的名称：',
    instead: '现在的写法',
    wrong: '误写',
    right: '正确',
    values: '取值',
    fact: '事实',
    value: '值',
    versions: '最低系统版本',
    feature: '所用功能',
    confidence: { documented: '文档', source: '源码', observed: '实测', inferred: '推断' },
  },
}
