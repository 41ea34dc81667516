import type { SessionRuntime } from '../../src/session/session.ts'
import type { SessionIndex } from '../../src/session/session-index.ts'

/** A runtime at a clock, for sessions that nobody lists or renews. */
export function runtimeAt(now: () => number): SessionRuntime & Pick<SessionIndex, 'forget'> {
  return {
    now,
    groupsClaim: 'groups',
    forget: () => Promise.resolve(),
    renew: () => Promise.reject(new Error('nobody may renew')),
    awaitRenewal: () => Promise.reject(new Error('nobody may wait')),
  }
}
