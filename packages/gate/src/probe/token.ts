/**
 * Values by which the gate knows a question of its own doctor. Each says what the question is to be answered with,
 * always a refusal; whoever finds one gets nothing by it but a report about a request of their own.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a probe is answered with, by name: every answer that a proxy has to pass on whole. */
export const PROBES = {
  redirect: 302,
  unauthenticated: 401,
  forbidden: 403,
  unavailable: 503,
} as const
export type ProbeKind = keyof typeof PROBES

/** The cookie that carries one: what a proxy does not pass on of it, it does not of a session's either. */
export const PROBE_COOKIE = 'catflap-gate-probe'

/** In the environment of workers: the key that they share, made by their primary. */
export const PROBE_KEY_VARIABLE = 'CATFLAP_PROBE_KEY'

/** Seconds for which one is good. */
const LIFETIME = 60

/** Makes and knows the values. */
export interface Probes {
  /** One of each kind. */
  make(): Readonly<Record<ProbeKind, string>>
  /** @param cookies - a `Cookie` header, untrusted */
  find(cookies: string | undefined): Probe | undefined
}

/** One that is good. */
export interface Probe {
  readonly kind: ProbeKind
  /** Tells it from others. */
  readonly id: string
}

/** 32 bytes in hexadecimal. */
export const makeProbeKey = (): string => randomBytes(32).toString('hex')

/**
 * @param key - as {@link makeProbeKey} makes it; another one is made where it is none
 * @param now - seconds
 */
export function createProbes(
  key: string | undefined,
  now: () => number = () => Math.floor(Date.now() / 1000),
): Probes {
  const bytes = Buffer.from(/^[0-9a-f]{64}$/.test(key ?? '') ? (key ?? '') : makeProbeKey(), 'hex')
  const sign = (kind: string, expires: string): Buffer =>
    createHmac('sha256', bytes).update(`catflap-gate-probe ${kind} ${expires}`).digest()
  const one = (kind: ProbeKind): string => {
    const expires = String(now() + LIFETIME)
    return `${kind}.${expires}.${sign(kind, expires).toString('base64url')}`
  }
  return {
    make: () => ({
      redirect: one('redirect'),
      unauthenticated: one('unauthenticated'),
      forbidden: one('forbidden'),
      unavailable: one('unavailable'),
    }),
    find(cookies) {
      // Most requests have none: this is asked of each.
      if (cookies === undefined || !cookies.includes(PROBE_COOKIE)) return undefined
      const [, kind = '', expires = '', mac = ''] = PATTERN.exec(cookies) ?? []
      if (!Object.hasOwn(PROBES, kind) || Number(expires) < now()) return undefined
      const given = Buffer.from(mac, 'base64url')
      const right = sign(kind, expires)
      return given.length === right.length && timingSafeEqual(given, right)
        ? { kind: kind as ProbeKind, id: mac }
        : undefined
    },
  }
}

const PATTERN = new RegExp(
  `(?:^|; )${PROBE_COOKIE}=([a-z]{1,20})\\.(\\d{1,12})\\.([\\w-]{43})(?:;|$)`,
)
