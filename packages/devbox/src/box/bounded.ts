/** Memory with a limit, so that no number of requests can make the box grow without end. */

/** Adds to a map and forgets its oldest entries beyond the limit. */
export function remember<K, V>(map: Map<K, V>, key: K, value: V, limit = 10_000): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= limit) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}

/** Every secret that passed through the box, for tests that search logs for them. */
export interface SecretLog {
  /** Notes a value; one too short to be told from ordinary text is left out. */
  add(value: string | null | undefined): void
  all(): readonly string[]
}

const SHORTEST = 12
/** About as many as a thousand logins have; a few of them are tokens of a kilobyte. */
const LIMIT = 10_000

/** Makes an empty log of secrets. */
export function createSecretLog(): SecretLog {
  const seen = new Map<string, true>()
  return {
    add(value) {
      if (value && value.length >= SHORTEST) remember(seen, value, true, LIMIT)
    },
    all: () => [...seen.keys()],
  }
}
