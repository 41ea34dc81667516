/** What the gate tells its doctor of a question: what came and how it was read, and no secret of it. */
import type { Asked, AskReader, Question } from '../ask/ask.ts'
import { GateError, type GateErrorCode, type GateErrorDetails, shown } from '../errors.ts'
import { PROBES, type ProbeKind } from './token.ts'

/** Why a question could not be read. */
export type Refusal = { readonly code: GateErrorCode } & GateErrorDetails

/** The report, as JSON has it. */
export interface ProbeReport {
  /** Tells it from the page of an app. */
  readonly probe: 'catflap-gate'
  readonly kind: ProbeKind
  /** At which of the door's paths. */
  readonly path: string
  /** What the question was about; absent where that could not be read. */
  readonly asked?: Asked
  /** Why it could not be read. */
  readonly refusal?: Refusal
  /** Of the second of two questions: why the first could not be read, where that is known. */
  readonly first?: Refusal
  /** Names of all headers in lower case, in their order. */
  readonly names: readonly string[]
}

/** Where a probe's redirect leads: below the gate's own pages, where there is none. */
export const PROBE_TARGET = '/_catflap/probe-seen'

/** Both have to arrive, as two. They go at once. */
const COOKIES = ['one', 'two'].map((name) => `catflap-gate-probe-${name}=1; Path=/; Max-Age=0`)

/** Reads a question for its report. */
export function reportOf(
  kind: ProbeKind,
  path: string,
  question: Question,
  read: AskReader,
): ProbeReport {
  const names = question.rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [name.toLowerCase()] : []))
  const report = { probe: 'catflap-gate', kind, path, names: names.map(shown) } as const
  try {
    return { ...report, asked: read(question) }
  } catch (error) {
    if (!(error instanceof GateError)) throw error
    return { ...report, refusal: { code: error.code, ...error.details } }
  }
}

/** The answer to a probe: of the status that it asks for, with all that such an answer has, and the report. */
export function probeResponse(report: ProbeReport, origin: string): Response {
  const headers = new Headers({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  })
  if (report.kind === 'redirect') {
    headers.set('location', origin + PROBE_TARGET)
    for (const cookie of COOKIES) headers.append('set-cookie', cookie)
  }
  if (report.kind === 'unauthenticated') headers.set('www-authenticate', 'Bearer')
  if (report.kind === 'unavailable') headers.set('retry-after', '1')
  return new Response(JSON.stringify(report), { status: PROBES[report.kind], headers })
}
