/** What each act of a plan does: people's acts, and trouble. */
import { LoginError } from '../../src/errors.ts'
import { APP } from '../support/parties.ts'
import type { Facts, Tracked } from './facts.ts'
import { type Browser, PEOPLE, type People } from './people.ts'
import type { Act, ActKind } from './plan.ts'

type Doing = (act: Act) => Promise<void> | void

export function createActs(
  facts: Facts,
  people: People,
  say: (text: string) => void,
): Readonly<Record<ActKind, Doing>> {
  const { world, app, provider, store, sessions } = facts
  const { browsers, send, sessionIn } = people
  const browserOf = ({ target }: Act): Browser => browsers[target % browsers.length]!
  const header = (session: Tracked) => `__Host-catflap=${session.cookie}`

  /** Several at once. */
  const copies = <T>(amount: number, make: (place: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: amount }, (_, place) => make(place)))

  async function signIn(browser: Browser, sub: string, amount: number) {
    const began = world.time()
    let begun = await send(browser, '/login')
    // Of a session that was ended a page tells first, once.
    if (begun !== undefined && begun.location === '') begun = await send(browser, '/login')
    if (begun === undefined || !begun.location.includes('nonce=')) return undefined
    const query = new URL(begun.location).searchParams
    const { code, family } = provider.approve(sub, query.get('nonce') ?? '')
    await world.sleep(world.random() * 1500)
    const before = sessionIn(browser)
    if (before !== undefined) before.mayEnd = true
    const failures = store.failures(0, world.time())
    const answers = new URLSearchParams({ code, state: query.get('state') ?? '' })
    const path = `/callback?${answers}`
    const others = browsers.filter((one) => one !== browser)
    const mayEnd = () => people.mayGoWithOthers(sub, began)
    const sent = await copies(amount, (place) =>
      // The third copy is somebody else's, who has seen the address.
      place === 2 ? send(world.pick(others), path) : send(browser, path, { family, mayEnd }),
    )
    if (sent[2]?.session !== undefined) facts.bugs.push('another browser was given a session')
    const session = sent[0]?.session ?? sent[1]?.session
    if (session === undefined || session === 'unknown') return undefined
    const isNew = before !== undefined && before !== session
    if (isNew && store.failures(0, world.time()) === failures) {
      people.acknowledge([before], 'a new login')
    }
    return session
  }

  async function logOut(browser: Browser, amount: number): Promise<void> {
    const session = sessionIn(browser)
    if (session === undefined) return
    session.mayEnd = true
    const sent = await copies(amount, () =>
      send(browser, '/logout', { method: 'POST', headers: { origin: APP } }),
    )
    // A copy that comes later has no cookie any more, and ends nothing.
    if (sent[0] !== undefined && sent[0].status < 500) people.acknowledge([session], 'logout')
  }

  /** Somebody signs out while their pages are still loading. */
  async function leave(browser: Browser): Promise<void> {
    const session = sessionIn(browser)
    if (session === undefined) return
    const loading = copies(3, async () => {
      await world.sleep(world.random() * 60)
      await people.visit(session, false)
    })
    await Promise.all([loading, logOut(browser, 1)])
  }

  /** A process stops with a refresh token under way; shortly before it goes on, others come, or the session ends. */
  async function stopInRenewal(session: Tracked, stop: number): Promise<void> {
    provider.stopsSender = stop
    const first = press(session)
    await world.sleep(stop - world.random() * 1600)
    if (world.once(4)) await endAll(session.sub)
    else await (world.once(2) ? press(session) : people.visit(session, true))
    await first
  }

  /** The provider tells that a person has signed out, and tells it again until it is understood. */
  async function sendToken(session: Tracked, all: boolean, amount: number): Promise<void> {
    const { sub, family } = session
    const which = (one: Tracked) => all || one.family === family
    const { affected, over } = people.beginEnding(sub, which)
    const token = provider.logoutToken(all ? { sub } : { sid: family.sid })
    const body = new URLSearchParams({ logout_token: token }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const post = () =>
      app.ask(async (login) => {
        const init = { method: 'POST', body, headers }
        return (await login.handle(new Request(`${APP}/backchannel-logout`, init))).status
      })
    for (let i = 0; i < 3; i++) {
      const statuses = await copies(amount, post)
      // One that was used before has been obeyed.
      if (statuses.some((status) => status === 200 || status === 400)) {
        people.acknowledge(affected, 'Logout Token')
        break
      }
      await world.sleep(2000)
    }
    over()
  }

  async function endAll(sub: string): Promise<void> {
    const { affected, over } = people.beginEnding(sub, () => true)
    const count = await app.ask((login) => login.endSessions(sub, () => true))
    over()
    if (count !== undefined) people.acknowledge(affected, 'the end of all sessions')
  }

  /** Renews at once, as a person may ask for it. */
  async function press(session: Tracked): Promise<void> {
    await app.ask(async (login) => {
      const found = await login.readSession(header(session), undefined)
      // Nobody's renewal is in vain that somebody has asked for.
      session.family.renewedAt = Number.NEGATIVE_INFINITY
      await found?.renew().catch((error: unknown) => {
        if (!(error instanceof LoginError) || error.code === 'INTERNAL') throw error
      })
    })
  }

  const live = ({ target }: Act): Tracked | undefined => {
    const candidates = sessions.filter((one) => one.endedAt === undefined)
    return candidates[target % candidates.length]
  }
  const withSession = (act: Act, what: (session: Tracked) => Promise<void>) => {
    const session = live(act)
    return session === undefined ? undefined : what(session)
  }
  const stopSoon = (target: number, stopIn: number, stopFor: number) => {
    Object.assign(app.process(target), { stopIn, stopFor })
  }
  /** Sets something that is undone some seconds later. */
  const forAWhile = async (set: () => void, undo: () => void) => {
    set()
    await world.sleep(2000 + world.random() * 8000)
    undo()
  }

  return {
    async visit(act) {
      const browser = browserOf(act)
      const session = sessionIn(browser)
      if (session === undefined) return void (await signIn(browser, browser.owner, 1))
      await copies(act.amount, (place) => people.visit(session, place === 0))
    },
    'old cookie': async ({ target }) => {
      const session = sessions[target % sessions.length]
      if (session !== undefined) await people.visit(session, false)
    },
    async 'sign in'(act) {
      const browser = browserOf(act)
      await signIn(browser, world.once(5) ? world.pick(PEOPLE) : browser.owner, act.amount)
    },
    async 'sign in and out'(act) {
      const browser = browserOf(act)
      const session = await signIn(browser, browser.owner, 1)
      if (session === undefined) return
      if (world.once(3)) await logOut(browser, 1)
      else await sendToken(session, world.once(2), 1)
      await people.visit(session, false)
    },
    'log out': (act) => logOut(browserOf(act), act.amount),
    leave: (act) => leave(browserOf(act)),
    press: (act) => withSession(act, press),
    'token by sub': (act) => withSession(act, (session) => sendToken(session, true, act.amount)),
    'token by sid': (act) => withSession(act, (session) => sendToken(session, false, act.amount)),
    'end all': (act) => withSession(act, ({ sub }) => endAll(sub)),
    withdraw: (act) =>
      withSession(act, async ({ name, family }) => {
        family.withdrawnAt = world.time()
        say(`the provider withdraws ${name}`)
      }),
    crash: ({ target }) => app.crash(target),
    'crash soon': ({ target, amount }) => stopSoon(target, amount, 0),
    'freeze soon': ({ target, amount }) =>
      stopSoon(target, amount, world.pick([2000, 5000, 7500, 9500])),
    'renewal stops': (act) => withSession(act, (session) => stopInRenewal(session, act.amount)),
    freeze({ target, amount }) {
      const process = app.process(target)
      process.frozenUntil = Math.max(process.frozenUntil, world.time() + amount)
      say(`${process.name} does nothing for ${amount} ms`)
    },
    clock({ target, amount }) {
      app.process(target).skew = amount
    },
    'store fails': ({ amount }) =>
      forAWhile(
        () => (store.faults = amount),
        () => (store.faults = 0),
      ),
    'store slow': ({ amount }) =>
      forAWhile(
        () => (store.slow = amount),
        () => (store.slow = 0),
      ),
    'provider fails': ({ amount }) =>
      forAWhile(
        () => (provider.faults = amount),
        () => (provider.faults = 0),
      ),
    'provider slow': ({ amount }) =>
      forAWhile(
        () => (provider.slow = amount),
        () => (provider.slow = 0),
      ),
    'client refused': () =>
      forAWhile(
        () => (provider.refusesClient = true),
        () => (provider.refusesClient = false),
      ),
    'answers get lost': ({ amount }) =>
      forAWhile(
        () => (app.lost = amount),
        () => (app.lost = 0),
      ),
    'new secret': () => app.rotateSecret(),
  }
}
