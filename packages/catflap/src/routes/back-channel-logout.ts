/**
 * Back-channel logout: the provider says, server to server, that a session has ended.
 *
 * No cookie and no origin counts here: a Logout Token that the provider has signed is the only proof.
 */
import { createHash } from 'node:crypto'
import { LoginError } from '../errors.ts'
import { mediaType } from '../protocol/header.ts'
import { CLOCK_TOLERANCE } from '../protocol/id-token.ts'
import type { LogoutOrder } from '../protocol/logout-token.ts'
import { attempt } from '../session/stored.ts'
import type { Route, RouteContext, RouteRequest } from './context.ts'

const MARK = new Uint8Array([1])
/** Characters of the longest Logout Token; one has some hundreds. Anyone can post one. */
const MAX_TOKEN = 8192

/**
 * Makes the route that the provider posts Logout Tokens to. A bad token is answered here, with 400.
 *
 * It rejects with `METHOD_NOT_ALLOWED`, `BODY_TOO_LARGE`, `BODY_UNREADABLE`, and, when it cannot be
 * told, with the codes of metadata and keys and `STORE_UNAVAILABLE`: the provider may then try again.
 *
 * @see OpenID Connect Back-Channel Logout 1.0, sections 2.5 to 2.8
 */
export function createBackChannelLogoutRoute(context: RouteContext): Route {
  const { provider, index, emit } = context

  /**
   * Ends first and claims the `jti` after it. The other way round, a crash or a store that fails in
   * between would leave the token used and the session alive, and refuse the provider's next try.
   * This way that try ends what is left, and ending twice is ending once.
   */
  async function obey(order: LogoutOrder): Promise<void> {
    const { owner, iat } = order
    await checkUnused(context, order)
    // A subject's order is about the past: it must not end a login that came after it. Both times are
    // the provider's, whose clock may be ahead of ours or behind.
    const isMeant = ({ issuedAt }: { readonly issuedAt: number }) =>
      'sid' in owner || issuedAt <= iat
    const reason = 'back-channel-logout'
    for (const session of await index.end(owner, isMeant, reason)) {
      emit({ type: 'session-ended', session, reason })
    }
    await claim(context, order)
  }

  return async function backChannelLogout(request) {
    if (request.method !== 'POST') {
      const expected = 'POST'
      throw new LoginError('METHOD_NOT_ALLOWED', 'back-channel logout: POST only', { expected })
    }
    try {
      const token = await logoutTokenOf(request)
      await obey(await provider.verifyLogoutToken(token))
      return answer(200, null)
    } catch (error) {
      if (!(error instanceof LoginError && error.code === 'LOGOUT_TOKEN_INVALID')) throw error
      emit({ type: 'request-refused', code: error.code }, error)
      return answer(400, JSON.stringify({ error: 'invalid_request' }))
    }
  }
}

/** The one `logout_token` of a form. */
async function logoutTokenOf({ header, body }: RouteRequest): Promise<string> {
  if (mediaType(header('content-type')) !== 'application/x-www-form-urlencoded') {
    fail('content-type', 'application/x-www-form-urlencoded', 'something else')
  }
  const tokens = new URLSearchParams(await body()).getAll('logout_token')
  const [token] = tokens
  if (token === undefined || tokens.length > 1) {
    fail('logout_token', 'once', `${tokens.length} times`)
  }
  if (token.length > MAX_TOKEN) {
    fail('logout_token', `at most ${MAX_TOKEN} characters`, `${token.length} characters`)
  }
  return token
}

const nameOf = ({ settings }: RouteContext, { jti }: LogoutOrder): string => {
  const text = `${settings.provider.issuer}\0${jti}`
  return `jti:${createHash('sha256').update(text).digest('base64url')}`
}

/** Refuses a token whose order was carried out before. */
async function checkUnused(context: RouteContext, order: LogoutOrder): Promise<void> {
  const { store, now } = context
  const entry = await attempt(() => store.read(nameOf(context, order), now()))
  if (entry !== undefined) refuseUsed()
}

/** Remembers a token for as long as it would be accepted, or as any session it speaks of can live. */
async function claim(context: RouteContext, order: LogoutOrder): Promise<void> {
  const { settings, store, now } = context
  const end = Math.min(order.exp, now() + settings.session.absoluteLifetime)
  const condition = { revision: 0, expiresAt: Math.ceil(end) + CLOCK_TOLERANCE }
  const name = nameOf(context, order)
  if (!(await attempt(() => store.write(name, MARK, condition, now())))) refuseUsed()
}

function refuseUsed(): never {
  fail('jti', 'one not used before', 'one that was used')
}

function fail(parameter: string, expected: string, seen: string): never {
  const message = `Logout Token: unacceptable "${parameter}"`
  throw new LoginError('LOGOUT_TOKEN_INVALID', message, { parameter, expected, seen })
}

function answer(status: 200 | 400, body: string | null): Response {
  const headers = { 'cache-control': 'no-store', ...(body && { 'content-type': JSON_TYPE }) }
  return new Response(body, { status, headers })
}

const JSON_TYPE = 'application/json'
