/**
 * What looks wrong in an environment: names that nothing provides, values that nobody filled in,
 * and mappings that a manifest forgot. Names only; no value leaves this file.
 */
import { type Environment, misspellings, type Unusable, unusable, VARIABLES } from 'catflap'
import {
  LOGIN_VARIABLE_PREFIX,
  MISSPELT_VARIABLES,
  PLATFORM_VARIABLES,
  type Text,
} from 'catflap-lazycat/facts'
import { knownVariable } from './known.ts'

/** One thing that looks wrong. `fix` is there when the rule that found it knows the remedy. */
export interface Warning {
  readonly variable: string
  /** `superfluous`: misspelt, but the right name has a value, too. */
  readonly kind: Unusable | 'misspelt' | 'superfluous'
  readonly fix?: Text
}

/** A variable of the platform inside a longer value: nobody else would write it that way. */
const PART_UNEXPANDED = /\$\{(LAZYCAT|LZCAPP)_\w*\}/

/** Everything that looks wrong, by the names of the variables. */
export function findWarnings(environment: Environment): readonly Warning[] {
  const misspelt = misspellings(environment).map(({ variable, fix }): Warning => {
    return { variable, kind: 'misspelt', fix }
  })
  const superfluous = Object.entries(MISSPELT_VARIABLES).flatMap(([variable, right]): Warning[] => {
    if (environment[variable] === undefined || unusable(environment[right])) return []
    return [{ variable, kind: 'superfluous' }]
  })
  const values = unusableValues(environment)
  return [...misspelt, ...superfluous, ...values, ...forgottenMappings(environment)].sort((a, b) =>
    a.variable < b.variable ? -1 : 1,
  )
}

function unusableValues(environment: Environment): readonly Warning[] {
  return Object.entries(environment).flatMap(([variable, value]) => {
    if (value === undefined) return []
    const kind = PART_UNEXPANDED.test(value) ? 'an unexpanded ${…}' : unusable(value)
    if (kind === undefined || (kind === 'empty' && isWelcomeEmpty(variable))) return []
    return [{ variable, kind }]
  })
}

/** Of a variable that nobody here knows, an empty value says nothing. */
function isWelcomeEmpty(variable: string): boolean {
  const known = knownVariable(variable)
  return known === undefined || known.mayBeEmpty === true
}

/** Once a box hands out one variable of its login, each other one only waits to be mapped. */
function forgottenMappings(environment: Environment): readonly Warning[] {
  const offered = PLATFORM_VARIABLES.map(({ name }) => name).filter((name) => isOfLogin(name))
  if (offered.every((name) => environment[name] === undefined)) return []
  return offered
    .filter((name) => environment[name] === undefined && !isReplaced(name, environment))
    .map((variable) => ({ variable, kind: 'not set' }))
}

const isOfLogin = (name: string): boolean => name.startsWith(LOGIN_VARIABLE_PREFIX.value)

/** Whether another name supplies the same setting. */
function isReplaced(variable: string, environment: Environment): boolean {
  const names = Object.values(VARIABLES).find((all) => all.includes(variable)) ?? []
  return names.some((name) => unusable(environment[name]) === undefined)
}
