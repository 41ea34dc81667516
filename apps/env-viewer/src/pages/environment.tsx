/** The page of the environment: what looks wrong, a search, the variables by group, downloads. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import { Downloads } from './downloads.tsx'
import { Layout } from './layout.tsx'
import { SearchForm } from './search.tsx'
import { Variables } from './variables.tsx'
import type { EnvironmentView } from './views.ts'
import { Warnings } from './warnings.tsx'

/** Makes the page of the environment. */
export function EnvironmentPage({ view }: { view: EnvironmentView }): JSX.Element {
  const { context, variables, query, found, warnings } = view
  const text = context.text.environment
  const masked = variables.filter((variable) => variable.masked).length
  const more = found.count - found.variables.length
  const whole = found.variables.length === variables.length
  const search = { query, found: found.count, all: variables.length, whole }
  return (
    <Layout context={context} title={context.text.frame.environment} scripts={['search']}>
      <p class="lead">{text.lead(variables.length, masked)}</p>
      <Warnings context={context} warnings={warnings} />
      <Reveal view={view} masked={masked} />
      {variables.length === 0 ? (
        <p>{text.noVariables}</p>
      ) : (
        <SearchForm context={context} search={search} label={text.search} />
      )}
      <Variables view={view} />
      {more > 0 ? <p class="note">{text.moreVariables(more)}</p> : null}
      <Downloads context={context} />
    </Layout>
  )
}

function Reveal({ view, masked }: { view: EnvironmentView; masked: number }): JSX.Element {
  const text = view.context.text.environment
  const action = view.query === '' ? '/env' : `/env?q=${encodeURIComponent(view.query)}`
  return (
    <>
      {view.revealed.size > 0 ? <p class="note">{text.revealed}</p> : null}
      <div class="row">
        <form method="post" action={action} id="reveal">
          {masked > view.revealed.size ? <button type="submit">{text.reveal}</button> : null}
        </form>
        {view.revealed.size > 0 ? (
          <a class="act quiet" href={action}>
            {text.hide}
          </a>
        ) : null}
        <a href="#downloads">{text.downloads}</a>
      </div>
    </>
  )
}
