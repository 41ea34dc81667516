import type { SessionRuntime } from '../../src/session/session.ts'

/** A runtime at a clock, for sessions that nobody may renew. */
export function runtimeAt(now: () => number): SessionRuntime {
  return {
    now,
    renew: () => Promise.reject(new Error('nobody may renew')),
    readTrace: () => Promise.resolve(undefined),
  }
}
