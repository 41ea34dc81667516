/** The life of a session on one scale: as bars for the eye, and as a list for everybody. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Texts } from '../texts/texts.ts'
import { formatDistance } from '../time.ts'
import type { PageContext } from './layout.tsx'
import { Moment } from './moment.tsx'
import type { SessionsView } from './views.ts'

/** Instants of a session, in seconds since the epoch. */
interface Life {
  readonly begun: number
  readonly now: number
  /** `undefined` when it is not renewed by itself. */
  readonly renewal: number | undefined
  /** `undefined` when the provider did not say. */
  readonly tokenEnd: number | undefined
  readonly idleEnd: number | undefined
  readonly end: number
}

type Props = { context: PageContext; life: Life }

/** Draws the life of this session. */
export function Lifetime({ view }: { view: SessionsView }): JSX.Element {
  const { context, session, sessions, now } = view
  const life: Life = {
    begun: session.createdAt,
    now,
    renewal: session.renewAt,
    tokenEnd: session.details().accessTokenExpiresAt,
    idleEnd: sessions.find(({ id }) => id === session.id)?.idleEndsAt,
    end: session.expiresAt,
  }
  return (
    <>
      <Lanes context={context} life={life} />
      <Instants context={context} life={life} />
      {life.tokenEnd === undefined ? <p>{context.text.sessions.tokenEndUnknown}</p> : null}
    </>
  )
}

/** Where an instant lies between the session's beginning and its end, in percent. */
function place({ begun, end }: Life, instant: number): number {
  const share = (instant - begun) / Math.max(end - begun, 1)
  return Math.round(Math.min(Math.max(share, 0), 1) * 10_000) / 100
}

function Lanes({ context, life }: Props): JSX.Element {
  const text = context.text.sessions
  const spans = [
    [text.wholeSession, life.end, undefined],
    [text.unused, life.idleEnd, undefined],
    [text.accessToken, life.tokenEnd, life.renewal],
  ] as const
  const now = place(life, life.now)
  const anchor = now < 15 ? 'start' : now > 85 ? 'end' : 'middle'
  // The list below says the same in words.
  return (
    <div class="spans" aria-hidden="true">
      <div class="span top">
        <svg height="20" aria-hidden="true">
          <text x={`${now}%`} y="14" text-anchor={anchor}>
            {text.now}
          </text>
        </svg>
      </div>
      {spans.map(([label, until, renewal]) =>
        until === undefined ? null : (
          <div class="span">
            <span>{label}</span>
            <Bar life={life} until={until} renewal={renewal} />
            <span class="soft">{formatDistance(until, life.now, context.language)}</span>
          </div>
        ),
      )}
    </div>
  )
}

/** From the session's beginning to an end: what has gone, then what is left. */
function Bar(props: { life: Life; until: number; renewal: number | undefined }): JSX.Element {
  const { life, until, renewal } = props
  const [now, end] = [place(life, life.now), place(life, until)]
  const gone = Math.min(now, end)
  return (
    <svg height="28" aria-hidden="true">
      <line class="scale" x1="0" x2="100%" y1="14" y2="14" />
      <rect class="gone" x="0" y="8" height="12" width={`${gone}%`} />
      <rect class="left" x={`${gone}%`} y="8" height="12" width={`${Math.max(end - gone, 0)}%`} />
      {renewal === undefined ? null : (
        <circle class="renewal" cx={`${place(life, renewal)}%`} cy="14" r="5" />
      )}
      <line class="now" x1={`${now}%`} x2={`${now}%`} y1="0" y2="100%" />
    </svg>
  )
}

/** The instants of a life in the order in which they come. */
function instantsOf(life: Life, text: Texts['sessions']) {
  const all = [
    { kind: 'begun', label: text.begun, at: life.begun, note: undefined },
    { kind: 'now', label: text.now, at: life.now, note: undefined },
    { kind: 'renewal', label: text.renewal, at: life.renewal, note: text.renewalNote },
    { kind: 'token', label: text.tokenEnd, at: life.tokenEnd, note: undefined },
    { kind: 'idle', label: text.idleEnd, at: life.idleEnd, note: text.idleNote },
    { kind: 'end', label: text.end, at: life.end, note: text.endNote },
  ] as const
  return all
    .flatMap(({ at, ...rest }) => (at === undefined ? [] : [{ ...rest, at }]))
    .sort((a, b) => a.at - b.at)
}

function Instants({ context, life }: Props): JSX.Element {
  const when = (kind: string, at: number): string =>
    kind === 'now' ? 'now' : at <= life.now ? 'past' : 'future'
  return (
    <ol class="life">
      {instantsOf(life, context.text.sessions).map(({ kind, label, at, note }) => (
        <li class={`${when(kind, at)} ${kind}`}>
          <strong>{label}</strong>
          <span>
            <Moment at={at} now={life.now} language={context.language} />
          </span>
          {note === undefined ? null : <small class="soft">{note}</small>}
        </li>
      ))}
    </ol>
  )
}
