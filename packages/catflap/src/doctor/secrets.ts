/**
 * The last look before a report leaves: no secret of the configuration may stand in it.
 */
import { type Environment, VARIABLES } from '../configuration/environment.ts'
import type { LoginOptions } from '../configuration/login-options.ts'
import type { Finding, Text } from './finding.ts'

/** What is shorter would be found in ordinary words. */
const MIN_LENGTH = 4
const HIDDEN = '•••'

/** The secrets of options and environment, usable or not. */
export function secretsOf(options: LoginOptions, environment: Environment): readonly string[] {
  const variables = [...VARIABLES.clientSecret, ...VARIABLES.secret].map(
    (name) => environment[name],
  )
  const given = [options.client?.secret, ...(options.session?.secrets ?? [])]
  const addresses = [...VARIABLES.store, ...VARIABLES.httpProxy, ...VARIABLES.httpsProxy]
  const passwords = addresses.flatMap((name) => passwordsIn(environment[name]))
  const texts = [...variables, ...given, ...passwords].filter((one) => typeof one === 'string')
  const parts = texts.flatMap((text) => [text.trim(), ...text.split(/[\s,]+/)])
  return [...new Set(parts)].filter(({ length }) => length >= MIN_LENGTH)
}

/** The findings without any of these secrets. */
export function withoutSecrets(
  findings: readonly Finding[],
  secrets: readonly string[],
): readonly Finding[] {
  const hide = (text: string): string =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text)
  const hideIn = <T extends Text | undefined>(text: T): T | Text =>
    text && { en: hide(text.en), zh: hide(text.zh) }
  return findings.map((finding) => ({
    ...finding,
    expected: hideIn(finding.expected),
    seen: hideIn(finding.seen),
  }))
}

function passwordsIn(address: string | undefined): readonly string[] {
  if (address === undefined || !URL.canParse(address)) return []
  const { password } = new URL(address)
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}
