/** The page of the environment: a table of variables and the downloads. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Variable } from '../env/mask.ts'
import { Layout, type PageContext } from './layout.tsx'
import { Value } from './value.tsx'

type Props = { context: PageContext; variables: readonly Variable[]; revealed: boolean }

/** Makes the page of the environment. */
export function EnvironmentPage(props: Props): JSX.Element {
  const { context, variables, revealed } = props
  const text = context.text.environment
  const masked = variables.filter((variable) => variable.masked).length
  return (
    <Layout context={context} title={context.text.frame.environment}>
      <p class="lead">{text.lead(variables.length, masked)}</p>
      {revealed ? <p class="note">{text.revealed}</p> : null}
      <div class="row">
        {revealed ? (
          <a class="act quiet" href="/env">
            {text.hide}
          </a>
        ) : (
          <form method="post" action="/env">
            <button type="submit">{text.reveal}</button>
          </form>
        )}
      </div>
      <Variables {...props} />
      <Downloads context={context} />
    </Layout>
  )
}

function Variables({ context, variables, revealed }: Props): JSX.Element {
  const text = context.text.environment
  return (
    <table>
      <thead>
        <tr>
          <th class="first">{text.name}</th>
          <th>{text.value}</th>
        </tr>
      </thead>
      <tbody>
        {variables.map(({ name, value, shown, masked }) => (
          <tr>
            <td class="key">
              <Value of={name} />
            </td>
            <td>
              {value === '' ? (
                <em class="soft">{text.emptyValue}</em>
              ) : (
                <Value of={revealed ? value : shown} />
              )}
              {masked ? <span class="tag">{text.secret}</span> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Downloads({ context }: { context: PageContext }): JSX.Element {
  const text = context.text.environment
  const forms = [
    ['/env/download/env', text.dotenv],
    ['/env/download/export', text.exportLines],
  ] as const
  return (
    <>
      <h2>{text.downloads}</h2>
      <p>{text.downloadsLead}</p>
      <div class="row">
        {forms.map(([href, label]) => (
          <a class="act" href={href} download="">
            {label}
          </a>
        ))}
        {forms.map(([href, label]) => (
          <form method="post" action={href}>
            <button class="quiet" type="submit" name="secrets" value="include">
              {label} · {text.withSecrets}
            </button>
          </form>
        ))}
      </div>
      <p class="soft">{text.caution}</p>
    </>
  )
}
