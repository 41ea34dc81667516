/**
 * Hides the secrets of an environment, by the names of variables and by what values give away.
 */
import { isSecretName } from './secret-name.ts'

/** One variable. `shown` is its value with every secret in it replaced by {@link MASK}. */
export interface Variable {
  readonly name: string
  readonly value: string
  readonly shown: string
  /** True when `shown` differs from `value`. */
  readonly masked: boolean
}

/** Stands for a secret, whatever its length. */
export const MASK = '••••••••'

/** Shorter values are too common in other values to be searched for. */
const SEARCHED_LENGTH = 6

/**
 * The variables in the order of their names, with their secrets masked.
 *
 * @param environment - as in `process.env`
 */
export function maskEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): readonly Variable[] {
  const secrets = secretsOf(environment)
  return Object.keys(environment)
    .sort((a, b) => (a < b ? -1 : 1))
    .flatMap((name) => {
      const value = environment[name]
      if (value === undefined) return []
      const shown = maskValue(name, value, secrets)
      return [{ name, value, shown, masked: shown !== value }]
    })
}

/**
 * Every secret of an environment that is long enough to be searched for in other texts, with its
 * form in URLs; the longest first, so that no part of one is left over.
 */
export function secretsOf(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const parts = Object.entries(environment)
    .filter(([name]) => isSecretName(name))
    .flatMap(([, value = '']) => [value, value.trim(), ...value.split(/[\s,]+/)])
    .filter((part) => part.length >= SEARCHED_LENGTH && !isPlaceholder(part))
  const forms = parts.flatMap((part) => [part, urlForm(part)])
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

/** Replaces every secret in a text. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, MASK), text)
}

function maskValue(name: string, value: string, secrets: readonly string[]): string {
  // An empty or unexpanded secret is what a person looks for here, and gives nothing away.
  if (isPlaceholder(value)) return value
  if (isSecretName(name) || isSecretValue(value)) return MASK
  return hideCredentials(hideSecrets(value, secrets))
}

/** Nothing, white space, what a Go template prints for nothing, or a mapping nobody expanded. */
function isPlaceholder(value: string): boolean {
  return /^(<no value>|\$\{\w*\})?$/.test(value.trim())
}

/** A JWT, a private key, an Authorization header, or JSON with a member that promises a secret. */
function isSecretValue(value: string): boolean {
  if (/(?<![\w-])eyJ[\w-]+\.[\w-]+\./.test(value)) return true
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) return true
  if (/^\s*(basic|bearer)\s+\S/i.test(value)) return true
  return [...value.matchAll(/"([^"\s]{1,200})"\s*:/g)].some(([, member = '']) =>
    isSecretName(member),
  )
}

// The look-behinds keep a long value from being searched again from each of its characters.
// A raw password may hold any character; digits and a slash after the colon are a port.
const URL_PASSWORD =
  /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*):(?!\d{1,5}[/?#])((?:(?!:\/\/)\S)+)@/gi
// A lone user name in an https address is mostly a token (git hosts, error trackers).
const URL_TOKEN = /(https?:\/\/)[^\s/?#:@]+@/gi
const PAIR = /(?<![\w.-])([\w.-]+)=([^\s;&#'"]+)/g

/** The password of a URL, and pairs like `password=…` in queries and connection strings. */
function hideCredentials(value: string): string {
  return value
    .replace(URL_PASSWORD, `$1:${MASK}@`)
    .replace(URL_TOKEN, `$1${MASK}@`)
    .replace(PAIR, (pair, name: string) => (isSecretName(name) ? `${name}=${MASK}` : pair))
}

function urlForm(text: string): string {
  // A lone surrogate has no form in URLs.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'))
}
