/**
 * The secrets that a request carries, so that they can be taken out of what its answer says in words.
 */

/** Fields of a form that nobody else may see. */
const SECRET_FIELDS = [
  'code',
  'code_verifier',
  'refresh_token',
  'client_secret',
  'client_assertion',
] as const

/** The secrets in a form and its credentials, those of Basic as they were sent and as they are. */
export function secretsIn(
  headers: Readonly<Record<string, string>>,
  form: URLSearchParams,
): readonly string[] {
  const fields = SECRET_FIELDS.flatMap((name) => form.getAll(name))
  const basic = headers.authorization?.replace(/^Basic /, '')
  return basic === undefined ? fields : [...fields, basic, ...passwordsIn(basic)]
}

/** Of both ways to encode it; see `client-authentication.ts`. */
function passwordsIn(basic: string): readonly string[] {
  const text = Buffer.from(basic, 'base64').toString('utf8')
  const password = text.slice(text.indexOf(':') + 1)
  return [password, new URLSearchParams(`x=${password}`).get('x') ?? '']
}
