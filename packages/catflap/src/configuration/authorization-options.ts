/**
 * What a login asks of the provider beyond the usual: `client.authorizationParams`, the parameters that a
 * link to the login may hand on, and pushed authorization requests.
 */
import { shown } from '../errors.ts'
import {
  HANDED_ON,
  isFreeParameter,
  type LoginParameters,
  unfit,
} from '../protocol/login-parameters.ts'
import type { ConfigurationProblem } from './configuration-error.ts'

/** Characters of one configured value; `claims` may be a JSON object. */
const LONGEST = 2048

const NAMES = {
  en: 'Names of authorization request parameters, but for those that the login makes itself, id_token_hint and request objects.',
  zh: '须为授权请求参数的名称；登录自己生成的参数、id_token_hint 和请求对象除外。',
}

/**
 * Parameters that each authorization request carries.
 *
 * @param problems - grows by whatever is found wrong
 */
export function readAuthorizationParams(
  option: LoginParameters | undefined,
  problems: ConfigurationProblem[],
): LoginParameters {
  const variable = 'client.authorizationParams'
  for (const [name, value] of Object.entries(option ?? {})) {
    if (!isFreeParameter(name)) {
      problems.push({ kind: 'invalid', variable, seen: shown(name), fix: NAMES })
      continue
    }
    const isLine = typeof value === 'string' && value !== '' && value.length <= LONGEST
    const expected = isLine ? unfit(name, value) : `text of 1 to ${LONGEST} characters`
    if (expected === undefined) continue
    const fix = { en: `Must be ${expected}.`, zh: `取值不合要求：${expected}。` }
    problems.push({ kind: 'invalid', variable: `${variable}.${name}`, seen: shown(value), fix })
  }
  return { ...option }
}

/** Parameters that a link to the login may hand on; likewise. */
export function readLoginParameters(
  option: readonly string[] | undefined,
  problems: ConfigurationProblem[],
): readonly string[] {
  const names = option ?? HANDED_ON
  const wrong = names.filter((name) => typeof name !== 'string' || !isFreeParameter(name))
  if (wrong.length > 0) {
    const variable = 'routes.loginParameters'
    problems.push({ kind: 'invalid', variable, seen: shown(wrong), fix: NAMES })
  }
  return [...names]
}
