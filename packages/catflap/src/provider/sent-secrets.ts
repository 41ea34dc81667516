/**
 * The secrets that a request carries, so that they can be taken out of what its answer says in words.
 */

/** Fields of a form that nobody else may see. */
const SECRET_FIELDS = [
  'code',
  'code_verifier',
  'refresh_token',
  'token',
  'client_secret',
  'client_assertion',
  // Of a pushed request.
  'state',
  'nonce',
  'id_token_hint',
] as const

/** The secrets in a form and its credentials: an access token, or those of Basic as they were sent and as they are. */
export function secretsIn(
  headers: Readonly<Record<string, string>>,
  body: string | URLSearchParams | undefined,
): readonly string[] {
  const form = new URLSearchParams(body)
  const fields = SECRET_FIELDS.flatMap((name) => form.getAll(name))
  const { authorization = '' } = headers
  const scheme = authorization.indexOf(' ')
  if (scheme === -1) return fields
  // All of it: an access token may have spaces in it (RFC 6749, appendix A.12).
  const credentials = authorization.slice(scheme + 1)
  const passwords = authorization.startsWith('Basic ') ? passwordsIn(credentials) : []
  return [...fields, credentials, ...passwords]
}

/** Of both ways to encode it; see `client-authentication.ts`. */
function passwordsIn(basic: string): readonly string[] {
  const text = Buffer.from(basic, 'base64').toString('utf8')
  const password = text.slice(text.indexOf(':') + 1)
  return [password, new URLSearchParams(`x=${password}`).get('x') ?? '']
}
