/** The page of a request that failed. */
import { ERROR_TEXTS, factText, type LoginError } from 'catflap'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { Layout, type PageContext } from './layout.tsx'
import { Value } from './value.tsx'

/**
 * Says what happened and what to do.
 *
 * @param login - path that starts a login, when a new one could help
 */
export function ProblemPage(props: {
  context: PageContext
  error: LoginError
  login: string | undefined
}): JSX.Element {
  const { context, error } = props
  const { title, causes, fix } = ERROR_TEXTS[context.language][error.code]
  const { problem } = context.text
  const facts = [
    [problem.code, error.code],
    [problem.where, error.parameter],
    [problem.expected, error.expected],
    [problem.seen, error.seen],
  ] as const
  return (
    <Layout context={context} title={title}>
      <ol>
        {causes.map((cause) => (
          <li>{cause}</li>
        ))}
      </ol>
      <p>
        <strong>{fix}</strong>
      </p>
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
      <div class="row">
        <a class="act" href="/">
          {problem.toHome}
        </a>
        {props.login === undefined ? null : (
          <a class="act quiet" href={props.login}>
            {problem.signInAgain}
          </a>
        )}
      </div>
    </Layout>
  )
}
