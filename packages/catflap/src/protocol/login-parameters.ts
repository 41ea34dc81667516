/**
 * What a login asks of the provider beyond its own parameters: those that the configuration names, those
 * that a link to the login hands on, and what the ID Token must then say.
 *
 * Pure. Anybody can write a link to the login, so what one asks may add to the configuration's demands and
 * never take from them.
 */
import { LoginError, shown } from '../errors.ts'

/** Parameters of an authorization request, by their wire names. */
export type LoginParameters = Readonly<Record<string, string>>

/** How a person must have signed in. */
export interface Requirements {
  /** Seconds for which a sign-in at the provider counts; a minute more is tolerated for its clock. */
  readonly maxAge?: number
  /** Authentication Context Class References, any of which will do. */
  readonly acrValues?: readonly string[]
  /** That they signed in at the provider: with `session.acceptIngressUser` the ingress may have named them. */
  readonly source?: 'oidc'
}

/** The same as an ID Token is held to: every list needs one of its values. */
export interface ExpectedAuthentication {
  /** Seconds. */
  readonly maxAge: number | undefined
  readonly acrValues: readonly (readonly string[])[]
}

/** What a link to the login may hand on unless an option says otherwise. */
export const HANDED_ON: readonly string[] = [
  'prompt',
  'login_hint',
  'acr_values',
  'max_age',
  'ui_locales',
  'kc_idp_hint',
]

/** What each request says for itself, and what would carry a token or a whole request past the checks. */
const OURS: ReadonlySet<string> = new Set([
  'response_type',
  'response_mode',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'request',
  'request_uri',
  'id_token_hint',
  'return_to',
])

/** Characters of one parameter that a link hands on, and of all together once they are encoded. */
const LONGEST = 256
const MOST = 512

/** True of a parameter that a configuration may add, or let a link hand on. */
export const isFreeParameter = (name: string): boolean =>
  /^[\w.-]{1,64}$/.test(name) && !OURS.has(name)

/** What a value must look like, where the specification says it. A Map: an object would know `constructor`. */
const FORMS: ReadonlyMap<string, readonly [form: RegExp, expected: string]> = new Map([
  [
    'prompt',
    [
      /^(?:none|(?:login|consent|select_account|create)(?: (?:login|consent|select_account|create))*)$/,
      'none, or of login, consent, select_account and create',
    ],
  ],
  ['max_age', [/^\d{1,9}$/, 'whole seconds']],
])

/** Why a value cannot be sent: what would be; `undefined` when it can. */
export function unfit(name: string, value: string): string | undefined {
  const [form, expected] = FORMS.get(name) ?? []
  if (form !== undefined && !form.test(value)) return expected
  return /\p{Cc}/u.test(value) ? 'one line' : undefined
}

/**
 * Reads what a link to the login hands on to the provider.
 *
 * @param query - untrusted: anybody can link to the login
 * @param allowed - names; whatever else the link says is left out
 * @throws {@link LoginError} `LOGIN_PARAMETER_INVALID`, naming the parameter
 * @see OpenID Connect Core 1.0, section 3.1.2.1
 */
export function parseLoginParameters(
  query: URLSearchParams,
  allowed: readonly string[],
): LoginParameters {
  const parameters: Record<string, string> = {}
  for (const name of allowed) {
    const [value, ...more] = query.getAll(name)
    if (more.length > 0) fail(name, 'once', `${more.length + 1} times`)
    // An empty parameter counts as absent (RFC 6749, section 3.1).
    if (!value) continue
    if (value.length > LONGEST) {
      fail(name, `at most ${LONGEST} characters`, `${value.length} characters`)
    }
    const expected = unfit(name, value)
    if (expected !== undefined) fail(name, expected, shown(value))
    parameters[name] = value
  }
  const length = new URLSearchParams(parameters).toString().length
  if (length > MOST) fail(Object.keys(parameters).join(', '), `${MOST} characters`, `${length}`)
  return parameters
}

function fail(parameter: string, expected: string, seen: string): never {
  const message = `login: unacceptable "${parameter}"`
  throw new LoginError('LOGIN_PARAMETER_INVALID', message, { parameter, expected, seen })
}

/**
 * What is sent: a link's own values before the configured ones, but the shorter `max_age`, and of `prompt`
 * all that either wants people to be asked.
 */
export function joinParameters(
  configured: LoginParameters,
  asked: LoginParameters,
): LoginParameters {
  const { maxAge } = expectedAuthentication(configured, asked)
  const prompt = joinPrompts(configured.prompt, asked.prompt)
  return {
    ...configured,
    ...asked,
    ...(maxAge !== undefined && { max_age: String(maxAge) }),
    ...(prompt !== undefined && { prompt }),
  }
}

/** No ID Token tells what somebody was asked, so a link that could take it away would get by. */
function joinPrompts(...prompts: readonly (string | undefined)[]): string | undefined {
  const words = new Set(prompts.flatMap((prompt) => wordsOf(prompt ?? '')))
  if (words.size > 1) words.delete('none')
  return words.size === 0 ? undefined : [...words].join(' ')
}

/** True of parameters with which nobody is signed in who was not asked something. */
export const asksPeople = ({ prompt = 'none' }: LoginParameters): boolean => prompt !== 'none'

/** What an ID Token must say after it: all that the configuration demands, and all that the link did. */
export function expectedAuthentication(
  ...sources: readonly LoginParameters[]
): ExpectedAuthentication {
  const ages = sources.flatMap(({ max_age }) => (max_age === undefined ? [] : [Number(max_age)]))
  return {
    maxAge: ages.length === 0 ? undefined : Math.min(...ages),
    acrValues: sources.flatMap(({ acr_values }) => (acr_values ? [wordsOf(acr_values)] : [])),
  }
}

const wordsOf = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '')

/** The parameters of a link to the login that demands this. */
export function demanding({ maxAge, acrValues = [] }: Requirements): LoginParameters {
  return {
    ...(maxAge !== undefined && { max_age: String(Math.floor(maxAge)) }),
    ...(acrValues.length > 0 && { acr_values: acrValues.join(' ') }),
  }
}
