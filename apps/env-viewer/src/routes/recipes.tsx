/** `GET /recipes`: how other apps are told of this box. */
import { page, pageContext } from '../answer.tsx'
import { contains } from '../env/search.ts'
import { RecipesPage } from '../pages/recipes.tsx'
import { boxValues } from '../recipes/box.ts'
import { manifestBlock } from '../recipes/manifest-block.ts'
import { RECIPES } from '../recipes/recipes.ts'
import type { Site, Visit } from '../site.ts'

/** Shows the recipes that a search finds; without one, all of them. */
export function showRecipes(site: Site, c: Visit): Response {
  const query = c.req.query('q') ?? ''
  const recipes = RECIPES.filter((recipe) =>
    contains(query, recipe.app, recipe.id, manifestBlock(recipe)),
  )
  const context = pageContext(site, c)
  const view = { context, query, recipes, all: RECIPES.length, box: boxValues(site) }
  return page(<RecipesPage view={view} />, 200, 'scripted')
}
