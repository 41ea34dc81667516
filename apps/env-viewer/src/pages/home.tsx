/** The start page: what this is, who is signed in, and what is missing when nobody can be. */
import type { ConfigurationProblem } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Site } from '../site.ts'
import { displayName, Layout, type PageContext } from './layout.tsx'
import { Setup } from './setup.tsx'
import { Sketch } from './sketch.tsx'
import { Value } from './value.tsx'
import { type Asked, Ways } from './ways.tsx'

/** Each page in the order of the navigation, and whether it is for administrators alone. */
const PAGES = [
  ['/session', 'session', false],
  ['/sessions', 'sessions', false],
  ['/env', 'environment', true],
  ['/recipes', 'recipes', false],
  ['/doctor', 'doctor', true],
  ['/attempts', 'attempts', true],
] as const

/** Makes the start page. */
export function HomePage(props: { context: PageContext; site: Site; asked: Asked }): JSX.Element {
  const { context, site, asked } = props
  const { text } = context
  return (
    <Layout context={context} title={text.frame.name} ownHeading>
      <div class="hero">
        <div>
          <h1>{text.frame.name}</h1>
          <p class="lead">{text.home.lead}</p>
          {site.login === undefined ? null : (
            <Identity context={context} login={site.login.paths.login} />
          )}
        </div>
        <Sketch parties={text.flow.parties} />
      </div>
      {site.login === undefined ? (
        <MissingSetup context={context} problems={site.problems} />
      ) : (
        <>
          <Cards context={context} group={site.adminGroup} />
          <Ways context={context} asked={asked} />
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
    <>
      <div class="cards">
        {PAGES.map(([path, name, administrators]) => (
          <section class="card">
            <h2>
              <a href={path}>{frame[name]}</a>
              {administrators ? <span class="tag">{home.administrators}</span> : null}
            </h2>
            <p>{home.cards[name]}</p>
          </section>
        ))}
      </div>
      <p class="soft">{home.adminsOnly(props.group)}</p>
    </>
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
