/** The auth door's dealings with the doctor: it hands out probes on this machine, and reports on the questions they are in. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AskReader } from '../ask/ask.ts'
import { NAMES_A_REQUEST } from '../ask/proxies.ts'
import { type ProbeReport, probeResponse, reportOf } from '../probe/report.ts'
import type { ProbeKind, Probes } from '../probe/token.ts'

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

/** The report on a question with a probe in it, and the answer that has it. */
export function reportProbe(
  kind: ProbeKind,
  path: string,
  { method = '', url = '', rawHeaders }: IncomingMessage,
  { read, origin }: { readonly read: AskReader; readonly origin: string },
): { readonly report: ProbeReport; readonly response: Response } {
  const report = reportOf(kind, path, { method, target: url, rawHeaders }, read)
  return { report, response: probeResponse(report, origin) }
}
