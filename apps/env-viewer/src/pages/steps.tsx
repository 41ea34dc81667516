/** The login as an ordered list: what each exchange did, how long it took, which attack it stops. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { StepName } from '../texts/texts.ts'
import type { SessionView } from './session.tsx'

const ORDER: readonly StepName[] = [
  'authorization-request',
  'authorization-response',
  'token-request',
  'id-token',
  'userinfo-request',
  'session',
]

/** Shows the steps of a login. */
export function Steps({ view }: { view: SessionView }): JSX.Element {
  const { session, steps } = view.context.text
  return (
    <>
      <h2>{session.flow}</h2>
      <ol class="steps">
        {ORDER.map((name) => (
          <li>
            <div class="head">
              <h3>{steps[name].title}</h3>
              <span class="soft">{durationOf(name, view)}</span>
            </div>
            <p>{steps[name].does}</p>
            <p class="soft">
              {session.protects} {steps[name].stops}
            </p>
          </li>
        ))}
      </ol>
    </>
  )
}

/** How long a step took. The browser's part is known to the second only. */
function durationOf(name: StepName, { context, details, session }: SessionView): string {
  const { text } = context
  if (name === 'authorization-request' || name === 'session') return ''
  if (name === 'authorization-response') {
    return text.session.atProvider(Math.max(0, session.createdAt - details.startedAt))
  }
  const step = details.steps.find((one) => one.name === name)
  if (step === undefined) return text.session.notAsked
  return text.session.milliseconds(step.duration.toFixed(step.duration < 10 ? 1 : 0))
}
