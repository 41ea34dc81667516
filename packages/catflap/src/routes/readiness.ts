/**
 * Readiness: can a person sign in now, and if not, whose fault is it?
 */
import { LoginError, type LoginErrorCode } from '../errors.ts'
import type { RouteContext } from './context.ts'

/** `ok`, or the code that a login would fail with. */
export interface Readiness {
  readonly provider: 'ok' | LoginErrorCode
  readonly store: 'ok' | LoginErrorCode
}

/** Makes the function that asks provider and store; it never rejects. */
export function createReadiness({ provider, store, now }: RouteContext): () => Promise<Readiness> {
  return async function readiness() {
    const [metadata, entry] = await Promise.allSettled([
      provider.metadata(),
      (async () => store.read('readiness', now()))(),
    ])
    return {
      provider: metadata.status === 'fulfilled' ? 'ok' : codeOf(metadata.reason),
      store: entry.status === 'fulfilled' ? 'ok' : 'STORE_UNAVAILABLE',
    }
  }
}

function codeOf(error: unknown): LoginErrorCode {
  return error instanceof LoginError ? error.code : 'INTERNAL'
}
