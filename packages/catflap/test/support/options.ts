/** Options and variables, and what is wrong with them. */
import { expect } from 'vitest'
import {
  ConfigurationError,
  type ConfigurationProblem,
} from '../../src/configuration/configuration-error.ts'
import type { LoginOptions } from '../../src/configuration/login-options.ts'
import { parseOptions, type Settings } from '../../src/configuration/options.ts'

/** What a box hands to an app. A test changes exactly one thing about it. */
export const box: Readonly<Record<string, string>> = {
  LAZYCAT_AUTH_OIDC_ISSUER_URI: 'https://box.heiyu.space/sys/oauth',
  LAZYCAT_AUTH_OIDC_CLIENT_ID: 'cloud.lazycat.app.x',
  LAZYCAT_AUTH_OIDC_CLIENT_SECRET: 'hush-client-secret',
  LAZYCAT_APP_DOMAIN: 'x.box.heiyu.space',
}
export const parse = (variables: object = {}, options: LoginOptions = {}): Settings =>
  parseOptions({ environment: { ...box, ...variables }, ...options })

export function problemsOf(
  variables: object = {},
  options: object = {},
): readonly ConfigurationProblem[] {
  try {
    parse(variables, options)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    return (error as ConfigurationError).problems
  }
  return []
}
export const variablesOf = (...parameters: Parameters<typeof problemsOf>): readonly string[] =>
  problemsOf(...parameters).map(({ variable }) => variable)
