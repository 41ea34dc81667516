/** What follows from what the doctor saw. Pure. */
import { shown } from '../errors.ts'
import { PROBE_TARGET, type ProbeReport } from '../probe/report.ts'
import { type Observed, parseJson, probesIn, type Site, spelled, TARGET } from './observe.ts'
import type { Seen } from './send.ts'

/** Everything that is looked at, in this order. */
export const CHECKS = [
  'pages',
  'host',
  'gate',
  'asked',
  'question',
  'target',
  'method',
  'forged',
  'spelling',
  'body',
  'headers',
  'socket',
  'answers',
  'redirect',
  'cookies',
] as const
export type Check = (typeof CHECKS)[number]

/** What was found. */
export interface Finding {
  readonly check: Check
  /** `unknown` where something before it is wrong. */
  readonly status: 'ok' | 'warning' | 'problem' | 'unknown'
  readonly seen?: string
  /** The line of the proxy's configuration that mends it, where the gate knows it. */
  readonly line?: string
}

type Found = Omit<Finding, 'check'>
const OK: Found = { status: 'ok' }
const UNKNOWN: Found = { status: 'unknown' }
const problem = (seen: string, line?: string): Found => ({
  status: 'problem',
  seen: shown(seen),
  ...(line !== undefined && { line: shown(line) }),
})

export function judge(observed: Observed, site: Site): readonly Finding[] {
  const { pages, door } = observed
  const code = codeOf(pages)
  const first: Finding[] = [
    { check: 'pages', ...(isOfPublicDoor(code) ? OK : problem(describe(pages))) },
    { check: 'host', ...hostOf(pages, code) },
  ]
  if (door === undefined) return first
  const found = judgeProxy(observed, door, site)
  return [...first, ...CHECKS.slice(2).map((check) => ({ check, ...(found[check] ?? UNKNOWN) }))]
}

/** The two answers that only the public door has for a page of the gate's that is none. */
const isOfPublicDoor = (code: string | undefined): boolean =>
  code === 'NOT_FOUND' || code === 'GATE_HOST_UNKNOWN'

function hostOf(pages: Seen, code: string | undefined): Found {
  if (!isOfPublicDoor(code)) return UNKNOWN
  if (code !== 'GATE_HOST_UNKNOWN' || 'failure' in pages) return OK
  return problem(String(parseJson(pages.body)?.seen ?? ''))
}

function judgeProxy(
  { probes }: Observed,
  door: Seen,
  { origin, names, proxy }: Site,
): Partial<Record<Check, Found>> {
  if (probesIn(door) === undefined) return { gate: problem(describe(door)) }
  const plain = reportIn(probes.plain)
  if (plain === undefined) {
    return { gate: OK, asked: problem(describe(probes.plain)) }
  }
  const asked = { gate: OK, asked: OK, answers: answersOf(probes) }
  if (refusalOf(plain) !== undefined) return { ...asked, question: questionOf(plain) }
  const forged = reportIn(probes.forged)
  const post = reportIn(probes.post)
  const socket = reportIn(probes.socket)
  return {
    ...asked,
    asked: askedOf(probes),
    question: OK,
    target: isWhole(plain, proxy) ? OK : problem(plain.asked?.target ?? ''),
    method: post && (post.asked?.method === 'POST' ? OK : problem(post.asked?.method ?? 'none')),
    forged: forged && forgedOf(forged, proxy),
    spelling: forged && spellingOf(forged, names),
    body: post && bodyOf(post),
    headers: lackOf(plain, ['accept', 'sec-fetch-mode']),
    socket: socket && lackOf(socket, ['sec-websocket-key', 'origin']),
    ...redirectOf(probes.redirect, origin),
  } as Partial<Record<Check, Found>>
}

/** These ask for the answer that has arrived for a GET: where it has not, the proxy does not ask about all. */
function askedOf({ post, socket }: Observed['probes']): Found {
  const rows = [
    ['POST', post],
    ['WebSocket', socket],
  ] as const
  const wrong = rows.filter(([, seen]) => reportIn(seen) === undefined)
  return wrong.length === 0
    ? OK
    : problem(wrong.map(([name, seen]) => `${name} → ${describe(seen)}`).join('; '))
}

const WARNING = (seen: string): Found => ({ status: 'warning', seen })

/** Of either question, where a proxy asks twice. */
const refusalOf = ({ refusal, first }: ProbeReport): ProbeReport['refusal'] => refusal ?? first

function questionOf(report: ProbeReport): Found {
  const refusal = refusalOf(report)
  if (refusal === undefined) return OK
  return problem(`${refusal.code} ${refusal.parameter}: ${refusal.seen}`, refusal.line)
}

/**
 * Whether path and query are those that were sent. Traefik merges slashes at its entry point, before it asks: the app
 * gets the same.
 */
const isWhole = ({ asked }: ProbeReport, proxy: Site['proxy']): boolean =>
  asked?.target === TARGET || (proxy === 'traefik' && asked?.target === TARGET.replace('//', '/'))

/** A header that points elsewhere may neither be believed nor get there beside the proxy's own. */
function forgedOf(report: ProbeReport, proxy: Site['proxy']): Found {
  const { asked } = report
  const refusal = refusalOf(report)
  if (refusal !== undefined) return problem(refusal.parameter ?? refusal.code, refusal.line)
  return isWhole(report, proxy) && asked?.method === 'GET'
    ? OK
    : problem(`${asked?.method} ${asked?.target}`)
}

function spellingOf(report: ProbeReport, names: readonly string[]): Found {
  const kept = names.map(spelled).filter((name) => report.names.includes(name))
  return kept.length === 0 ? OK : WARNING(kept.join(', '))
}

function bodyOf({ names }: ProbeReport): Found {
  const named = names.filter((name) => name === 'content-length' || name === 'transfer-encoding')
  return named.length === 0 ? OK : WARNING(named.join(', '))
}

function lackOf({ names }: ProbeReport, wanted: readonly string[]): Found {
  const lacking = wanted.filter((name) => !names.includes(name))
  return lacking.length === 0 ? OK : problem(lacking.join(', '))
}

/** Each answer has to arrive as the gate gave it: its status, the header that goes with it, and its body. */
function answersOf({ plain, forged, unavailable }: Observed['probes']): Found {
  const rows = [
    [401, plain, 'www-authenticate'],
    [403, forged, 'content-type'],
    [503, unavailable, 'retry-after'],
  ] as const
  const wrong = rows.flatMap(([status, seen, header]) => {
    const whole = seen !== undefined && 'status' in seen && seen.status === status
    if (whole && reportIn(seen) !== undefined && valuesOf(seen, header).length === 1) return []
    return [`${status} → ${describe(seen)}`]
  })
  return wrong.length === 0 ? OK : problem(wrong.join('; '))
}

function redirectOf(
  seen: Seen | undefined,
  origin: string,
): Partial<Record<'redirect' | 'cookies', Found>> {
  const [location] = seen === undefined ? [] : valuesOf(seen, 'location')
  const right = seen !== undefined && 'status' in seen && seen.status === 302
  if (!right || location !== origin + PROBE_TARGET) {
    return { redirect: problem(`${describe(seen)} ${location ?? ''}`) }
  }
  const cookies = valuesOf(seen, 'set-cookie').filter((line) =>
    /^catflap-gate-probe-(?:one|two)=1;[^,]*$/.test(line),
  )
  return { redirect: OK, cookies: cookies.length === 2 ? OK : problem(`${cookies.length} of 2`) }
}

/** The gate's report, where an answer is one: whoever answers there may have written something like it. */
function reportIn(seen: Seen | undefined): ProbeReport | undefined {
  if (seen === undefined || 'failure' in seen) return undefined
  const report = parseJson(seen.body)
  const { names, asked, refusal, first } = report ?? {}
  return report?.probe === 'catflap-gate' &&
    Array.isArray(names) &&
    [Object.fromEntries(names.entries()), asked, refusal, first].every(isOfTexts)
    ? (report as unknown as ProbeReport)
    : undefined
}

const isOfTexts = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string'))

/** The code of the gate's own problem details. */
function codeOf(seen: Seen): string | undefined {
  const code = 'failure' in seen ? undefined : parseJson(seen.body)?.code
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : undefined
}

function valuesOf(seen: Seen, name: string): readonly string[] {
  if ('failure' in seen) return []
  const { raw } = seen
  return raw.filter((_, i) => i % 2 === 1 && raw[i - 1]?.toLowerCase() === name)
}

function describe(seen: Seen | undefined): string {
  if (seen === undefined) return 'nothing'
  if ('failure' in seen) return seen.failure
  return [String(seen.status), codeOf(seen)].filter((one) => one !== undefined).join(' ')
}
