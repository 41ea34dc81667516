/** The last attempts to sign in: when, what came of each, and why it failed. */
import { ERROR_TEXTS, errorText, factText, type LoginAttempt } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { Layout, type PageContext } from './layout.tsx'
import { Moment } from './moment.tsx'
import { Value } from './value.tsx'

type Props = { context: PageContext; now: number; attempts: readonly LoginAttempt[] }

/** Makes the page of attempts. */
export function AttemptsPage({ context, now, attempts }: Props): JSX.Element {
  const { text } = context
  return (
    <Layout context={context} title={text.frame.attempts} scripts={['clock']}>
      <p class="lead">{text.attempts.lead}</p>
      {attempts.length === 0 ? (
        <p>{text.attempts.none}</p>
      ) : (
        <ol class="attempts">
          {attempts.map((attempt) => (
            <Attempt context={context} now={now} attempt={attempt} />
          ))}
        </ol>
      )}
      <p class="soft">
        <a href="/api/attempts">{text.attempts.api}</a>
      </p>
    </Layout>
  )
}

function Attempt(props: { context: PageContext; now: number; attempt: LoginAttempt }): JSX.Element {
  const { context, now, attempt } = props
  const { language, text, provider } = context
  const { at, code, step, browser, count, seen } = attempt
  const reason = undefined
  return (
    <li>
      <p class="head">
        {code === undefined ? (
          <strong class="good">✓ {text.attempts.signedIn}</strong>
        ) : (
          <strong class="bad">✗ {ERROR_TEXTS[language][code].title}</strong>
        )}
        <span class="soft">
          <Moment at={at} now={now} language={language} />
          {browser === '' ? '' : ` · ${browser}`}
          {count > 1 ? ` · ${text.attempts.times(count)}` : ''}
        </span>
      </p>
      {code === undefined ? null : (
        <>
          <p>
            <code>{code}</code>
            {step === undefined ? '' : ` · ${text.steps[step].title}`}
            {attempt.attempt === undefined ? ` · ${text.attempts.stray}` : ''}
          </p>
          <Compared context={context} attempt={attempt} />
          <p>{errorText({ code, reason, seen }, language, provider).fix}</p>
        </>
      )}
    </li>
  )
}

function Compared(props: { context: PageContext; attempt: LoginAttempt }): JSX.Element | null {
  const { language, text } = props.context
  const { parameter, expected, seen } = props.attempt
  if (expected === undefined || seen === undefined) return null
  return (
    <p>
      <code>{parameter}</code> {text.problem.expected} <Value of={factText(expected, language)} /> ·{' '}
      {text.problem.seen} <Value of={factText(seen, language)} />
    </p>
  )
}
