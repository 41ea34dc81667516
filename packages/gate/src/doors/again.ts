/**
 * nginx asks twice: for a status, and where that refuses, for the answer. Between the two somebody may have
 * signed in: then the page is asked for again, a few times at most.
 */
import type { HeaderReader } from 'catflap'
import type { Asked } from '../ask/ask.ts'
import { GateError } from '../errors.ts'

/** How often in a row the two may disagree, and for how many seconds that is remembered. */
const MOST = 3
const SECONDS = 30

/**
 * Makes the answer to a request that may pass by now: 303 to itself.
 *
 * @throws {@link GateError} `GATE_ASK_AGAIN` where it cannot be sent again by an address, `GATE_LOOP` after a few
 */
export function createAgain(origin: string): (asked: Asked, header: HeaderReader) => Response {
  const secure = origin.startsWith('https:')
  const name = `${secure ? '__Host-' : ''}catflap-gate-again`
  return function again({ method, target }, header) {
    if (method !== 'GET' && method !== 'HEAD') throw new GateError('GATE_ASK_AGAIN')
    const count = countIn(header('cookie') ?? '', name) + 1
    if (count > MOST) throw new GateError('GATE_LOOP', { parameter: 'cookie' })
    const cookie = `${name}=${count}; Path=/; Max-Age=${SECONDS}; HttpOnly; SameSite=Lax`
    return new Response(null, {
      status: 303,
      headers: {
        location: origin + target,
        'cache-control': 'no-store',
        'set-cookie': secure ? `${cookie}; Secure` : cookie,
      },
    })
  }
}

function countIn(cookies: string, name: string): number {
  const found = cookies.split('; ').find((cookie) => cookie.startsWith(`${name}=`))
  const count = Number(found?.slice(name.length + 1))
  // Whoever writes another number into it only meets the end sooner.
  return Number.isInteger(count) && count > 0 ? count : found === undefined ? 0 : MOST
}
