/**
 * The provider of a history: it rotates refresh tokens, ends a family of which an old one comes back (or forgives
 * that for a while), and knows of each request who sent it and whether they are still waiting.
 */
import { ENVIRONMENT, ISSUER } from '../support/parties.ts'
import { type Answer, answerOf, answersOf } from './answer.ts'
import type { ProviderKind } from './plan.ts'
import { JWK, signed } from './signing.ts'
import type { Process, World } from './world.ts'

/** Tokens that follow from one login. */
export interface Family {
  readonly sub: string
  readonly sid: string
  /** When its person had signed in, before any session of it; virtual milliseconds. */
  readonly approvedAt: number
  current: string
  /** The one before, and when it was replaced; virtual milliseconds. */
  previous: string | undefined
  rotatedAt: number
  /** Ended, since an old one came back. */
  revoked: boolean
  /** When its person lost their account; virtual milliseconds. */
  withdrawnAt: number | undefined
  /** When the new tokens had arrived that were last written; virtual milliseconds. */
  renewedAt: number
  /** When those were written; virtual milliseconds. */
  writtenAt: number
  /** When new ones last arrived, written or not, and whose request that was. */
  arrivedAt: number
  renewedBy: Process | undefined
  /** The place of its newest access token among all. */
  newest: number
  /** An old one that came back was refused. */
  refused: boolean
}

/** A refresh token that was sent. */
export interface Sent {
  readonly token: string
  readonly family: Family | undefined
  readonly process: Process
  /** Virtual milliseconds. */
  readonly at: number
  /** Whether the sender has had an answer, or a failure. */
  over: boolean
  /** When it had new tokens, or a word against the person; virtual milliseconds. */
  answeredAt: number | undefined
  refused: boolean
  /** The same token's request before this one. */
  readonly before: Sent | undefined
  /** How that one stood when this one was sent: its sender may end, or be answered, later. */
  readonly beforeWas: { readonly alive: boolean; readonly over: boolean } | undefined
}

export interface SimulatedProvider {
  /** `fetch` as a process has it. */
  fetchOf(process: Process): typeof fetch
  /** A code for a new login, with the nonce of its request. */
  approve(sub: string, nonce: string): { readonly code: string; readonly family: Family }
  /** A Logout Token of now. */
  logoutToken(about: { readonly sub: string } | { readonly sid: string }): string
  /** Whose access token this is, its place among all, and its end; virtual milliseconds. */
  readonly accessTokens: Map<
    string,
    { readonly family: Family; readonly place: number; readonly until: number }
  >
  /** What follows from the login of a code. */
  familyOf(code: string): Family | undefined
  /** How often a call fails: once in so many; 0 for never. */
  faults: number
  /** Milliseconds by which each answer is late. */
  slow: number
  /** Milliseconds for which the next process stops that has sent a refresh token; 0 for no stop. */
  stopsSender: number
  /** Whether it knows the client no more. */
  refusesClient: boolean
  /** Refresh tokens that were sent since somebody has last looked, who empties it. */
  readonly sent: Sent[]
  /** Codes that were redeemed twice. */
  readonly twice: string[]
  /** Families whose tokens were renewed twice within a moment. */
  readonly inVain: Family[]
  readonly failedAt: number[]
}

/** Longest way to the provider, and back; milliseconds. */
const WAY = 400
/** Milliseconds within which nobody needs new tokens again. */
const MOMENT = 3000
/** Milliseconds for which a forgiving provider takes the token before. */
const FORGIVES = 10_000
/** Seconds. */
const TOKEN_LIFETIME = 12

export function createSimulatedProvider(
  world: World,
  kind: ProviderKind,
  skew: number,
  crash: (process: Process | undefined) => boolean,
): SimulatedProvider {
  const codes = new Map<string, { readonly family: Family; readonly nonce: string }>()
  const families = new Map<string, Family>()
  const lastSent = new Map<string, Sent>()
  const redeemed = new Set<string>()
  let count = 0
  const fresh = (what: string) => `${what}-${++count}`
  const seconds = () => Math.floor((world.time() + skew) / 1000)
  const about = () => ({ iss: ISSUER, aud: ENVIRONMENT.OIDC_CLIENT_ID, iat: seconds() })

  function noteSent(token: string, process: Process): Sent {
    const before = lastSent.get(token)
    const family = families.get(token)
    // Right after a stop that outlived a lease, nobody can know what who had stopped is about to write.
    const hadStopped = [process, family?.renewedBy].some(
      (one) => one !== undefined && one.frozenUntil > world.time() - 2 * MOMENT,
    )
    if (family !== undefined && !hadStopped && world.time() - family.renewedAt < MOMENT) {
      provider.inVain.push(family)
    }
    const mine: Sent = {
      token,
      family,
      process,
      at: world.time(),
      over: false,
      answeredAt: undefined,
      refused: false,
      before,
      beforeWas: before && { alive: before.process.alive, over: before.over },
    }
    lastSent.set(token, mine)
    provider.sent.push(mine)
    return mine
  }

  function redeem(code: string) {
    if (redeemed.has(code)) provider.twice.push(code)
    const found = codes.get(code)
    if (found === undefined || redeemed.has(code)) return answerOf({ error: 'invalid_grant' }, 400)
    redeemed.add(code)
    const { family, nonce } = found
    const { sub, sid } = family
    const claims = { ...about(), exp: seconds() + 600, nonce, sub, sid }
    return tokens(family, { id_token: signed(claims) })
  }

  function tokens(family: Family, more: object = {}) {
    if (family.current === '' || kind !== 'does not rotate') {
      family.previous = family.current
      family.current = fresh('refresh')
      family.rotatedAt = world.time()
      families.set(family.current, family)
    }
    const access_token = fresh('access')
    family.newest = count
    const until = world.time() + TOKEN_LIFETIME * 1000
    provider.accessTokens.set(access_token, { family, place: count, until })
    const life = { token_type: 'bearer', expires_in: TOKEN_LIFETIME }
    return answerOf({ ...life, access_token, refresh_token: family.current, ...more })
  }

  function refresh(token: string) {
    const family = families.get(token)
    if (family === undefined || family.revoked || family.withdrawnAt !== undefined) {
      return answerOf({ error: 'invalid_grant' }, 400)
    }
    const forgiven =
      kind === 'forgives for a while' &&
      family.previous === token &&
      world.time() - family.rotatedAt < FORGIVES
    if (family.current !== token && !forgiven) {
      family.refused = true
      // An old one that comes back may be a thief's: nobody keeps anything (RFC 9700, section 4.14.2).
      if (kind !== 'refuses it') family.revoked = true
      return answerOf({ error: 'invalid_grant' }, 400)
    }
    return tokens(family)
  }

  function answer(url: string, form: URLSearchParams) {
    if (url.endsWith('/openid-configuration')) return metadata()
    if (url.endsWith('/keys')) return keys()
    if (url.endsWith('/revoke')) return answerOf('')
    if (provider.refusesClient) return answerOf({ error: 'invalid_client' }, 401)
    const code = form.get('code')
    return code === null ? refresh(form.get('refresh_token') ?? '') : redeem(code)
  }

  const way = () => world.random() * WAY + provider.slow

  function exchange(process: Process, url: string, form: URLSearchParams, mine: Sent | undefined) {
    const fails = provider.faults > 0 && world.once(provider.faults)
    if (fails) provider.failedAt.push(world.time())
    const early = fails && world.once(2)
    if (world.once(2) && crash(process)) return new Promise<Response>(() => undefined)
    return new Promise<Response>((resolve, reject) => {
      const back = () => {
        if (early) return finish(answerOf({ error: 'server_error' }, 503))
        const response = answer(url, form)
        if (!crash(process)) finish(response)
      }
      const finish = (response: Answer) =>
        world.post(process, way(), 'provider answers', () => {
          if (mine !== undefined) settle(mine, fails ? 0 : response.status)
          // The answer is lost on its way.
          if (fails && !early) reject(new TypeError('fetch failed'))
          else resolve(response as unknown as Response)
        })
      world.post(undefined, way(), 'provider', back)
    })
  }

  function settle(mine: Sent, status: number): void {
    // Whoever has given up in the meantime has not had it.
    if (mine.over) return
    mine.over = true
    if (status !== 200 && status !== 400) return
    mine.answeredAt = world.time()
    mine.refused = status === 400
    if (mine.refused) return
    const { family, process } = mine
    if (family !== undefined) Object.assign(family, { arrivedAt: world.time(), renewedBy: process })
  }

  const provider: SimulatedProvider = {
    accessTokens: new Map(),
    familyOf: (code) => codes.get(code)?.family,
    faults: 0,
    slow: 0,
    stopsSender: 0,
    refusesClient: false,
    sent: [],
    twice: [],
    inVain: [],
    failedAt: [],
    approve(sub, nonce) {
      const code = fresh('code')
      const family: Family = {
        sub,
        sid: fresh('sid'),
        approvedAt: world.time(),
        current: '',
        previous: undefined,
        rotatedAt: 0,
        revoked: false,
        withdrawnAt: undefined,
        renewedAt: 0,
        writtenAt: 0,
        arrivedAt: 0,
        renewedBy: undefined,
        newest: 0,
        refused: false,
      }
      codes.set(code, { family, nonce })
      return { code, family }
    },
    logoutToken(who) {
      const claims = { ...about(), exp: seconds() + 120, ...who, jti: fresh('jti') }
      return signed({ ...claims, events: { [EVENT]: {} } }, { typ: 'logout+jwt' })
    },
    fetchOf: (process) => (input, init) => {
      const form = new URLSearchParams(String(init?.body ?? ''))
      const token = form.get('refresh_token')
      const mine = token === null ? undefined : noteSent(token, process)
      if (mine !== undefined && provider.stopsSender > 0) {
        process.frozenUntil = Math.max(process.frozenUntil, world.time() + provider.stopsSender)
        provider.stopsSender = 0
      }
      init?.signal?.addEventListener('abort', () => {
        if (mine !== undefined) mine.over = true
      })
      return exchange(process, String(input), form, mine)
    },
  }
  return provider
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

const metadata = answersOf({
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/auth`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/keys`,
  revocation_endpoint: `${ISSUER}/revoke`,
  id_token_signing_alg_values_supported: ['ES256'],
})
const keys = answersOf({ keys: [JWK] })
