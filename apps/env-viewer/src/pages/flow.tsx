/**
 * The login as a sequence diagram that is an ordered list as well: who spoke to whom, with what, how
 * long it took, and what that protects against. Without script; each step opens.
 */
import { factText, type LoginStep, type LoginTrace, type MessageParameter } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { FLOW, FLOW_ORDER, type Party } from './flow-steps.ts'
import type { PageContext } from './layout.tsx'
import { Value } from './value.tsx'

const PARTIES: readonly Party[] = ['browser', 'app', 'provider']

type Props = { context: PageContext; trace: LoginTrace; revealed: boolean }

/** Draws a login, up to the step at which it failed when it did. */
export function Flow(props: Props): JSX.Element {
  const { context, trace } = props
  const { flow } = context.text
  const failed = trace.steps.findIndex((step) => step.failed !== undefined)
  const missing =
    failed === -1 ? [] : FLOW_ORDER.slice(FLOW_ORDER.indexOf(nameAt(trace, failed)) + 1)
  return (
    <div class="flow">
      <div class="lanes" aria-hidden="true">
        {PARTIES.map((party) => (
          <span>{flow.parties[party]}</span>
        ))}
      </div>
      <ol>
        {trace.steps.map((step) => (
          <Step {...props} step={step} />
        ))}
        {missing.map((name) => (
          <li class="missing">
            <span class="what">{context.text.steps[name].title}</span>{' '}
            <span class="soft">{flow.notReached}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}

const nameAt = (trace: LoginTrace, at: number) => trace.steps[at]?.name ?? 'session'

function Step({ context, revealed, step }: Props & { step: LoginStep }): JSX.Element {
  const { flow, steps } = context.text
  const { from, to, answered, specification } = FLOW[step.name]
  const text = steps[step.name]
  const failed = step.failed !== undefined
  const way = `${from}-${to}${answered ? ' answered' : ''}`
  return (
    <li class={failed ? 'failed' : 'done'}>
      <details open={failed}>
        <summary>
          <span class="what">
            {failed ? '✗ ' : ''}
            {text.title}
          </span>
          <span class="meta">{metaOf(step, context)}</span>
          <span class="away">
            {from === to
              ? flow.within(flow.parties[from])
              : flow.way(flow.parties[from], flow.parties[to])}
          </span>
          <span class={`arrow ${way}`} aria-hidden="true" />
        </summary>
        <div class="inside">
          <p>{text.does}</p>
          <p>
            <strong>{flow.protects}</strong> {text.stops}
          </p>
          {step.address === undefined ? null : (
            <p>
              <Value of={step.address} />
            </p>
          )}
          <Parameters title={flow.sent} all={step.sent} context={context} revealed={revealed} />
          <Parameters
            title={flow.received}
            all={step.received}
            context={context}
            revealed={revealed}
          />
          <p class="soft">
            <a href={specification.href} rel="noreferrer">
              {specification.name}
            </a>
          </p>
        </div>
      </details>
    </li>
  )
}

/** Status and duration; the browser's part is known to the second only. */
function metaOf({ name, status, duration, failed }: LoginStep, { text }: PageContext): string {
  const { flow } = text
  const outcome = failed ?? (status === undefined ? undefined : String(status))
  const time =
    name === 'authorization-request'
      ? flow.atProvider(Math.round(duration / 1000))
      : flow.milliseconds(duration.toFixed(duration < 10 ? 1 : 0))
  return [outcome, time].filter((part) => part !== undefined).join(' · ')
}

function Parameters(props: {
  title: string
  all: readonly MessageParameter[]
  context: PageContext
  revealed: boolean
}): JSX.Element | null {
  const { title, all, context, revealed } = props
  if (all.length === 0) return null
  const notes = context.text.parameters
  return (
    <>
      <h3>{title}</h3>
      <dl class="parameters">
        {all.map((one) => (
          <div>
            <dt>
              <code>{one.name}</code>
              {Object.hasOwn(notes, one.name) ? <small>{notes[one.name]}</small> : null}
            </dt>
            <dd>
              <Parameter of={one} context={context} revealed={revealed} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Parameter(props: {
  of: MessageParameter
  context: PageContext
  revealed: boolean
}): JSX.Element {
  const { value, shape } = props.of
  if (shape === undefined || (props.revealed && value !== undefined))
    return <Value of={value ?? ''} />
  return <span class="shape">{factText(shape, props.context.language)}</span>
}
