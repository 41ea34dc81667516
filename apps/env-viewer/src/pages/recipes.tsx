/** The page of recipes: for each app the manifest block, what to type in, and where that is from. */
import { VARIABLE } from 'catflap-lazycat/facts'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { type BoxValues, fillIn } from '../recipes/box.ts'
import { manifestBlock } from '../recipes/manifest-block.ts'
import { APP_ORIGIN, CLIENT_ID, CLIENT_SECRET, type Recipe } from '../recipes/recipe.ts'
import { Layout, type PageContext } from './layout.tsx'
import { SearchForm } from './search.tsx'
import { Value } from './value.tsx'

/** What the page shows. */
export interface RecipesView {
  readonly context: PageContext
  readonly query: string
  readonly recipes: readonly Recipe[]
  /** How many recipes there are. */
  readonly all: number
  readonly box: BoxValues
}

/** Makes the page of recipes. */
export function RecipesPage({ view }: { view: RecipesView }): JSX.Element {
  const { context, query, recipes, all, box } = view
  const text = context.text.recipes
  const search = { query, found: recipes.length, all, whole: recipes.length === all }
  return (
    <Layout context={context} title={context.text.frame.recipes} scripts={['search']}>
      <p class="lead">{text.lead}</p>
      <p>{text.rules}</p>
      <dl>
        <div>
          <dt>{text.boxDomain}</dt>
          <dd>
            <Value of={box.values.get(VARIABLE.boxDomain.name) ?? ''} />
          </dd>
        </div>
        <div>
          <dt>{text.issuer}</dt>
          <dd>
            <Value of={box.values.get(VARIABLE.issuer.name) ?? ''} />
          </dd>
        </div>
      </dl>
      {box.real ? null : <p class="note">{text.notThisBox}</p>}
      <SearchForm context={context} search={search} label={text.search} />
      {recipes.map((recipe) => (
        <Entry view={view} recipe={recipe} />
      ))}
    </Layout>
  )
}

function Entry({ view, recipe }: { view: RecipesView; recipe: Recipe }): JSX.Element {
  const { language, text } = view.context
  const { places, says, verified } = recipe.source
  return (
    <details class="recipe" id={recipe.id} data-item="" open={view.recipes.length === 1}>
      <summary>
        <span data-find="">{recipe.app}</span>
      </summary>
      <p>
        {text.recipes.redirectUri}{' '}
        <Value of={fillIn(APP_ORIGIN + recipe.redirectPath, recipe, view.box)} />
      </p>
      <h2>lzc-manifest.yml</h2>
      <pre data-find="">{manifestBlock(recipe)}</pre>
      <Settings view={view} recipe={recipe} />
      {recipe.notes === undefined ? null : (
        <ul>
          {recipe.notes.map((note) => (
            <li>{note[language]}</li>
          ))}
        </ul>
      )}
      <p class="soft">
        {text.recipes.source} {says[language]}
        <small>{[...places, text.recipes.verified(verified)].join(' · ')}</small>
      </p>
    </details>
  )
}

function Settings({ view, recipe }: { view: RecipesView; recipe: Recipe }): JSX.Element | null {
  const { settings } = recipe
  if (settings === undefined) return null
  const { language, text } = view.context
  return (
    <>
      <h2>{settings.where[language]}</h2>
      <dl>
        {settings.values.map(([name, value]) => (
          <div>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              {value === CLIENT_ID ? text.recipes.clientId : null}
              {value === CLIENT_SECRET ? text.recipes.clientSecret : null}
              {value === CLIENT_ID || value === CLIENT_SECRET ? null : (
                <Value of={fillIn(value, recipe, view.box)} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
