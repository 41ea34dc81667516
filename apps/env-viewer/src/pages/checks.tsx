/** Every check of a login, one line each: expected, seen, held; and the one that did not. */
import { type Check, factText, type Language, type LoginError } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { formatDistance, formatInstant } from '../time.ts'
import type { PageContext } from './layout.tsx'
import { Value } from './value.tsx'

type Props = {
  context: PageContext
  now: number
  checks: readonly Check[]
  /** The failure that ended the login, when a comparison did. */
  failed?: LoginError | undefined
}

/** Shows the checks in the order in which they were made. */
export function Checks({ context, now, checks, failed }: Props): JSX.Element {
  const text = context.text.session
  const { parameter = '', expected = '', seen = '' } = failed ?? {}
  const rows = checks.map((check) => ({ ...check, held: true }))
  if (failed?.expected !== undefined) rows.push({ name: parameter, expected, seen, held: false })
  const show = (fact: string) =>
    withInstants(factText(fact, context.language), now, context.language)
  return (
    <table class="checks">
      <thead>
        <tr>
          <th class="narrow">{text.checkName}</th>
          <th>{text.expected}</th>
          <th>{text.seen}</th>
          <td class="mark-held" />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, expected, seen, held }) => (
          <tr class={held ? '' : 'failed'}>
            <td class="key">
              <Value of={name} />
            </td>
            <td data-label={text.expected}>
              <Value of={show(expected)} />
            </td>
            <td data-label={text.seen}>
              <Value of={show(seen)} />
            </td>
            <td class={held ? 'good' : 'bad'}>{held ? `✓ ${text.held}` : `✗ ${text.notHeld}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Instants of a text also as people read them: absolute and from now. */
function withInstants(text: string, now: number, language: Language): string {
  return text.replace(/(?<![\w.-])\d{10}(?![\w.-])/g, (digits) => {
    const seconds = Number(digits)
    return `${digits} = ${formatInstant(seconds)} (${formatDistance(seconds, now, language)})`
  })
}
