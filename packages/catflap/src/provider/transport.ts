/**
 * How one request reaches the provider and its answer comes back, whatever makes the connection. What an
 * answer may be is for `http.ts`.
 */
import type { HeaderReader } from '../protocol/fetch-metadata.ts'

/** One request, and how much of its answer is wanted. */
export interface Outgoing {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** Seconds for the whole exchange. */
  readonly timeout: number
  /** Most bytes of the body, counted after decompression. */
  readonly maxBytes: number
  /** Whether an answer of this status is read; where not, the connection is cut. */
  readonly reads: (status: number) => boolean
}

/** Why a body is not whole: too large, too slow, in a coding that cannot be undone, or cut off. */
export type Defect =
  | { readonly kind: 'oversized' | 'late' | 'coding' }
  | { readonly kind: 'cut'; readonly error: unknown }

/** An answer whose head has come. */
export interface Incoming {
  /** 0 of a redirect whose status the runtime does not tell. */
  readonly status: number
  readonly header: HeaderReader
  readonly body: Uint8Array
  readonly defect: Defect | undefined
}

/** What makes requests; see `create-transport.ts`. */
export interface Transport {
  /**
   * Makes one request and follows no redirect. It rejects when no head of an answer comes: with a
   * `TimeoutError`, a `ProxyFailure`, or what the connection says.
   */
  send(url: string, request: Outgoing): Promise<Incoming>
  /** The proxy that an address is reached by, without its password; `undefined` where there is none. */
  proxyOf(url: string): string | undefined
  /** Gives up idle connections. */
  close(): Promise<void>
}
