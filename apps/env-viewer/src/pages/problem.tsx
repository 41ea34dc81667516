/** The page of a request that failed: what happened, why, what to do; and the login up to there. */
import { errorText, factText, type LoginError, type LoginTrace } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { type Remedy, remedyOf } from '../problems/remedies.ts'
import { writeReport } from '../problems/report.ts'
import { Checks } from './checks.tsx'
import { Flow } from './flow.tsx'
import { Layout, type PageContext } from './layout.tsx'
import { Value } from './value.tsx'

/** What failed. */
export interface Problem {
  readonly error: LoginError
  /** Path that starts a login, when a new one could help. */
  readonly login: string | undefined
  /** The login up to its failure, without secrets; `undefined` when none was under way. */
  readonly trace: LoginTrace | undefined
  /** Seconds since the epoch. */
  readonly now: number
}

/** Says what happened and what to do. */
export function ProblemPage(props: { context: PageContext; problem: Problem }): JSX.Element {
  const { context, problem } = props
  const { error, login, trace, now } = problem
  const { title, causes, fix } = errorText(error, context.language, context.provider)
  const text = context.text.problem
  return (
    <Layout context={context} title={title} {...(trace && { scripts: ['copy', 'clock'] as const })}>
      <Facts context={context} error={error} />
      <h2>{text.causes}</h2>
      <ol class="causes">
        {causes.map((cause) => (
          <li>{cause}</li>
        ))}
      </ol>
      <h2>{text.fix}</h2>
      <p>
        <strong>{fix}</strong>
      </p>
      <Where context={context} remedy={remedyOf(error.code, context.provider)} />
      <div class="row">
        {login === undefined ? null : (
          <a class="act" href={login}>
            {text.signInAgain}
          </a>
        )}
        <a class={login === undefined ? 'act' : 'act quiet'} href="/">
          {text.toHome}
        </a>
      </div>
      {trace === undefined || trace.steps.length === 0 ? null : (
        <>
          <h2>{text.flow}</h2>
          <p>{text.flowLead}</p>
          <Flow context={context} trace={trace} revealed={false} />
          <h2>{context.text.session.checks}</h2>
          <Checks context={context} now={now} checks={trace.checks} failed={error} />
        </>
      )}
      {trace === undefined ? null : <Report context={context} problem={problem} />}
    </Layout>
  )
}

function Facts({ context, error }: { context: PageContext; error: LoginError }): JSX.Element {
  const { problem } = context.text
  const facts = [
    [problem.code, error.code],
    [problem.reason, error.reason],
    [problem.where, error.parameter],
    [problem.expected, error.expected],
    [problem.seen, error.seen],
    [problem.said, error.said],
  ] as const
  return (
    <dl>
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <div>
            <dt>{name}</dt>
            <dd>
              <Value of={factText(value, context.language)} />
            </dd>
          </div>
        ),
      )}
    </dl>
  )
}

/** Where the fix is to be made. */
function Where(props: { context: PageContext; remedy: Remedy | undefined }): JSX.Element | null {
  const { manifest, variables, doctor } = props.remedy ?? {}
  const text = props.context.text.problem
  return (
    <>
      {variables === undefined ? null : (
        <p>
          {text.variables}{' '}
          {variables.map((name) => (
            <>
              <code>{name}</code>{' '}
            </>
          ))}
        </p>
      )}
      {manifest === undefined ? null : (
        <>
          <p>{text.manifest}</p>
          <pre>{manifest.join('\n')}</pre>
        </>
      )}
      {doctor === undefined ? null : (
        <p>
          <a href="/doctor">{text.doctor}</a>
        </p>
      )}
    </>
  )
}

function Report({ context, problem }: { context: PageContext; problem: Problem }): JSX.Element {
  const text = context.text.problem
  return (
    <details class="report">
      <summary>{text.report}</summary>
      <p class="soft">{text.reportLead}</p>
      <button type="button" hidden data-copy="report" data-done={text.copied}>
        {text.copy}
      </button>
      <pre id="report">{writeReport(context, problem)}</pre>
    </details>
  )
}
