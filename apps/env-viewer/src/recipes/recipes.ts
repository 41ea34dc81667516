/**
 * The recipes for self-hosted apps. Each was read in the app's own documentation or source; an app
 * whose source could not be read has none.
 */
import { BY_ENVIRONMENT_A_K } from './by-environment-a-k.ts'
import { BY_ENVIRONMENT_M_Z } from './by-environment-m-z.ts'
import { BY_SETTINGS } from './by-settings.ts'
import type { Recipe } from './recipe.ts'

/** Every recipe, by the name of the app. */
export const RECIPES: readonly Recipe[] = [
  ...BY_ENVIRONMENT_A_K,
  ...BY_ENVIRONMENT_M_Z,
  ...BY_SETTINGS,
].sort((a, b) => (a.app.toLowerCase() < b.app.toLowerCase() ? -1 : 1))
