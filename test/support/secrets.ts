/**
 * Finding secrets where none may be.
 */

/** Secrets shorter than this would be found by accident. */
const MIN_LENGTH = 8

/** The secrets that stand in a text, also in their percent-encoded and base64 forms. */
export function secretsIn(text: string, secrets: Iterable<string>): readonly string[] {
  const forms = [...secrets].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
  ])
  return [...new Set(forms)].filter((form) => form.length >= MIN_LENGTH && text.includes(form))
}

/** State, nonce and code challenge of an authorization request, and the code of a response. */
export function secretsOfUrl(url: string): readonly string[] {
  const query = new URL(url).searchParams
  return ['state', 'nonce', 'code'].flatMap((name) => query.getAll(name))
}
