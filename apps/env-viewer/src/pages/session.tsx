/** The page of a session: who, when, how the login went, what was checked, what it brought. */
import { factText, type Session, type SessionDetails } from 'catflap'
import { uidOf, VARIABLE } from 'catflap-lazycat/facts'
import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { roleOf } from '../role.ts'
import type { Site } from '../site.ts'
import { formatDistance, formatInstant } from '../time.ts'
import { Claims } from './claims.tsx'
import { displayName, Layout, type PageContext } from './layout.tsx'
import { Steps } from './steps.tsx'
import { Tokens } from './tokens.tsx'
import { Value } from './value.tsx'

/** What the parts of the page share. */
export interface SessionView {
  readonly context: PageContext
  readonly site: Site
  readonly session: Session
  readonly details: SessionDetails
  /** True when the person has asked to see the tokens. */
  readonly revealed: boolean
}

/** Makes the page of a session. */
export function SessionPage({ view }: { view: SessionView }): JSX.Element {
  const { context, session, site } = view
  const { text } = context
  const claims = { context, now: site.now() }
  return (
    <Layout context={context} title={text.frame.session}>
      <p class="lead">{text.session.lead}</p>
      <Identity view={view} />
      <Times view={view} />
      <Steps view={view} />
      <Checks view={view} />
      <Claims {...claims} title={text.session.idTokenClaims} claims={session.claims} />
      <Claims {...claims} title={text.session.userInfoClaims} claims={session.userInfo} />
      <Tokens view={view} />
    </Layout>
  )
}

function Identity({ view }: { view: SessionView }): JSX.Element {
  const { session, site } = view
  const text = view.context.text.session
  const name = displayName(session)
  const domain = site.environment[VARIABLE.boxDomain.name]
  const boxUser = domain === undefined ? '' : (uidOf(name, domain) ?? '')
  const groups = session.groups.length === 0 ? text.noGroups : session.groups.join(', ')
  const facts = [
    [text.preferredName, name],
    ...(boxUser === '' ? [] : [[text.boxUser, boxUser] as const]),
    [text.subject, session.sub],
    [text.groups, groups],
  ] as const
  return (
    <>
      <h2>{text.who}</h2>
      <dl>
        {facts.map(([label, value]) => (
          <Fact label={label}>
            <Value of={value} />
          </Fact>
        ))}
        <Fact label={text.role}>{text[roleOf(session, site.adminGroup)]}</Fact>
      </dl>
    </>
  )
}

function Times({ view }: { view: SessionView }): JSX.Element {
  const { session, details } = view
  const text = view.context.text.session
  const times = [
    [text.sentToProvider, details.startedAt],
    [text.createdAt, session.createdAt],
    [text.expiresAt, session.expiresAt],
    [text.tokenExpiresAt, details.accessTokenExpiresAt],
  ] as const
  return (
    <>
      <h2>{text.times}</h2>
      <dl>
        {times.map(([label, seconds]) => (
          <Fact label={label}>
            {seconds === undefined ? text.tokenExpiryUnknown : <Instant of={seconds} view={view} />}
          </Fact>
        ))}
      </dl>
    </>
  )
}

function Instant({ of, view }: { of: number; view: SessionView }): JSX.Element {
  const utc = formatInstant(of)
  return (
    <>
      <time datetime={utc}>{utc}</time>{' '}
      <span class="soft">({formatDistance(of, view.site.now(), view.context.language)})</span>
    </>
  )
}

function Checks({ view }: { view: SessionView }): JSX.Element {
  const { language } = view.context
  const text = view.context.text.session
  return (
    <>
      <h2>{text.checks}</h2>
      <p>{text.checksLead}</p>
      <table>
        <thead>
          <tr>
            <th class="narrow">{text.checkName}</th>
            <th>{text.expected}</th>
            <th>{text.seen}</th>
            <td class="mark-held" />
          </tr>
        </thead>
        <tbody>
          {view.details.checks.map(({ name, expected, seen }) => (
            <tr>
              <td class="key">
                <Value of={name} />
              </td>
              <td data-label={text.expected}>
                <Value of={factText(expected, language)} />
              </td>
              <td data-label={text.seen}>
                <Value of={factText(seen, language)} />
              </td>
              <td class="good">✓ {text.held}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Fact({ label, children }: { label: string; children: Child }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
