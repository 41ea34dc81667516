/**
 * The browser's two steps of a login, as its trace tells them.
 */
import type { AuthorizationResponse } from '../protocol/authorization-response.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import type { LoginTransaction } from '../session/transactions.ts'
import { kept, type LoginStep, type MessageParameter, plain, spent } from '../trace.ts'
import { requestOf } from './authorization.ts'
import type { RouteContext } from './context.ts'

/** Parameters of an answer that a trace tells of. */
const TOLD = ['state', 'code', 'error', 'iss'] as const

/** The authorization request; its duration is the time from leaving here to coming back. */
export function describeRequest(
  context: RouteContext,
  metadata: ProviderMetadata,
  transaction: LoginTransaction,
  state: string,
): LoginStep {
  const request = requestOf(context, metadata, transaction, state)
  const { state: _, nonce = '', ...open } = request
  return {
    name: 'authorization-request',
    address: metadata.authorization_endpoint,
    sent: [...plain(open), spent('state', state), spent('nonce', nonce)],
    received: [],
    status: undefined,
    duration: Math.max(0, context.now() - transaction.startedAt) * 1000,
    failed: undefined,
  }
}

/** An answer that belongs to a login of this browser. */
export function describeResponse({
  state,
  code,
  error,
  iss,
}: AuthorizationResponse): readonly MessageParameter[] {
  return [
    ...(code === undefined ? [] : [spent('code', code)]),
    spent('state', state),
    ...plain({ error, iss }),
  ]
}

/** An answer of which nobody knows yet whose it is: anyone can link to us, so nothing is repeated. */
export function describeUnknown(query: URLSearchParams): readonly MessageParameter[] {
  return TOLD.flatMap((name) =>
    query
      .getAll(name)
      .slice(0, 2)
      .map((value) => kept(name, value)),
  )
}
