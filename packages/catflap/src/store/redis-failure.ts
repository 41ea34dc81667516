/**
 * Why a Redis server gives no answer: by the first word of its reply, which is its error code, and by
 * the codes of the network and of TLS.
 */
import type { StoreFailure } from '../errors.ts'
import { isCoded, isDenied, StoreError } from './store-error.ts'

/** @see Redis, "RESP protocol specification", Simple errors; redis/src/server.c, shared objects */
const REPLIES: Readonly<Record<string, StoreFailure>> = {
  CATFLAP: 'UNREADABLE_ENTRY',
  LOADING: 'STARTING',
  MISCONF: 'CANNOT_PERSIST',
  NOAUTH: 'AUTHENTICATION_REQUIRED',
  NOPERM: 'NOT_PERMITTED',
  NOREPLICAS: 'CANNOT_PERSIST',
  OOM: 'OUT_OF_MEMORY',
  READONLY: 'READ_ONLY',
  WRONGPASS: 'WRONG_PASSWORD',
  WRONGTYPE: 'UNREADABLE_ENTRY',
}

/** Where the server says no more than `ERR`, its words are all there is. */
const WORDS: readonly (readonly [string, StoreFailure])[] = [
  ['ERR AUTH ', 'WRONG_PASSWORD'],
  ['ERR DB index is out of range', 'WRONG_DATABASE'],
  ['ERR SELECT is not allowed', 'WRONG_DATABASE'],
  ['ERR The user executing the script', 'NOT_PERMITTED'],
  ['ERR CATFLAP ', 'UNREADABLE_ENTRY'],
]

/** The network's codes, and the names of the client's own errors about a connection. */
const NETWORK: readonly unknown[] = [
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['EHOSTDOWN', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['ConnectionTimeoutError', 'SocketClosedUnexpectedlyError', 'DisconnectsClientError'],
  ...['ClientClosedError', 'ClientOfflineError'],
]
const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_|EPROTO)/

/** Behind this a server repeats what stood behind a command that it does not know: of AUTH, the password. */
const REPEATED = /, with args\b.*/s

/** An error without what a server has repeated of a command. */
export function withoutArguments(error: unknown): unknown {
  if (!(error instanceof Error && REPEATED.test(error.message))) return error
  return new StoreError(redisFailure(error), `redis: ${error.message.replace(REPEATED, '')}`)
}

/** The reason behind an error of the client. */
export function redisFailure(error: unknown): StoreFailure {
  if (error instanceof StoreError) return error.reason
  if (!(error instanceof Error)) return 'UNKNOWN'
  if (isDenied(error)) return 'NOT_PERMITTED'
  const code = isCoded(error) ? error.code : error.constructor.name
  if (NETWORK.includes(code)) return 'UNREACHABLE'
  if (typeof code === 'string' && TLS.test(code)) return 'TLS_REFUSED'
  const { message } = error
  const reply = REPLIES[/^[A-Z]+/.exec(message)?.[0] ?? '']
  return reply ?? WORDS.find(([words]) => message.startsWith(words))?.[1] ?? 'UNKNOWN'
}
