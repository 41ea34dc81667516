/**
 * Checks the authorization endpoint, and whether the provider would let this client's people in: by the
 * question that its software answers without beginning a login (`dex-registration.ts`, `dry-run.ts`).
 */
import { createHash, randomBytes } from 'node:crypto'
import {
  authorizationParameters,
  buildAuthorizationRequest,
} from '../protocol/authorization-request.ts'
import { isDex } from '../protocol/known-provider.ts'
import type { LoginParameters } from '../protocol/login-parameters.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { scopesOf } from '../protocol/scopes.ts'
import type { Asked, Judged } from './authorization-answer.ts'
import { tellAuthorization } from './authorization-words.ts'
import { DEX_NOTE, judgeDex, NO_SUCH_SCOPE } from './dex-registration.ts'
import { type Ask, DRY_RUN_NOTE, judgeDryRun } from './dry-run.ts'
import { type Finding, notChecked } from './finding.ts'
import type { Probe } from './probe.ts'
import type { Discovery } from './provider.ts'
import { judgePushed, PUSHED_NOTE } from './pushed.ts'

/** What was found, and whether client and redirect URI are registered; `undefined` when nobody can tell. */
export interface Authorization {
  readonly finding: Finding
  readonly registered: boolean | undefined
}

/**
 * Looks at the authorization endpoint that a login would use.
 *
 * @param clientKnown - whether the token endpoint has accepted the client; `undefined` when that is not told
 */
export async function checkAuthorization(
  probe: Probe,
  discovery: Discovery,
  clientKnown: boolean | undefined,
): Promise<Authorization> {
  const { metadata, first, document } = discovery
  if (metadata === undefined || document === undefined) {
    return { finding: notChecked('authorization-request', first), registered: undefined }
  }
  const endpoint = metadata.authorization_endpoint
  const asked = { endpoint, own: document.authorization_endpoint === endpoint }
  const dex = isDex(document)
  const pushes =
    metadata.require_pushed_authorization_requests ||
    probe.settings.client.pushedAuthorizationRequests
  const judged = sharpen(
    pushes
      ? await judgePushed(probe, metadata, parametersOf(probe, metadata, {}))
      : await judge(probe, metadata, asked, dex),
    clientKnown,
  )
  const finding = tellAuthorization(
    probe.settings,
    { ...asked, metadata },
    judged,
    pushes ? PUSHED_NOTE : dex ? DEX_NOTE : DRY_RUN_NOTE,
  )
  return { finding, registered: registeredBy(judged) }
}

async function judge(
  probe: Probe,
  metadata: ProviderMetadata,
  asked: Asked,
  dex: boolean,
): Promise<Judged> {
  const ask = requestsOf(probe, metadata, dex)
  const first = await probe.visit(ask(dex ? {} : { prompt: 'none' }))
  if (first.failure !== undefined) return { kind: 'unreachable', failure: first.failure }
  if (first.status >= 500 || first.status === 429) return { kind: 'failing', status: first.status }
  return dex ? judgeDex(probe, asked, first) : judgeDryRun(probe, asked, ask, first)
}

function requestsOf(probe: Probe, metadata: ProviderMetadata, dex: boolean): Ask {
  const scope = dex ? { scope: NO_SUCH_SCOPE } : {}
  return ({ redirectUri, ...more }) =>
    buildAuthorizationRequest(metadata.authorization_endpoint, {
      ...parametersOf(probe, metadata, scope),
      ...more,
      ...(redirectUri && { redirect_uri: redirectUri }),
    })
}

/** What a login sends, with a change. */
function parametersOf(
  { settings }: Probe,
  metadata: ProviderMetadata,
  change: { readonly scope?: string },
): LoginParameters {
  const { id, redirectUri, authorizationParams } = settings.client
  const random = () => randomBytes(32).toString('base64url')
  const request = {
    client_id: id,
    redirect_uri: redirectUri,
    scope: scopesOf(settings, metadata),
    state: random(),
    nonce: random(),
    code_challenge: createHash('sha256').update(random()).digest('base64url'),
    ...change,
  }
  return authorizationParameters(request, authorizationParams)
}

/** Where the client is known to the token endpoint, what is not registered is its redirect URI. */
function sharpen(judged: Judged, clientKnown: boolean | undefined): Judged {
  const unsure = judged.kind === 'unregistered' && judged.what === undefined
  return unsure && clientKnown === true ? { ...judged, what: 'redirect-uri' } : judged
}

function registeredBy({ kind }: Judged): boolean | undefined {
  if (kind === 'registered' || kind === 'refused') return true
  return kind === 'unregistered' ? false : undefined
}
