/** What was handed out under a random secret, which alone finds it again; in memory, so it ends with the box. */
import { remember, type SecretLog } from './bounded.ts'

/** Everything of one kind that was handed out. */
export interface Issued<Value> {
  /** @returns the secret under which it is found from now on. */
  issue(value: Value): string
  /** @param secret - Untrusted. */
  read(secret: string): Value | undefined
  clear(): void
}

/** More than this many push the oldest out. */
const LIMIT = 1000

/** Makes an empty list. @param make - a new secret, random enough not to be guessed */
export function createIssued<Value>(make: () => string, secrets: SecretLog): Issued<Value> {
  const known = new Map<string, Value>()
  return {
    issue(value) {
      const secret = make()
      secrets.add(secret)
      remember(known, secret, value, LIMIT)
      return secret
    },
    read: (secret) => known.get(secret),
    clear: () => known.clear(),
  }
}
