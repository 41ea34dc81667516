/** The start page: what this is, who is signed in, and what is missing when nobody can be. */
import type { ConfigurationProblem } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Site } from '../site.ts'
import { displayName, Layout, type PageContext } from './layout.tsx'
import { Setup } from './setup.tsx'
import { Value } from './value.tsx'

/** Makes the start page. */
export function HomePage(props: { context: PageContext; site: Site }): JSX.Element {
  const { context, site } = props
  const { text } = context
  return (
    <Layout context={context} title={text.frame.name}>
      <p class="lead">{text.home.lead}</p>
      {site.login === undefined ? (
        <MissingSetup context={context} problems={site.problems} />
      ) : (
        <>
          <Identity context={context} login={site.login.paths.login} />
          <Cards context={context} group={site.adminGroup} />
          <h2>{text.home.provider}</h2>
          <Facts context={context} client={site.login.client} />
        </>
      )}
    </Layout>
  )
}

function MissingSetup(props: {
  context: PageContext
  problems: readonly ConfigurationProblem[]
}): JSX.Element {
  return (
    <>
      <h2>{props.context.text.setup.title}</h2>
      <Setup context={props.context} problems={props.problems} />
    </>
  )
}

function Identity(props: { context: PageContext; login: string }): JSX.Element {
  const { text, session } = props.context
  if (session === undefined) {
    return (
      <div class="row">
        <a class="act" href={`${props.login}?return_to=%2Fsession`}>
          {text.frame.signIn}
        </a>
        <span class="soft">{text.home.signedOut}</span>
      </div>
    )
  }
  return (
    <p>
      {text.home.signedInAs} <Value of={displayName(session)} />
    </p>
  )
}

function Cards(props: { context: PageContext; group: string }): JSX.Element {
  const { frame, home } = props.context.text
  return (
    <div class="cards">
      <section class="card">
        <h2>{frame.session}</h2>
        <p>{home.sessionCard}</p>
        <a class="act quiet" href="/session" aria-label={`${home.open}: ${frame.session}`}>
          {home.open}
        </a>
      </section>
      <section class="card">
        <h2>{frame.environment}</h2>
        <p>{home.environmentCard}</p>
        <p class="soft">{home.adminsOnly(props.group)}</p>
        <a class="act quiet" href="/env" aria-label={`${home.open}: ${frame.environment}`}>
          {home.open}
        </a>
      </section>
    </div>
  )
}

function Facts(props: {
  context: PageContext
  client: { issuer: string; id: string; redirectUri: string }
}): JSX.Element {
  const { home } = props.context.text
  const { issuer, id, redirectUri } = props.client
  const facts = [
    [home.issuer, issuer],
    [home.clientId, id],
    [home.redirectUri, redirectUri],
  ] as const
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>
            <Value of={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
