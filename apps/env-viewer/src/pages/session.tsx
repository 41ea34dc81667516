/** The page of a session: who, when, how the login went, what was checked, what it brought. */
import { uidOf, VARIABLE } from 'catflap-lazycat/facts'
import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { Checks } from './checks.tsx'
import { Claims } from './claims.tsx'
import { Flow } from './flow.tsx'
import { decodeClaims } from './jwt.ts'
import { displayName, Layout } from './layout.tsx'
import { Moment } from './moment.tsx'
import { Tokens } from './tokens.tsx'
import { Value } from './value.tsx'
import type { SessionView } from './views.ts'

/** Makes the page of a session. */
export function SessionPage({ view }: { view: SessionView }): JSX.Element {
  const { context, session, site, trace, revealed, details } = view
  const { text } = context
  const now = site.now()
  const accessClaims = decodeClaims(details.accessToken)
  const sources = [
    { title: text.session.idToken, claims: session.claims },
    { title: text.session.accessToken, claims: accessClaims },
    { title: text.session.userInfo, claims: session.userInfo },
  ]
  return (
    <Layout context={context} title={text.frame.session} scripts={['clock']}>
      <p class="lead">{text.session.lead}</p>
      <Identity view={view} />
      <h2>{text.session.flow}</h2>
      {trace === undefined ? (
        <p class="note">{text.session.noTrace}</p>
      ) : (
        <>
          <p>{text.session.flowLead}</p>
          <Flow context={context} trace={trace} revealed={revealed} />
          <h2>{text.session.checks}</h2>
          <p>{text.session.checksLead}</p>
          <Checks context={context} now={now} checks={trace.checks} />
        </>
      )}
      <h2>{text.session.claims}</h2>
      <p>{accessClaims === undefined ? text.session.opaqueToken : text.session.decodedToken}</p>
      <Claims context={context} now={now} sources={sources} />
      <Tokens view={view} />
      <Times view={view} />
    </Layout>
  )
}

function Identity({ view }: { view: SessionView }): JSX.Element {
  const { session, site, context } = view
  const text = context.text.session
  const name = displayName(session)
  const domain = site.environment[VARIABLE.boxDomain.name]
  const boxUser = domain === undefined ? '' : (uidOf(name, domain) ?? '')
  const groups = session.groups.length === 0 ? text.noGroups : session.groups.join(', ')
  const role = context.administrator ? 'administrator' : 'ordinaryUser'
  const facts = [
    [text.preferredName, name],
    ...(boxUser === '' ? [] : [[text.boxUser, boxUser] as const]),
    [text.subject, session.sub],
    [text.groups, groups],
  ] as const
  return (
    <dl class="identity">
      {facts.map(([label, value]) => (
        <Fact label={label}>
          <Value of={value} />
        </Fact>
      ))}
      <Fact label={text.role}>
        {text[role]} <span class="soft">{why(view)}</span>
      </Fact>
    </dl>
  )
}

/** Why the person has that role: by the groups of the login, or by what the box says now. */
function why({ session, site, context }: SessionView): string {
  const { session: text } = context.text
  const { adminGroup } = site
  if (context.administrator) return text.whyAdministrator(adminGroup)
  return session.groups.includes(adminGroup) ? text.whyBox : text.whyOrdinary(adminGroup)
}

function Times({ view }: { view: SessionView }): JSX.Element {
  const { session, details } = view
  const text = view.context.text.session
  const times = [
    [text.sentToProvider, details.startedAt],
    [text.createdAt, session.createdAt],
    [text.tokenExpiresAt, details.accessTokenExpiresAt],
    [text.expiresAt, session.expiresAt],
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
  return <Moment at={of} now={view.site.now()} language={view.context.language} />
}

function Fact({ label, children }: { label: string; children: Child }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
