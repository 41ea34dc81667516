/**
 * What a request waits for whose session's access token has ended: the renewal, since only the
 * provider can say whether the person is still who may come in; and what a process waits for that ends.
 */
import { LoginError, type LoginErrorCode } from '../errors.ts'
import { endsSession, type Renew } from './renewal.ts'
import type { SessionKeys } from './session-cookie.ts'

/**
 * Waits for a session's renewal: false when the provider has refused it, so that nobody is signed in
 * any more; true when it succeeded, and when the provider is away or too slow, which must not cost
 * the session.
 *
 * It rejects when that cannot be told: `STORE_UNAVAILABLE`, or a bug.
 */
export type AwaitRenewal = (keys: SessionKeys) => Promise<boolean>

/** Failures that say nothing of the provider, hence nothing of the person. */
const CANNOT_TELL: ReadonlySet<LoginErrorCode> = new Set(['STORE_UNAVAILABLE', 'INTERNAL'])

/**
 * Makes an {@link AwaitRenewal}. All requests of one session share one wait, which ends `patience`
 * after its first request has begun it: whoever comes later, while the renewal still runs, does not
 * wait at all.
 *
 * @param patience - seconds that a request waits at most
 */
export function createAwaitedRenewal(renew: Renew, patience: number): AwaitRenewal {
  const waits = new Map<string, Promise<boolean>>()

  return function awaitRenewal(keys) {
    const { storeKey } = keys
    let wait = waits.get(storeKey)
    if (wait === undefined) {
      const outcome = renew(keys).then(() => true, stays)
      wait = inTime(outcome, patience)
      waits.set(storeKey, wait)
      const forget = () => waits.delete(storeKey)
      outcome.then(forget, forget)
    }
    return wait
  }
}

function stays(error: unknown): boolean {
  if (!(error instanceof LoginError) || CANNOT_TELL.has(error.code)) throw error
  return !endsSession(error)
}

async function inTime(outcome: Promise<boolean>, patience: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<true>((resolve) => {
    timer = setTimeout(resolve, patience * 1000, true)
  })
  return Promise.race([outcome, late]).finally(() => clearTimeout(timer))
}

/** Renewals that this process has begun: what comes back is a session's only refresh token. */
export interface RenewalsUnderWay {
  /** Gives the promise back as it is. */
  track<T>(promise: Promise<T>): Promise<T>
  /** Waits for all that is tracked now, however it ends, at most so many seconds. */
  settled(patience: number): Promise<void>
}

/** See {@link RenewalsUnderWay}. */
export function createRenewalsUnderWay(): RenewalsUnderWay {
  const pending = new Set<Promise<unknown>>()
  return {
    track(promise) {
      const forget = () => pending.delete(promise)
      pending.add(promise)
      promise.then(forget, forget)
      return promise
    },
    async settled(patience) {
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience * 1000)
      })
      await Promise.race([Promise.allSettled(pending), late])
      clearTimeout(timer)
    },
  }
}
