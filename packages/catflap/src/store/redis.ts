/** Sessions in Redis, for `session.store`: `catflap/redis`. It loads `@redis/client` at once. */
import * as driver from '@redis/client'
import { openRedisStore, type RedisStoreOptions } from './redis-store.ts'
import type { SessionStore } from './store.ts'

export type { RedisStoreOptions }

/**
 * Makes a store that connects at its first use, and again whenever the connection is lost.
 *
 * @throws TypeError when an option is unusable
 */
export function createRedisStore(options: RedisStoreOptions): SessionStore {
  return openRedisStore(driver, options)
}
