/**
 * One history: a few processes of an app on one store, a few browsers, a provider, and whatever goes wrong
 * between them; and what must hold all the while.
 */
import { LoginError } from '../../src/errors.ts'
import type { Login } from '../../src/login.ts'
import { sign } from '../support/keys.ts'
import { APP, ENVIRONMENT, ISSUER, signing } from '../support/provider.ts'
import { checkInTheEnd, PEOPLE, type Tracked } from './ending.ts'
import { type Running, startProcess } from './process.ts'
import { createSimulatedProvider } from './provider.ts'
import { createSimulatedStore } from './store.ts'
import { inWorld, type World } from './world.ts'

/** What came of a history. */
export interface Outcome {
  readonly seed: number
  /** What did not hold, each with the time; empty when everything did. */
  readonly violations: readonly string[]
  /** What happened, in order. */
  readonly log: readonly string[]
  readonly events: number
  readonly faults: number
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const START = 1_800_000_000_000
/** Milliseconds of a history, and of the time after it in which nothing fails any more. */
const LENGTH = 90_000
const QUIET = 120_000
const ABSOLUTE = 3600

/** Runs the history of a seed. */
export function runHistory(seed: number): Promise<Outcome> {
  return inWorld(seed, START, async (world) => {
    const history = createHistory(world)
    const { told } = history
    // Nothing may reject with nobody there to see it: in an app that ends the process.
    const tell = (error: unknown) => void told.violations.push(`nobody saw ${String(error)}`)
    process.on('unhandledRejection', tell)
    try {
      const events = (await history.play()) + (await history.calm())
      return { seed, events, ...told }
    } finally {
      process.off('unhandledRejection', tell)
    }
  })
}

function createHistory(world: World) {
  const told = { violations: [] as string[], log: [] as string[], faults: 0 }
  const sessions: Tracked[] = []
  const store = createSimulatedStore(world)
  // A holder that the store does not answer cannot extend its lease, and lives: two at once are excused then.
  const provider = createSimulatedProvider(world, store.failedBetween)
  let generation = 0
  // In half of the histories nobody renews by hand, so that each renewal has its reason.
  const presses = world.once(2)

  const say = (text: string) =>
    told.log.push(`${((world.time() - START) / 1000).toFixed(3)} ${text}`)
  const names = new Map<string, string>()
  /** Sessions by the order in which they are met, since their ids are new each time. */
  const nameIn = ({
    session = '',
    ...more
  }: {
    readonly session?: string
    readonly code?: string
  }) => {
    if (!names.has(session)) names.set(session, `s${names.size + 1}`)
    return [names.get(session), more.code].filter(Boolean).join(' ')
  }
  const violated = (text: string) => {
    told.violations.push(`${((world.time() - START) / 1000).toFixed(3)} ${text}`)
    say(`VIOLATED: ${text}`)
  }

  const start = (): Running =>
    startProcess(world, `p${++generation}`, {
      fetchOf: provider.fetchOf,
      store: store.store,
      absoluteLifetime: ABSOLUTE,
      onEvent: (process, event) => {
        if ('session' in event) say(`${process} ${event.type} ${nameIn(event)}`)
      },
    })

  const running = Array.from({ length: 1 + Math.floor(world.random() * 3) }, start)

  /** Asks one of the processes; `undefined` when it could not tell, or crashed. */
  async function ask<T>(what: (login: Login) => T | Promise<T>): Promise<T | undefined> {
    const { process, login, crashed } = world.pick(running)
    try {
      return await Promise.race([crashed, world.as(process, async () => what(login))])
    } catch (error) {
      if (error instanceof LoginError && error.status >= 500) return undefined
      throw error
    }
  }

  const header = (cookie: string) => `__Host-catflap=${cookie}`

  async function signIn(sub: string, before: Tracked | undefined): Promise<void> {
    if (before !== undefined) before.mayEnd = true
    const began = world.time()
    const old = before === undefined ? {} : { cookie: header(before.cookie) }
    const begun = await ask((login) => login.handle(new Request(`${APP}/login`, { headers: old })))
    const location = begun?.headers.get('location')

    if (begun === undefined || location === null || location === undefined) return
    const query = new URL(location).searchParams
    const code = provider.approve(sub, query.get('nonce') ?? '')
    const [transaction = ''] = begun.headers.getSetCookie()
    const cookie = [transaction.split(';')[0], old.cookie].filter(Boolean).join('; ')
    const target = `${APP}/callback?${new URLSearchParams({ code, state: query.get('state') ?? '' })}`
    // Now and then a browser sends it twice, to whichever process.
    const copies = Array.from({ length: world.once(4) ? 2 : 1 }, () =>
      ask((login) => login.handle(new Request(target, { headers: { cookie } }))),
    )
    for (const answer of await Promise.all(copies)) {
      const line = answer?.headers.getSetCookie().find((one) => /^__Host-catflap=[^;]/.test(one))

      if (answer?.status !== 303 || line === undefined) continue
      const value = line.slice(line.indexOf('=') + 1, line.indexOf(';'))
      if (sessions.some((one) => one.cookie === value)) continue
      const mayEnd = (endings.get(sub) ?? 0) >= began
      sessions.push({ cookie: value, sub, born: world.time(), mayEnd, endedAt: undefined })
      say(`signed in: ${sub}`)
    }
  }

  /** A request with a session's cookie: who is it? */
  async function visit(session: Tracked): Promise<void> {
    const began = world.time()
    const ended = session.endedAt !== undefined && session.endedAt <= began
    const mayHaveEnded = () => session.mayEnd || isOld(session) || isRevoked(session)
    const found = await ask(async (login) => ({
      session: await login.readSession(header(session.cookie), undefined),
    }))
    if (found === undefined) return
    if (found.session !== undefined && ended)
      violated(`served a session that had ended: ${session.sub}`)
    if (found.session !== undefined && found.session.sub !== session.sub) {
      violated(`served the session of ${found.session.sub} to ${session.sub}`)
    }
    if (found.session === undefined && !mayHaveEnded()) {
      violated(`not signed in, though nothing ended the session of ${session.sub}`)
    }
  }

  const isOld = ({ born }: Tracked) => world.time() - born > (ABSOLUTE - 30) * 1000
  /** The provider ends what it takes for stolen; of which session that was only it knows. */
  const isRevoked = ({ sub }: Tracked) =>
    [...provider.families.values()].some((family) => family.sub === sub && family.revoked)

  async function logout(session: Tracked): Promise<void> {
    session.mayEnd = true
    const headers = { cookie: header(session.cookie), origin: APP }
    const answer = await ask((login) =>
      login.handle(new Request(`${APP}/logout`, { method: 'POST', headers })),
    )
    if (answer !== undefined && answer.status < 500) acknowledge([session], 'logout')
  }

  /** Until when somebody may be ending all sessions of a person; those that begin meanwhile may go with them. */
  const endings = new Map<string, number>()

  function beginEnding(sub: string) {
    const affected = sessions.filter((one) => one.sub === sub)
    for (const session of affected) session.mayEnd = true
    endings.set(sub, Number.POSITIVE_INFINITY)
    return { affected, over: () => endings.set(sub, world.time()) }
  }

  function acknowledge(ended: readonly Tracked[], why: string): void {
    for (const session of ended) session.endedAt ??= world.time()
    say(`${why} acknowledged`)
  }

  /** The provider tells that a person has signed out: of all that was there before. */
  async function backChannel(sub: string): Promise<void> {
    const { affected, over } = beginEnding(sub)
    const iat = Math.floor(world.time() / 1000)
    const claims = { iss: ISSUER, aud: ENVIRONMENT.OIDC_CLIENT_ID, iat, exp: iat + 120, sub }
    const more = { jti: `j-${world.random()}`, events: { [EVENT]: {} } }
    const token = await sign({ ...claims, ...more }, await signing, { typ: 'logout+jwt' })
    const body = new URLSearchParams({ logout_token: token })
    const answer = await ask((login) =>
      login.handle(new Request(`${APP}/backchannel-logout`, { method: 'POST', body })),
    )
    over()
    if (answer?.status === 200) acknowledge(affected, 'back-channel logout')
  }

  async function endAll(sub: string): Promise<void> {
    const { affected, over } = beginEnding(sub)
    const count = await ask((login) => login.endSessions(sub, () => true))
    over()
    if (count !== undefined) acknowledge(affected, 'the end of all sessions')
  }

  /** Whether anybody has asked for new tokens before they were due. */
  let pressed = false

  /** Renews at once, as a person may ask for it. */
  async function renew(session: Tracked): Promise<void> {
    pressed = true
    try {
      await ask(async (login) => {
        const found = await login.readSession(header(session.cookie), undefined)
        await found?.renew()
      })
    } catch (error) {
      if (!(error instanceof LoginError)) throw error
    }
  }

  function crash(): void {
    const at = Math.floor(world.random() * running.length)
    const { process } = running[at]!
    process.alive = false
    process.onCrash()
    told.faults++
    say(`${process.name} crashes`)
    running[at] = start()
  }

  /** What one actor does next. */
  async function act(): Promise<void> {
    const live = sessions.filter((one) => one.endedAt === undefined)
    const session = live.length === 0 ? undefined : world.pick(live)
    const dice = world.random()
    if (session === undefined || dice < 0.06) {
      return signIn(world.pick(PEOPLE), world.once(3) ? session : undefined)
    }
    if (dice < 0.1) return logout(session)
    if (dice < 0.12) return backChannel(session.sub)
    if (dice < 0.13) return endAll(session.sub)
    if (dice < 0.18 && presses) return renew(session)
    if (dice < 0.25 && sessions.length > 0) return visit(world.pick(sessions))
    // Tabs at once.
    await Promise.all(Array.from({ length: world.once(3) ? 4 : 1 }, () => visit(session)))
  }

  async function actor(until: number): Promise<void> {
    while (world.time() < until) {
      await act()
      // Most wait a moment, some for as long as a token lives.
      await world.sleep(world.once(5) ? world.random() * 30_000 : world.random() * 3000)
    }
  }

  /** Turns faults on and off, and ends processes. */
  async function trouble(until: number): Promise<void> {
    while (world.time() < until) {
      await world.sleep(world.random() * 15_000)
      if (world.time() >= until) return
      const dice = world.random()
      if (dice < 0.3) store.faults = world.pick([0, 0, 20, 4])
      else if (dice < 0.6) provider.faults = world.pick([0, 0, 10, 3])
      else if (dice < 0.8) crash()
      else world.pick(running).process.skew = world.pick([-1, 0, 1])
      told.faults++
    }
  }

  return {
    told,
    async play(): Promise<number> {
      const until = START + LENGTH
      const failed: unknown[] = []
      const actors = [actor(until), actor(until), actor(until), trouble(until)]
      for (const one of actors) one.catch((error: unknown) => failed.push(error))
      const events = await world.run(until)
      if (failed.length > 0) throw failed[0]
      return events
    },
    /** Nothing fails any more: no lease is held, nobody is lost, and the lists say what is there. */
    async calm(): Promise<number> {
      store.faults = 0
      provider.faults = 0
      const until = world.time() + QUIET
      let done = false
      const checks = async () => {
        await world.sleep(70_000)
        done = await checkInTheEnd({ sessions, provider, ask, visit, violated })
      }
      const failed: unknown[] = []
      checks().catch((error: unknown) => failed.push(error))
      const events = await world.run(until)
      if (failed.length > 0) throw failed[0]
      if (!done) violated('something waits for ever')
      for (const token of provider.overlaps) violated(`two sent ${token} at once`)
      for (const sid of pressed ? [] : provider.inVain) violated(`tokens of ${sid} renewed in vain`)
      for (const code of provider.twice) violated(`${code} was redeemed twice`)
      return events
    },
  }
}
