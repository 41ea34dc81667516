/**
 * What ID Token, access token and UserInfo say, side by side: each claim with its meaning, times also
 * as people read them.
 */
import type { Claims as ClaimSet } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { PageContext } from './layout.tsx'
import { Moment } from './moment.tsx'
import { Value } from './value.tsx'

const TIMES: ReadonlySet<string> = new Set(['exp', 'iat', 'nbf', 'auth_time', 'updated_at'])

/** One source of claims; without claims, why there are none. */
export interface ClaimSource {
  readonly title: string
  readonly claims: ClaimSet | undefined
}

type Props = { context: PageContext; now: number; sources: readonly ClaimSource[] }

/** Shows claims in the order in which the sources have them. */
export function Claims({ context, now, sources }: Props): JSX.Element {
  const { text } = context
  const shown = sources.filter(({ claims }) => claims !== undefined)
  const names = [...new Set(shown.flatMap(({ claims = {} }) => Object.keys(claims)))]
  return (
    <table class="claims">
      <thead>
        <tr>
          <th class="first">{text.session.claim}</th>
          {shown.map(({ title }) => (
            <th>{title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr>
            <td class="key">
              <Value of={name} />
              {Object.hasOwn(text.claims, name) ? <small>{text.claims[name]}</small> : null}
            </td>
            {shown.map(({ title, claims = {} }) => (
              <td data-label={title}>
                {Object.hasOwn(claims, name) ? (
                  <Claim name={name} value={claims[name]} context={context} now={now} />
                ) : (
                  <span class="soft">–</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Claim(props: {
  name: string
  value: unknown
  context: PageContext
  now: number
}): JSX.Element {
  const { name, value, context, now } = props
  return (
    <>
      <Value of={typeof value === 'string' ? value : JSON.stringify(value)} />
      {TIMES.has(name) && typeof value === 'number' ? (
        <small>
          <Moment at={value} now={now} language={context.language} />
        </small>
      ) : null}
    </>
  )
}
