/** A decision, and what is open, as lines for a terminal. Pure. */
import { PREFIX } from '../settings/login.ts'
import type { Explained, Outcome, ShownReading, ShownRule } from './explained.ts'
import type { ManifestAdvice, Open } from './open.ts'
import { CHECK_WORDS, type CheckWords, fill } from './words.ts'

type Language = 'en' | 'zh'

/** Most readings that are shown. */
const MOST = 12

export function tellExplained(found: Explained, language: Language): string {
  const words = CHECK_WORDS[language]
  const head = `${found.method} ${plain(found.target)}`
  switch (found.kind) {
    case 'method-refused':
      return lines(head, words.methodRefused)
    case 'own':
      return lines(head, fill(words.own, PREFIX))
    case 'invalid': {
      const sent = encodeURI(found.target)
      const better = found.reason === 'raw-byte' && sent !== found.target
      return lines(
        head,
        fill(words.refused, words.invalid[found.reason]),
        ...(better ? [fill(words.sendAs, sent)] : []),
      )
    }
    case 'judged':
      return lines(head, ...tellJudged(found, words))
  }
}

function tellJudged(
  found: Explained & { readonly kind: 'judged' },
  words: CheckWords,
): readonly string[] {
  const { decisive, readings, rule, closedAsUnplain } = found
  const shown = readings.slice(0, MOST)
  const [first] = found.outcomes
  const isListed = found.outcomes.some(({ groups }) => same(groups, found.asked.groups))
  return [
    fill(words.decided, ruleText(rule), accessText(found, words)),
    ...(decisive.steps.length > 0
      ? [fill(words.because, plain(decisive.path), stepsText(decisive, words))]
      : []),
    ...(closedAsUnplain ? [words.unplain] : []),
    '',
    ...(first?.answer === 'app' ? [first] : found.outcomes).map((one) => outcomeText(one, words)),
    ...(isListed ? [] : [outcomeText(found.asked, words)]),
    ...(readings.length > 1
      ? [
          '',
          words.readings,
          ...shown.map(
            (one) =>
              `  ${plain(one.path)}  (${stepsText(one, words)})  ${ruleText(one.rule)}: ${accessText({ ...one, groups: one.rule.groups ?? [] }, words)}`,
          ),
          ...(readings.length > MOST ? [`  ${fill(words.more, readings.length - MOST)}`] : []),
        ]
      : []),
  ]
}

export function tellOpen(open: Open, language: Language): string {
  const words = CHECK_WORDS[language]
  const { groups = [], access } = open.default
  return lines(
    ...(open.public.length === 0
      ? [words.nothingOpen]
      : [words.open, ...open.public.map((rule) => `  ${ruleText(rule)}`)]),
    fill(words.everythingElse, accessText({ access, groups }, words)),
    ...open.overridable.map((at) => fill(words.overridable, at)),
  )
}

/** @param advice - `undefined` where the page links to no manifest */
export function tellManifest(advice: ManifestAdvice | undefined, language: Language): string {
  const words = CHECK_WORDS[language]
  if (advice === undefined) return lines(words.manifestNone)
  const target = plain(advice.target)
  switch (advice.kind) {
    case 'fine':
      return lines(fill(words.manifestFine, target))
    case 'rule':
      return lines(fill(words.manifestRule, target), `  ${advice.rule}`)
    case 'page':
      return lines(fill(words.manifestPage, target))
  }
}

export function tellUnknown(page: string, why: string, language: Language): string {
  const words = CHECK_WORDS[language]
  return lines(fill(words.manifestUnknown, page, why === '' ? words.noUpstream : why))
}

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`

/** A terminal obeys control characters, so none is shown as itself. */
const plain = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}]/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`)

const accessText = (
  { access, groups }: Pick<ShownReading, 'access'> & { readonly groups: readonly string[] },
  words: CheckWords,
): string => fill(words.access[access], groups.join(', '))

const stepsText = ({ steps }: ShownReading, words: CheckWords): string =>
  steps.length === 0 ? words.asItCame : steps.map((step) => words.steps[step]).join(', ')

const ruleText = ({ at, path, methods = [] }: ShownRule): string =>
  [at, ...(methods.length === 0 ? [] : [methods.join(',')]), ...(path === undefined ? [] : [path])]
    .map(plain)
    .join(' ')

function outcomeText({ groups, answer }: Outcome, words: CheckWords): string {
  const who =
    groups === undefined
      ? words.nobody
      : groups.length === 0
        ? words.nobodyInGroups
        : fill(words.member, groups.join(', '))
  return `${who}: ${words.answers[answer]}`
}

const same = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.join('\0') === b.join('\0'))
