/** What the doctor does: it asks the gate for probes, and sends them through the proxy. */

import type { ProxyKind } from '../ask/proxies.ts'
import { PROBE_COOKIE, PROBES, type ProbeKind } from '../probe/token.ts'
import { PREFIX } from '../settings/login.ts'
import type { Place } from '../settings/settings.ts'
import { type Seen, type Sent, sendTo, sendToDoor } from './send.ts'

/** Where the doctor looks. */
export interface Site {
  /** Of the app, where people come. */
  readonly origin: string
  /** The gate's auth door; `undefined` where no proxy asks. */
  readonly auth: Place | undefined
  /** Which kind of proxy asks. */
  readonly proxy?: ProxyKind | undefined
  /** Headers that tell the app who is asking. */
  readonly names: readonly string[]
}

/** A header as servers for Python and PHP read the same variable of it. */
export const spelled = (name: string): string => name.toLowerCase().replaceAll('-', '_')

/** All that came back. */
export interface Observed {
  /** A page of the gate's that is none. */
  readonly pages: Seen
  /** The gate's answer to the doctor itself; absent where no proxy asks. */
  readonly door?: Seen
  /** By name; none where the gate gave no probes. */
  readonly probes: Readonly<Partial<Record<ProbeName, Seen>>>
}

/** A path that no app has, written so that whatever changes a path changes it. */
export const TARGET = '/catflap-doctor/a%2Fb//c;d?x=%2e'
/** Where forged headers point. */
export const FORGED = '/catflap-forged'

const PROGRAM = { accept: 'application/json', 'sec-fetch-mode': 'cors' }
const PERSON = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }

type ProbeName = 'plain' | 'forged' | 'redirect' | 'unavailable' | 'post' | 'socket'

/** What is sent with each probe. */
const REQUESTS: Readonly<
  Record<ProbeName, (site: Site) => Omit<Sent, 'target'> & { readonly kind: ProbeKind }>
> = {
  plain: () => ({ kind: 'unauthenticated', method: 'GET', headers: PROGRAM }),
  redirect: () => ({ kind: 'redirect', method: 'GET', headers: PERSON }),
  unavailable: () => ({ kind: 'unavailable', method: 'GET', headers: PROGRAM }),
  post: () => ({
    kind: 'unauthenticated',
    method: 'POST',
    headers: { ...PROGRAM, 'content-type': 'text/plain', 'content-length': '5' },
    body: 'probe',
  }),
  socket: ({ origin }) => ({
    kind: 'unauthenticated',
    method: 'GET',
    headers: {
      ...{ connection: 'Upgrade', upgrade: 'websocket', origin },
      ...{ 'sec-websocket-version': '13', 'sec-websocket-key': 'Y2F0ZmxhcC1kb2N0b3ItMQ==' },
    },
  }),
  forged: ({ origin, names }) => ({
    kind: 'forbidden',
    method: 'GET',
    headers: {
      ...PROGRAM,
      'x-original-url': origin + FORGED,
      'x-original-uri': FORGED,
      'x-original-method': 'HEAD',
      'x-rewrite-url': FORGED,
      'x-forwarded-uri': FORGED,
      'x-forwarded-method': 'HEAD',
      ...Object.fromEntries(names.map((name) => [spelled(name), 'forged'])),
    },
  }),
}

/** Looks at a site. */
export async function observe(site: Site): Promise<Observed> {
  const { origin, auth } = site
  const page = { method: 'GET', target: `${PREFIX}/doctor`, headers: PROGRAM }
  const pages = await sendTo(origin, page)
  if (auth === undefined) return { pages, probes: {} }
  const door = await sendToDoor(auth, { method: 'POST', target: '/auth/probe', headers: {} })
  const values = probesIn(door)
  if (values === undefined) return { pages, door, probes: {} }
  const probes: Partial<Record<ProbeName, Seen>> = {}
  for (const [name, make] of Object.entries(REQUESTS)) {
    const { kind, headers, ...rest } = make(site)
    const cookie = `${PROBE_COOKIE}=${values[kind]}`
    const sent = { ...rest, target: TARGET, headers: { ...headers, cookie } }
    probes[name as ProbeName] = await sendTo(origin, sent)
  }
  return { pages, door, probes }
}

/** The probes that a gate hands out; another answer is some other program's. */
export function probesIn(door: Seen): Readonly<Record<ProbeKind, string>> | undefined {
  if ('failure' in door || door.status !== 200) return undefined
  const values = parseJson(door.body)
  const all = Object.keys(PROBES).every((kind) => /^[\w.-]{1,200}$/.test(String(values?.[kind])))
  return all ? (values as Record<ProbeKind, string>) : undefined
}

/** An object of JSON. */
export function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
