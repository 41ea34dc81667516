/** A table of claims: name, meaning, value; times also as people read them. */
import type { Claims as ClaimSet } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { formatDistance, formatInstant } from '../time.ts'
import type { PageContext } from './layout.tsx'
import { Value } from './value.tsx'

const TIMES: ReadonlySet<string> = new Set(['exp', 'iat', 'nbf', 'auth_time', 'updated_at'])

/** Shows claims in the order in which the provider sent them. */
export function Claims(props: {
  context: PageContext
  now: number
  title: string
  claims: ClaimSet
}): JSX.Element {
  const { context, now, claims } = props
  const { language, text } = context
  return (
    <>
      <h2>{props.title}</h2>
      <table>
        <thead>
          <tr>
            <th class="first">{text.session.claim}</th>
            <th>{text.session.value}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(claims).map(([name, value]) => (
            <tr>
              <td class="key">
                <Value of={name} />
                {Object.hasOwn(text.claims, name) ? <small>{text.claims[name]}</small> : null}
              </td>
              <td>
                <Value of={typeof value === 'string' ? value : JSON.stringify(value)} />
                {TIMES.has(name) && typeof value === 'number' ? (
                  <small>
                    {formatInstant(value)} ({formatDistance(value, now, language)})
                  </small>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
