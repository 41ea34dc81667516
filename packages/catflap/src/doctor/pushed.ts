/**
 * A dry run where requests are pushed: the provider reads the request before any browser comes, and says
 * what is wrong with it at once (RFC 9126, section 2.1). Nothing that is pushed is opened but with
 * `prompt=none` and no cookie.
 */
import { LoginError } from '../errors.ts'
import { buildAuthorizationRequest } from '../protocol/authorization-request.ts'
import type { LoginParameters } from '../protocol/login-parameters.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { createClientAuthentication } from '../provider/client-authentication.ts'
import { pushRequest } from '../provider/pushed-request.ts'
import { isRegistered, type Judged, refusalAt } from './authorization-answer.ts'
import { loginError, type Text } from './finding.ts'
import { NO_MEMORY, type Probe } from './probe.ts'

/** How the question was put, for the finding. */
export const PUSHED_NOTE: Text = {
  en: 'Asked by pushing what a login pushes, but with prompt=none, and opening it with no cookie: nobody is asked anything, and nobody is signed in.',
  zh: '检查方法：推送与登录相同的授权请求，但带 prompt=none，并且不带 Cookie 打开它：不会询问任何人，也不会让任何人登录。',
}

/** Judges what a provider makes of a request that is pushed. */
export async function judgePushed(
  probe: Probe,
  metadata: ProviderMetadata,
  request: LoginParameters,
): Promise<Judged> {
  const { client } = probe.settings
  const name = await push(probe, metadata, { ...request, prompt: 'none' })
  // Some refuse prompt=none alone; what is pushed without it is never opened.
  if (name instanceof LoginError) {
    const other = await push(probe, metadata, request)
    return other instanceof LoginError ? refused(other) : { kind: 'registered' }
  }
  const opened = { client_id: client.id, request_uri: name }
  const url = buildAuthorizationRequest(metadata.authorization_endpoint, opened)
  const answer = await probe.visit(url)
  if (answer.failure !== undefined) return { kind: 'unreachable', failure: answer.failure }
  const { status } = answer
  if (status >= 500 || status === 429) return { kind: 'failing', status }
  const refusal = refusalAt(answer, client.redirectUri)
  const stands = refusal !== undefined && !isRegistered(answer, refusal, client.redirectUri)
  // A pushed request that was accepted has been validated, redirect URI and all.
  return stands ? { kind: 'refused', refusal } : { kind: 'registered' }
}

/** The name of a pushed request, or why there is none. */
async function push(
  { settings, providerFetch }: Probe,
  metadata: ProviderMetadata,
  request: LoginParameters,
): Promise<string | LoginError> {
  const { issuer, pushed_authorization_request_endpoint: address } = metadata
  const parameter = 'pushed_authorization_request_endpoint'
  if (address === undefined) {
    return new LoginError('METADATA_INVALID', 'no such endpoint', { parameter, seen: 'nothing' })
  }
  const endpoint = { issuer, pushed_authorization_request_endpoint: address }
  const authentication = createClientAuthentication(settings.client, NO_MEMORY)
  try {
    return await authentication.run(metadata, (asking) =>
      pushRequest(providerFetch, endpoint, asking, request),
    )
  } catch (error) {
    return loginError(error)
  }
}

function refused({ code, parameter, seen = '', said }: LoginError): Judged {
  // Whether the client is known is another check's to say.
  if (code === 'CLIENT_REFUSED') return { kind: 'unknown' }
  if (code === 'METADATA_INVALID') return { kind: 'no-way', parameter: parameter ?? '' }
  if (code !== 'AUTHORIZATION_REFUSED') return { kind: 'unreachable', failure: seen }
  const refusal = { where: 'own-page', error: seen, said } as const
  return seen === 'invalid_redirect_uri'
    ? { kind: 'unregistered', what: 'redirect-uri', status: 400, refusal }
    : { kind: 'refused', refusal }
}
