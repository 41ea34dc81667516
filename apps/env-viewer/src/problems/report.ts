/**
 * The report of a failed login, to be pasted into a forum: everything the page shows, as text, and
 * no secret, for it is made of what holds none.
 */
import {
  ERROR_TEXTS,
  factText,
  type Language,
  type LoginError,
  type LoginTrace,
  type MessageParameter,
} from 'catflap'
import type { Texts } from '../texts/texts.ts'
import { formatInstant } from '../time.ts'

/** What a report tells of. */
export interface Reported {
  readonly error: LoginError
  readonly trace: LoginTrace | undefined
  /** Seconds since the epoch. */
  readonly now: number
}

/** Whom it is written for. */
interface Reader {
  readonly language: Language
  readonly text: Texts
}

/** Writes a report in the reader's language; codes and wire names stay as they are. */
export function writeReport({ language, text }: Reader, { error, trace, now }: Reported): string {
  const { problem, flow, steps } = text
  const fact = (value: string) => oneLine(factText(value, language))
  const { code, reason, parameter, expected, seen, said } = error
  const facts = [
    [problem.code, code],
    [problem.reason, reason],
    [problem.where, parameter],
    [problem.expected, expected],
    [problem.seen, seen],
    [problem.said, said],
  ] as const
  const parameters = (title: string, all: readonly MessageParameter[]) =>
    all.map(
      ({ name, value, shape }) => `   ${title} ${name}: ${oneLine(value ?? fact(shape ?? ''))}`,
    )
  const messages = (trace?.steps ?? []).flatMap((step) => {
    const outcome = step.failed ?? (step.status === undefined ? 'ok' : `${step.status}`)
    const head = `${step.failed ? '✗' : '✓'} ${steps[step.name].title} (${outcome}, ${step.duration} ms)`
    return [
      head,
      ...(step.address === undefined ? [] : [`   ${step.address}`]),
      ...parameters(flow.sent, step.sent),
      ...parameters(flow.received, step.received),
    ]
  })
  const checks = (trace?.checks ?? []).map((one) => `✓ ${one.name}: ${fact(one.seen)}`)
  return [
    `${ERROR_TEXTS[language][code].title} · ${formatInstant(now)}`,
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${fact(value)}`])),
    ...(messages.length === 0 ? [] : ['', ...messages]),
    ...(checks.length === 0 ? [] : ['', ...checks]),
  ].join('\n')
}

/** Foreign text stays on its line, so that it cannot pass for a line of ours. */
function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD')
}
