/** Where a person is signed in, each session with a way to end it. */
import type { SessionInfo } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { formatDistance } from '../time.ts'
import { Moment } from './moment.tsx'
import type { SessionsView } from './views.ts'

/** Lists a person's sessions; the one that asks is marked. */
export function SessionTable({ view }: { view: SessionsView }): JSX.Element {
  const { sessions } = view
  const text = view.context.text.sessions
  return (
    <>
      <h2>{text.list}</h2>
      <p>{text.listLead(sessions.length)}</p>
      <table class="sessions">
        <thead>
          <tr>
            <th>{text.browser}</th>
            <th>{text.signedInAt}</th>
            <th>{text.lastSeen}</th>
            <td class="act-column" />
          </tr>
        </thead>
        <tbody>
          {sessions.map((info) => (
            <Row view={view} info={info} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function Row({ view, info }: { view: SessionsView; info: SessionInfo }): JSX.Element {
  const text = view.context.text.sessions
  const own = info.id === view.session.id
  const browser = info.browser || text.unknownBrowser
  return (
    <tr>
      <td class="key">
        {browser}
        {own ? <span class="tag this">{text.thisOne}</span> : null}
      </td>
      <td data-label={text.signedInAt}>
        <Instant view={view} at={info.createdAt} />
      </td>
      <td data-label={text.lastSeen}>
        {own ? text.now : <Instant view={view} at={info.lastSeenAt} />}
      </td>
      <td>
        {own ? (
          <form method="post" action={view.login.paths.logout}>
            <button class="quiet small" type="submit">
              {text.signOutHere}
            </button>
          </form>
        ) : (
          <form method="post" action="/sessions/end">
            <input type="hidden" name="session" value={info.id} />
            <button
              class="quiet small"
              type="submit"
              aria-label={text.signOutLabel(
                browser,
                formatDistance(info.createdAt, view.now, view.context.language),
              )}
            >
              {text.signOut}
            </button>
          </form>
        )}
      </td>
    </tr>
  )
}

function Instant({ view, at }: { view: SessionsView; at: number }): JSX.Element {
  return <Moment at={at} now={view.now} language={view.context.language} />
}
