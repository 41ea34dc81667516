/**
 * What a recipe is filled with: this box's public values, never a secret.
 */
import { unusable } from 'catflap'
import { PLATFORM_VARIABLES, VARIABLE } from 'catflap-lazycat/facts'
import { maskEnvironment } from '../env/mask.ts'
import type { Site } from '../site.ts'
import type { Recipe } from './recipe.ts'

/** The variables whose values a recipe may show. */
const SHOWN: readonly string[] = [
  VARIABLE.boxDomain.name,
  VARIABLE.issuer.name,
  VARIABLE.authorizationEndpoint.name,
  VARIABLE.tokenEndpoint.name,
  VARIABLE.userInfoEndpoint.name,
]

/** Public values by the names of their variables; those of an example box where this one has none. */
export interface BoxValues {
  readonly values: ReadonlyMap<string, string>
  /** True when the values are this box's, so that they can be typed in as they are. */
  readonly real: boolean
}

/** Reads this box's values. A value that had to be masked does not count as one. */
export function boxValues({ environment }: Pick<Site, 'environment'>): BoxValues {
  const usable = maskEnvironment(environment).filter(({ name, value, masked }) => {
    return SHOWN.includes(name) && !masked && unusable(value) === undefined
  })
  const here = new Map(usable.map(({ name, value }) => [name, value.trim()]))
  const real = SHOWN.every((name) => here.has(name))
  const example = PLATFORM_VARIABLES.filter(({ name }) => SHOWN.includes(name))
  const examples = new Map(example.map((variable) => [variable.name, variable.example]))
  return { values: real ? here : examples, real }
}

/** Puts the values into a text that names variables; the app's domain is the one it is likely to get. */
export function fillIn(text: string, recipe: Recipe, { values }: BoxValues): string {
  const domain = `${recipe.id}.${values.get(VARIABLE.boxDomain.name)}`
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) =>
    name === VARIABLE.appDomain.name ? domain : (values.get(name) ?? whole),
  )
}
