/**
 * Readiness: can a person sign in now, and if not, whose fault is it?
 */
import { LoginError, type LoginErrorCode, type StoreFailure } from '../errors.ts'
import type { Provider } from '../provider/provider.ts'
import { unavailable } from '../session/stored.ts'
import type { RouteContext } from './context.ts'

/** Milliseconds for which a probe waits for the provider's metadata. */
const PATIENCE = 2000

/** `ok`, or the code that a login would fail with. */
export interface Readiness {
  readonly provider: 'ok' | LoginErrorCode
  readonly store: 'ok' | LoginErrorCode
  /** Why the store does not answer; left out when it does. */
  readonly storeFailure?: StoreFailure
  /** How long the store took to answer, or to fail; milliseconds. */
  readonly storeDuration: number
}

/** Makes the function that asks provider and store; it never rejects. */
export function createReadiness({ provider, store, now }: RouteContext): () => Promise<Readiness> {
  async function askStore(): Promise<Omit<Readiness, 'provider'>> {
    const start = performance.now()
    const took = () => Math.round((performance.now() - start) * 1000) / 1000
    try {
      await store.read('readiness', now())
      return { store: 'ok', storeDuration: took() }
    } catch (error) {
      const { code, reason = 'UNKNOWN' } = unavailable(error)
      return { store: code, storeFailure: reason, storeDuration: took() }
    }
  }

  return async function readiness() {
    const [state, answer] = await Promise.all([askProvider(provider), askStore()])
    return { provider: state, ...answer }
  }
}

/** Behind a provider that hangs, a probe must not hang itself: whoever probes would give up first. */
async function askProvider(provider: Provider): Promise<Readiness['provider']> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<LoginErrorCode>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, 'METADATA_UNAVAILABLE')
  })
  const known = provider.metadata().then(() => 'ok' as const, codeOf)
  return Promise.race([known, late]).finally(() => clearTimeout(timer))
}

function codeOf(error: unknown): LoginErrorCode {
  return error instanceof LoginError ? error.code : 'INTERNAL'
}
