/** What whoever is not signed in gets at a door: the way to the login, or 401 where nobody would see a page. */
import type { HeaderReader, Login } from 'catflap'
import type { Asked } from '../ask/ask.ts'

/** Headers by which the library takes a request for a program's. */
const PROGRAM: Readonly<Record<string, string>> = {
  accept: 'application/json',
  'sec-fetch-mode': 'cors',
}

/**
 * Never a 2xx, which would let the request pass.
 *
 * @param program - whether a page may not be sent to the login
 */
export function challengeOf(
  login: Pick<Login, 'challenge'>,
  { method, target }: Asked,
  header: HeaderReader,
  program: boolean,
): Response {
  const asProgram: HeaderReader = (name) => PROGRAM[name] ?? header(name)
  const response = login.challenge(method, target, program ? asProgram : header)
  const { status, headers } = response
  // The library lets a preflight go; a door does so by a rule only.
  if (status < 300) return new Response(null, { status: 401, headers: NOTHING })
  if (status === 401 && !headers.has('www-authenticate')) headers.set('www-authenticate', 'Bearer')
  return response
}

const NOTHING = { 'cache-control': 'no-store', 'www-authenticate': 'Bearer' }

/** An answer whose address is whole: some proxies take a path for one of the gate's own. */
export function absolute(response: Response, origin: string): Response {
  const location = response.headers.get('location')
  if (location?.startsWith('/')) response.headers.set('location', origin + location)
  return response
}
