/** The two ways in which a box tells an app who is asking, side by side, and what each is worth. */
import { type IngressUser, readIngressUser, type Session } from 'catflap'
import { CLIENT_SOURCE, USER_HEADER } from 'catflap-lazycat/facts'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { headersOf, type Visit } from '../site.ts'
import { displayName, type PageContext } from './layout.tsx'
import { Value } from './value.tsx'

/** What this one request brought of each way. */
export interface Asked {
  /** Of a login; the viewer itself goes by nothing else. */
  readonly session: Session | undefined
  /** Whom an app with `session.acceptIngressUser` would take for signed in. */
  readonly ingressUser: IngressUser | undefined
  /** Whether the headers of the ingress name anybody, in whatever form. */
  readonly named: boolean
}

/** What a request brought of both ways to know a person; the box's word is shown and decides nothing. */
export function askedOf(c: Visit): Asked {
  const header = headersOf(c)
  return {
    session: c.get('session'),
    ingressUser: readIngressUser(header, [CLIENT_SOURCE.value]),
    named: Boolean(header(USER_HEADER.value.toLowerCase())),
  }
}

/** Makes the table. */
export function Ways({ context, asked }: { context: PageContext; asked: Asked }): JSX.Element {
  const text = context.text.ways
  const { session, ingressUser, named } = asked
  const nobody = named ? text.unfit : text.unnamed
  const rows = [
    [
      text.who,
      session === undefined ? text.noSession : <Value of={displayName(session)} />,
      ingressUser === undefined ? nobody : <Value of={ingressUser.user} />,
    ],
    [
      text.role,
      session?.groups.join(', ') || text.none,
      ingressUser === undefined ? text.none : ingressUser.role,
    ],
    [text.shownBy, text.bySession, text.byHeaders],
    [text.forgedBy, text.forgedByNobody, text.forgedByContainers],
    [text.asOf, text.asOfLogin, text.asOfRequest],
    [text.tokens, text.hasTokens, text.hasNone],
    [text.clicks, text.oneClick, text.noClick],
    [text.worth, text.worthLogin, text.worthIngress],
  ] as const
  return (
    <>
      <h2 id="ways">{text.title}</h2>
      <p>{session === undefined ? text.leadNeither(ingressUser !== undefined) : text.leadLogin}</p>
      <table class="ways">
        <thead>
          <tr>
            <td />
            <th>{text.login}</th>
            <th>{text.ingress}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, login, ingress]) => (
            <tr>
              <th scope="row">{label}</th>
              <td data-label={text.login}>{login}</td>
              <td data-label={text.ingress}>{ingress}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
