/** What the box has been asked, and with which status it answered. */

/** One request the box has seen; the status is 0 while, or if, it is not answered. */
export interface SeenRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly status: number
}

/** Requests seen, in order; the oldest go first when there are too many. */
export interface RequestLog {
  readonly entries: readonly SeenRequest[]
  add(method: string, path: string): { status: number }
  count(path: string): number
}

const LIMIT = 10_000

/** Makes an empty request log. */
export function createRequestLog(): RequestLog {
  const entries: { method: string; path: string; status: number }[] = []
  return {
    entries,
    add(method, path) {
      const entry = { method, path, status: 0 }
      entries.push(entry)
      if (entries.length > LIMIT) entries.shift()
      return entry
    },
    count: (path) => entries.filter((entry) => entry.path === path).length,
  }
}
