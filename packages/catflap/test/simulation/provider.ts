/**
 * The provider of a history: it rotates refresh tokens, ends a family of which an old one comes back, and
 * knows of each request who sent it and whether they are still waiting.
 */
import { json } from '../support/json.ts'
import { sign } from '../support/keys.ts'
import { ENVIRONMENT, ISSUER, signing } from '../support/provider.ts'
import type { Process, World } from './world.ts'

/** Tokens that follow from one login. */
export interface Family {
  readonly sub: string
  readonly sid: string
  current: string
  revoked: boolean
  /** Virtual milliseconds. */
  renewedAt: number
}

interface Sent {
  readonly process: Process
  /** Whether the sender has had an answer, or a failure. */
  over: boolean
  /** Virtual milliseconds. */
  readonly sentAt: number
  /** When it had new tokens; virtual milliseconds. */
  answeredAt: number
}

export interface SimulatedProvider {
  /** `fetch` as a process has it. */
  fetchOf(process: Process): typeof fetch
  /** A code for a new login, with the nonce of its request. */
  approve(sub: string, nonce: string): string
  readonly families: Map<string, Family>
  /** How often a call fails: once in so many; 0 for never. */
  faults: number
  /** When a refresh token was last sent by somebody while another was at it, who lives. */
  readonly overlaps: string[]
  /** Codes that were redeemed twice. */
  readonly twice: string[]
  /** Families whose tokens were renewed twice within a moment. */
  readonly inVain: string[]
}

/** Longest way to the provider, and back; milliseconds. */
const WAY = 400
/** Milliseconds within which nobody needs new tokens again. */
const MOMENT = 3000
/** Milliseconds for which a lease lies in the store. */
const HELD = 7000
/** Seconds. */
const TOKEN_LIFETIME = 30

export function createSimulatedProvider(
  world: World,
  /** Whether the store failed in that time: then a lease may have run out, or new tokens be lost. */
  storeFailed: (from: number, to: number) => boolean,
): SimulatedProvider {
  const codes = new Map<string, { readonly family: Family; readonly nonce: string }>()
  const sent = new Map<string, Sent>()
  const redeemed = new Set<string>()
  let count = 0
  const fresh = (kind: string) => `${kind}-${++count}`

  function noteSent(token: string, process: Process): Sent {
    const before = sent.get(token)
    if (before?.process.alive && isAgain(before)) provider.overlaps.push(token)
    const mine: Sent = { process, sentAt: world.time(), over: false, answeredAt: 0 }
    sent.set(token, mine)
    return mine
  }

  /** Whether a second request with a refresh token has no excuse. */
  function isAgain({ over, sentAt, answeredAt }: Sent): boolean {
    const now = world.time()
    if (!over) return !storeFailed(sentAt - HELD, now)
    // Whoever has had new tokens, and lives, has had time to write them down.
    return answeredAt > 0 && now - answeredAt > HELD && !storeFailed(answeredAt, answeredAt + HELD)
  }

  async function redeem(form: URLSearchParams): Promise<Response> {
    const code = form.get('code') ?? ''
    if (redeemed.has(code)) provider.twice.push(code)
    redeemed.add(code)
    const found = codes.get(code)
    if (found === undefined) return json({ error: 'invalid_grant' }, 400)
    const { family, nonce } = found
    const now = Math.floor(world.time() / 1000)
    const claims = { iss: ISSUER, aud: ENVIRONMENT.OIDC_CLIENT_ID, exp: now + 600, iat: now, nonce }
    const { sub, sid } = family
    return tokens(family, { id_token: await sign({ ...claims, sub, sid }, await signing) })
  }

  function tokens(family: Family, more: object = {}): Response {
    family.current = fresh('refresh')
    provider.families.set(family.current, family)
    const life = { token_type: 'bearer', expires_in: TOKEN_LIFETIME }
    return json({
      ...life,
      access_token: fresh('access'),
      refresh_token: family.current,
      ...more,
    })
  }

  function refresh(token: string): Response {
    const family = provider.families.get(token)
    if (family === undefined || family.revoked || family.current !== token) {
      // An old one that comes back may be a thief's: nobody keeps anything (RFC 9700, section 4.14.2).
      if (family !== undefined) family.revoked = true
      return json({ error: 'invalid_grant' }, 400)
    }
    const now = world.time()
    if (now - family.renewedAt < MOMENT) provider.inVain.push(family.sid)
    family.renewedAt = now
    return tokens(family)
  }

  async function answer(url: string, form: URLSearchParams): Promise<Response> {
    if (url.endsWith('/openid-configuration')) return json(METADATA)
    if (url.endsWith('/keys')) return json({ keys: [(await signing).jwk] })
    if (url.endsWith('/revoke')) return new Response(null, { status: 200 })
    return form.has('code') ? redeem(form) : refresh(form.get('refresh_token') ?? '')
  }

  const provider: SimulatedProvider = {
    families: new Map(),
    faults: 0,
    overlaps: [],
    twice: [],
    inVain: [],
    approve(sub, nonce) {
      const code = fresh('code')
      codes.set(code, {
        family: { sub, sid: fresh('sid'), current: '', revoked: false, renewedAt: 0 },
        nonce,
      })
      return code
    },
    fetchOf: (process) => async (input, init) => {
      const form = new URLSearchParams(String(init?.body ?? ''))
      const token = form.get('refresh_token')
      const mine = token === null ? undefined : noteSent(token, process)
      try {
        await world.sleep(world.random() * WAY)
        const fails = provider.faults > 0 && world.once(provider.faults)
        if (fails && world.once(2)) return json({ error: 'server_error' }, 503)
        const response = await answer(String(input), form)
        await world.sleep(world.random() * WAY)
        // The answer is lost on its way.
        if (fails) throw new TypeError('fetch failed')
        if (mine !== undefined && response.status === 200) mine.answeredAt = world.time()
        return response
      } finally {
        if (mine !== undefined) mine.over = true
      }
    },
  }
  return provider
}

const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/auth`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/keys`,
  revocation_endpoint: `${ISSUER}/revoke`,
}
