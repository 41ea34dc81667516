/**
 * The time that one whole callback has: a person waits for all its requests together, and a browser
 * would not wait for the sum of what each may take.
 */
import type { ProviderEndpoint } from '../events.ts'
import { lateError, type ProviderFetch } from './http.ts'

/** See {@link createDeadline}. */
export interface Deadline {
  /** The same calls, none of which outlasts the deadline. */
  bound(providerFetch: ProviderFetch): ProviderFetch
  /**
   * Waits for what others may wait for too, which goes on without us.
   *
   * @param url - the address that it waits for
   */
  within<T>(endpoint: ProviderEndpoint, url: string, result: Promise<T>): Promise<T>
}

/**
 * Begins to count. What is late rejects with the endpoint's `…_UNAVAILABLE`.
 *
 * @param seconds - from now on
 */
export function createDeadline(seconds: number): Deadline {
  const end = performance.now() + seconds * 1000
  const left = () => (end - performance.now()) / 1000
  return {
    bound: (providerFetch) => (endpoint, url, request) =>
      providerFetch(endpoint, url, request, left()),

    async within(endpoint, url, result) {
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<never>((_, reject) => {
        const give = () => reject(lateError(endpoint, url, seconds))
        timer = setTimeout(give, Math.max(0, left() * 1000))
      })
      return Promise.race([result, late]).finally(() => clearTimeout(timer))
    },
  }
}
