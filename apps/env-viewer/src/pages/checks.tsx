/** Every check of a login, one line each: expected, seen, held; and the one that did not. */
import { type Check, factText, type LoginError } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { PageContext } from './layout.tsx'
import { Moment } from './moment.tsx'
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
              <Told fact={expected} context={context} now={now} />
            </td>
            <td data-label={text.seen}>
              <Told fact={seen} context={context} now={now} />
            </td>
            <td class={held ? 'good' : 'bad'}>{held ? `✓ ${text.held}` : `✗ ${text.notHeld}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A fact, and its instants also as people read them. */
function Told(props: { fact: string; context: PageContext; now: number }): JSX.Element {
  const { language } = props.context
  const text = factText(props.fact, language)
  const instants = text.match(/(?<![\w.-])\d{10}(?![\w.-])/g) ?? []
  return (
    <>
      <Value of={text} />
      {instants.map((digits) => (
        <small>
          <Moment at={Number(digits)} now={props.now} language={language} />
        </small>
      ))}
    </>
  )
}
