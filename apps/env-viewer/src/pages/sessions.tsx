/** The page of a person's sessions: this one's life, its renewal, and where else they are. */
import { ERRORS, errorText } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Notice } from '../notice.ts'
import { Layout, type PageContext } from './layout.tsx'
import { Lifetime } from './lifetime.tsx'
import { SessionTable } from './session-table.tsx'
import type { SessionsView } from './views.ts'

/** Makes the page. */
export function SessionsPage({ view }: { view: SessionsView }): JSX.Element {
  const { context, notice } = view
  return (
    <Layout context={context} title={context.text.frame.sessions} scripts={['clock']}>
      {notice === undefined ? null : <Told context={context} notice={notice} />}
      <p class="lead">{context.text.sessions.lead}</p>
      <h2>{context.text.sessions.life}</h2>
      <Lifetime view={view} />
      <Renewal view={view} />
      <SessionTable view={view} />
      <Everywhere view={view} />
    </Layout>
  )
}

function Told({ context, notice }: { context: PageContext; notice: Notice }): JSX.Element {
  const text = context.text.sessions
  if (notice.kind === 'failed') {
    const failed = { code: notice.code, reason: undefined, seen: undefined }
    const { title, fix } = errorText(failed, context.language, context.provider)
    const away = ERRORS[notice.code].status === 503
    return (
      <div class="note told" role="status">
        <p>
          <strong>{title}</strong>
        </p>
        <p>
          {text.unchanged(away ? text.later : fix)} <code>{notice.code}</code>
        </p>
      </div>
    )
  }
  return (
    <p class="note told done" role="status">
      ✓ {notice.kind === 'renewed' ? text.renewed : text.ended(notice.count)}
    </p>
  )
}

function Renewal({ view }: { view: SessionsView }): JSX.Element {
  const { sessions: text, problem } = view.context.text
  const renewable = view.session.details().refreshToken !== undefined
  return (
    <>
      <h2>{text.accessToken}</h2>
      <p>{renewable ? text.renewLead : text.notRenewable}</p>
      {renewable ? (
        <form method="post" action="/session/renew">
          <button type="submit">{text.renew}</button>
        </form>
      ) : (
        <a class="act quiet" href={`${view.login.paths.login}?return_to=%2Fsessions`}>
          {problem.signInAgain}
        </a>
      )}
    </>
  )
}

function Everywhere({ view }: { view: SessionsView }): JSX.Element {
  const { text } = view.context
  return (
    <form class="row" method="post" action="/sessions/everywhere">
      <button class="quiet" type="submit">
        {text.sessions.everywhere}
      </button>
      <span class="soft">{text.sessions.everywhereLead(view.sessions.length)}</span>
    </form>
  )
}
