/** The auth door's dealings with the doctor: it hands out probes on this machine, and reports on the questions they are in. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AskReader } from '../ask/ask.ts'
import { NAMES_A_REQUEST } from '../ask/proxies.ts'
import { type ProbeReport, probeResponse, type Refusal, reportOf } from '../probe/report.ts'
import type { Probe, Probes } from '../probe/token.ts'

/** Where the doctor asks for probes. */
export const PROBE_PATH = '/auth/probe'

/** By these a question has come by a proxy, so not from the doctor. */
const OF_PROXIES: ReadonlySet<string> = new Set([
  ...NAMES_A_REQUEST,
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'forwarded',
  'via',
])

/**
 * Answers whoever asks for probes on this machine itself, and by no proxy.
 *
 * @returns false where the question is another one, or of somebody else
 */
export function handOutProbes(req: IncomingMessage, res: ServerResponse, probes: Probes): boolean {
  if (req.method !== 'POST' || req.url !== PROBE_PATH || !isLocal(req)) return false
  if (Object.keys(req.headers).some((name) => OF_PROXIES.has(name))) return false
  const body = JSON.stringify(probes.make())
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  res.writeHead(200, headers).end(body)
  return true
}

/** By a Unix socket, by loopback, or from an address of this machine to the same. */
function isLocal({ socket: { remoteAddress, localAddress } }: IncomingMessage): boolean {
  if (remoteAddress === undefined || remoteAddress === localAddress) return true
  return /^(?:::ffff:)?127\.|^::1$/.test(remoteAddress)
}

/** How many first questions are remembered. */
const REMEMBERED = 64

/** What is known of a question with a probe in it, and the answer that tells it. */
export interface Reported {
  readonly report: ProbeReport
  readonly response: Response
}

/**
 * Makes what reports on questions with probes. nginx throws away what is said of the first of its two: what was wrong
 * with it is told with the second, where the same process answers both.
 */
export function createReports(
  read: AskReader,
  origin: string,
): (probe: Probe, path: string, req: IncomingMessage) => Reported {
  const first = new Map<string, Refusal>()
  return ({ kind, id }, path, { method = '', url = '', rawHeaders }) => {
    const own = reportOf(kind, path, { method, target: url, rawHeaders }, read)
    if (path === '/auth/status') {
      first.delete(id)
      if (own.refusal !== undefined) first.set(id, own.refusal)
      for (const oldest of first.keys()) if (first.size > REMEMBERED) first.delete(oldest)
    }
    const before = path === '/auth/answer' ? first.get(id) : undefined
    const report = before === undefined ? own : { ...own, first: before }
    return { report, response: probeResponse(report, origin) }
  }
}
