/** What makes an authorization request acceptable: one ordered table of rules. */
import { CONNECTOR } from 'catflap-lazycat/facts'
import { type AuthorizationRequest, type Box, readClient } from '../box/box.ts'
import type { Settings } from '../box/settings.ts'
import { fields } from '../http/go.ts'
import type { Reply } from '../http/reply.ts'
import type { Hint } from './error-page.ts'
import { redirectToClient } from './response.ts'

/** A refusal that the user reads on a page, because there is nobody safe to redirect to. */
export interface PageRefusal {
  readonly status: 400 | 404
  readonly message: string
  /** What is registered instead. */
  readonly hint: Hint
}

/** The outcome of the checks. */
export type Checked =
  | { readonly kind: 'accepted'; readonly request: AuthorizationRequest }
  | { readonly kind: 'page'; readonly refusal: PageRefusal }
  | { readonly kind: 'redirect'; readonly reply: Reply }

const KNOWN_SCOPES: readonly string[] = [
  'openid',
  'email',
  'groups',
  'profile',
  'offline_access',
  'federated:id',
]

type Dex = Settings['dex']

/** Before the id of a client whose tokens this client may have too. */
const CROSS_CLIENT = 'audience:server:client_id:'

type Rule = (
  parameters: URLSearchParams,
  dex: Dex,
) => readonly [error: string, text: string] | undefined

/** Rules whose breach the client learns of by redirect, in the order in which Dex applies them. */
const RULES: readonly Rule[] = [
  (parameters) =>
    (parameters.get('connector_id') || CONNECTOR.value) === CONNECTOR.value
      ? undefined
      : ['invalid_request', 'Invalid ConnectorID'],
  (parameters) =>
    parameters.get('request')
      ? ['request_not_supported', 'Server does not support request parameter.']
      : undefined,
  (parameters, dex) => {
    const method = parameters.get('code_challenge_method') || 'plain'
    if (dex === 'next' && !parameters.get('code_challenge')) return
    if (method === 'S256' || method === 'plain') return
    return ['invalid_request', `Unsupported PKCE challenge method ("${method}").`]
  },
  (parameters) =>
    words(parameters, 'scope').includes('openid')
      ? undefined
      : ['invalid_scope', 'Missing required scope(s) ["openid"].'],
  (parameters) => {
    const unknown = words(parameters, 'scope').filter(
      (scope) => !KNOWN_SCOPES.includes(scope) && !scope.startsWith(CROSS_CLIENT),
    )
    if (unknown.length === 0) return
    return ['invalid_scope', `Unrecognized scope(s) [${unknown.map(quote).join(' ')}]`]
  },
  (parameters) => {
    const own = CROSS_CLIENT + parameters.get('client_id')
    const others = words(parameters, 'scope').filter(
      (scope) => scope.startsWith(CROSS_CLIENT) && scope !== own,
    )
    if (others.length === 0) return
    return ['invalid_scope', `Client can't request scope(s) [${others.map(quote).join(' ')}]`]
  },
  (parameters) => {
    const other = words(parameters, 'response_type').find((type) => type !== 'code')
    if (other === undefined) return
    return other === 'id_token' || other === 'token'
      ? ['unsupported_response_type', `Unsupported response type ${quote(other)}`]
      : ['invalid_request', `Invalid response type ${quote(other)}`]
  },
  (parameters) =>
    words(parameters, 'response_type').length > 0
      ? undefined
      : ['invalid_request', 'No response_type provided'],
  (parameters, dex) => {
    const problem = dex === 'next' ? problemOfPrompt(words(parameters, 'prompt')) : undefined
    if (problem === undefined) return
    return ['invalid_request', `Invalid prompt parameter: ${problem}`]
  },
  (parameters, dex) => {
    const age = parameters.get('max_age') ?? ''
    if (dex !== 'next' || age === '' || /^[+]?[0-9]+$/.test(age)) return
    return ['invalid_request', `Invalid max_age value ${quote(age)}`]
  },
]

const PROMPTS: readonly string[] = ['none', 'login', 'consent', 'select_account']

function problemOfPrompt(prompts: readonly string[]): string | undefined {
  const unknown = prompts.find((prompt) => !PROMPTS.includes(prompt))
  if (unknown !== undefined) return `invalid prompt value ${quote(unknown)}`
  return prompts.includes('none') && new Set(prompts).size > 1
    ? 'prompt=none must not be combined with other values'
    : undefined
}

/**
 * Checks an authorization request.
 *
 * @param parameters - Query or form of the request, untrusted.
 */
export function checkAuthorizationRequest(box: Box, parameters: URLSearchParams): Checked {
  const clientId = parameters.get('client_id') ?? ''
  const redirectUri = parameters.get('redirect_uri') ?? ''
  const state = parameters.get('state') ?? ''
  const client = readClient(box, clientId)
  if (client === undefined) {
    const hint: Hint = ['hintClient', box.clientId]
    return page(404, 'Invalid client_id.', hint)
  }
  if (redirectUri !== client.redirectUri) {
    const hint: Hint = ['hintRedirect', client.redirectUri]
    return page(400, 'Unregistered redirect_uri.', hint)
  }
  for (const rule of RULES) {
    const breach = rule(parameters, box.settings.dex)
    if (breach === undefined) continue
    const [error, text] = breach
    return {
      kind: 'redirect',
      reply: redirectToClient(redirectUri, [
        ['error', error],
        ['error_description', text],
        ['state', state],
      ]),
    }
  }
  const method = parameters.get('code_challenge_method')
  return {
    kind: 'accepted',
    request: {
      clientId,
      redirectUri,
      state,
      nonce: parameters.get('nonce') ?? '',
      scopes: words(parameters, 'scope'),
      codeChallenge: parameters.get('code_challenge') ?? '',
      codeChallengeMethod: method === 'S256' ? 'S256' : 'plain',
    },
  }
}

function page(status: 400 | 404, message: string, hint: Hint): Checked {
  return { kind: 'page', refusal: { status, message, hint } }
}

function words(parameters: URLSearchParams, name: string): string[] {
  return fields(parameters.get(name) ?? '')
}

function quote(text: string): string {
  return JSON.stringify(text)
}
