/** The search of a page: a form for everyone, and what the script needs to do without asking. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { PageContext } from './layout.tsx'

/** What a search on a page is about. */
export interface Search {
  readonly query: string
  readonly found: number
  readonly all: number
  /** True when everything is on the page, so that nobody has to be asked. */
  readonly whole: boolean
}

/** The form, how much was found, and a word when it was nothing. */
export function SearchForm(props: {
  context: PageContext
  search: Search
  label: string
}): JSX.Element {
  const { context, label } = props
  const { query, found, all, whole } = props.search
  const text = context.text.search
  return (
    <>
      <search>
        <form
          class="search"
          method="get"
          action={context.path}
          data-search={whole ? 'whole' : 'part'}
        >
          <label>
            {label}{' '}
            <input
              type="search"
              name="q"
              value={query}
              autocomplete="off"
              autofocus={query !== ''}
            />
          </label>
          <button class="quiet" type="submit">
            {text.find}
          </button>
          {query === '' ? null : <a href={context.path}>{text.showAll}</a>}
          <span class="soft" role="status" data-status={text.found('{found}', '{all}')}>
            {query === '' && whole ? '' : text.found(String(found), String(all))}
          </span>
        </form>
      </search>
      <p data-none="" hidden={found > 0 || all === 0}>
        {text.nothing}
      </p>
    </>
  )
}
