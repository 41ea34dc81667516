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

/** State, nonce and code of an address; the nonce is no secret to who is shown the ID Token's claims. */
export function secretsOfUrl(
  url: string,
  names: readonly string[] = ['state', 'nonce', 'code'],
): readonly string[] {
  const query = new URL(url).searchParams
  return names.flatMap((name) => query.getAll(name))
}
