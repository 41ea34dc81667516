/** What the public door asks of a request before anything else: whether it is one that could be for the app. */
import type { IncomingMessage } from 'node:http'
import { valuesOf } from 'catflap-forward'
import { GateError, shown } from '../errors.ts'

/** Methods that ask a proxy for something else than the app: a tunnel, or the request's own head back. */
export const isRefusedMethod = (method: string): boolean => /^(?:CONNECT|TRACE|TRACK)$/.test(method)

/**
 * Checks method and `Host`; the target is the rules' affair.
 *
 * @param host - of the app's origin, which the configuration says: no request moves it
 * @returns why the request is refused, if it is
 */
export function checkArrival(
  { method = '', rawHeaders }: Pick<IncomingMessage, 'method' | 'rawHeaders'>,
  host: string,
): GateError | undefined {
  if (isRefusedMethod(method)) return new GateError('GATE_METHOD_REFUSED', { seen: method })
  const [seen, another] = valuesOf(rawHeaders, 'host')
  if (seen !== undefined && another === undefined && plainHost(seen) === plainHost(host)) {
    return undefined
  }
  return new GateError('GATE_HOST_UNKNOWN', {
    parameter: 'Host',
    expected: host,
    seen: another === undefined ? shown(seen ?? 'nothing') : 'two of them',
  })
}

/** Host and port without what changes nothing: case, a dot at the end, the scheme's own port. */
const plainHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:(?:80|443)$/, '')
    .replace(/\.(?=:\d+$|$)/, '')
