/** People with several browsers: what they send, which cookies they hold, and what they were told has ended. */
import { LoginError } from '../../src/errors.ts'
import type { Login } from '../../src/login.ts'
import { sessionKeys } from '../../src/session/session-cookie.ts'
import type { LoginTrace } from '../../src/trace.ts'
import { APP } from '../support/parties.ts'
import type { Facts, Seen, Tracked } from './facts.ts'
import type { Family } from './provider.ts'

export const PEOPLE = ['u-1', 'u-2'] as const

export interface Browser {
  readonly name: string
  readonly owner: string
  /** By name, with its end in virtual milliseconds. */
  readonly jar: Map<string, { readonly value: string; readonly until: number }>
}

export interface Sent {
  readonly status: number
  readonly location: string
  /** The one whose cookie it brought; `unknown` where none was expected. */
  readonly session: Tracked | 'unknown' | undefined
}

interface Init {
  readonly method?: string
  readonly headers?: Record<string, string>
  /** Of a callback: which session it may bring, and whether that may have ended by then. */
  readonly family?: Family
  readonly mayEnd?: () => boolean
}

const SESSION = '__Host-catflap'

/** The codes that a trace tells of, wherever it may. */
const codesIn = ({ steps, checks }: LoginTrace): string[] =>
  [
    ...steps.flatMap(({ address, sent, received }) => [
      address,
      ...[...sent, ...received].map(({ value }) => value),
    ]),
    ...checks.flatMap(({ expected, seen }) => [expected, seen]),
  ].flatMap((text) => text?.match(/\bcode-\d+/g) ?? [])

/** @param say - tells what happened, in order */
export function createPeople(facts: Facts, say: (text: string) => void) {
  const { world, app, sessions, byKey } = facts

  const browsers = [0, 1, 2, 3].map((place): Browser => {
    const owner = PEOPLE[place < 2 ? 0 : 1]
    return { name: `b${place + 1}`, owner, jar: new Map() }
  })

  function cookieHeader({ jar }: Browser): string {
    const kept = [...jar].filter(([, { until }]) => until > world.time())
    return kept.map(([name, { value }]) => `${name}=${value}`).join('; ')
  }

  function keep({ jar }: Browser, line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const split = pair.indexOf('=')
    const [name, value] = [pair.slice(0, split), pair.slice(split + 1)]
    const age = attributes.find((one) => one.startsWith('Max-Age='))?.slice(8) ?? '1e9'
    if (value === '' || age === '0') jar.delete(name)
    else jar.set(name, { value, until: world.time() + Number(age) * 1000 })
  }

  /** The session whose cookie a browser holds. */
  function sessionIn({ jar }: Browser): Tracked | undefined {
    const cookie = jar.get(SESSION)?.value
    return cookie === undefined ? undefined : sessions.find((one) => one.cookie === cookie)
  }

  /** One request of a browser to the library's own paths; it keeps the cookies that come back. */
  async function send(
    browser: Browser,
    path: string,
    { family, mayEnd, ...init }: Init = {},
  ): Promise<Sent | undefined> {
    const cookie = cookieHeader(browser)
    const headers = { ...init.headers, ...(cookie !== '' && { cookie }) }
    const answer = await app.ask(async (login) => {
      const response = await login.handle(new Request(APP + path, { ...init, headers }))
      const setCookies = response.headers.getSetCookie()
      const { status } = response
      facts.answers.push({ what: path.split('?')[0]!, status, setCookies })
      return { status, setCookies, location: response.headers.get('location') ?? '' }
    })
    if (answer === undefined) return undefined
    const { status, setCookies, location } = answer
    for (const line of setCookies) keep(browser, line)
    const line = setCookies.find((one) => one.startsWith(`${SESSION}=`) && one[15] !== ';')
    if (line === undefined) return { status, location, session: undefined }
    const value = line.slice(SESSION.length + 1, line.indexOf(';'))
    const session = family && track(value, family, mayEnd?.() ?? false)
    return { status, location, session: session ?? 'unknown' }
  }

  function track(cookie: string, family: Family, mayEnd: boolean): Tracked {
    const known = sessions.find((one) => one.cookie === cookie)
    if (known !== undefined) return known
    const keys = sessionKeys(cookie)!
    const now = world.time()
    const session: Tracked = {
      name: `s${sessions.length + 1}`,
      cookie,
      keys,
      sub: family.sub,
      family,
      // Its process may have stopped between making and giving it: lifetimes begin before.
      born: family.approvedAt,
      lastServed: now,
      mayEnd,
      endedAt: undefined,
      idleEnd: 0,
      bytes: undefined,
      place: family.newest,
    }
    sessions.push(session)
    facts.fresh.add(session)
    byKey.set(keys.storeKey, session)
    say(`${session.name} is there: ${family.sub}`)
    return session
  }

  /** Until when somebody may be ending sessions of a person; those that begin meanwhile may go with them. */
  const endings = new Map<string, number>()
  const underWay = new Map<string, number>()

  /** Something begins that may end these sessions of a person, and others that are about to begin. */
  function beginEnding(sub: string, which: (session: Tracked) => boolean) {
    const affected = sessions.filter((one) => one.sub === sub && which(one))
    for (const session of affected) session.mayEnd = true
    underWay.set(sub, (underWay.get(sub) ?? 0) + 1)
    return {
      affected,
      over() {
        underWay.set(sub, underWay.get(sub)! - 1)
        endings.set(sub, world.time())
      },
    }
  }

  const mayGoWithOthers = (sub: string, began: number): boolean =>
    (underWay.get(sub) ?? 0) > 0 || (endings.get(sub) ?? 0) >= began

  function acknowledge(ended: readonly Tracked[], why: string): void {
    for (const session of ended) {
      session.endedAt ??= world.time()
      facts.fresh.add(session)
    }
    say(`${why} acknowledged: ${ended.map(({ name }) => name).join(' ') || 'nobody'}`)
  }

  /** A request with a session's cookie: who is it? */
  async function visit(session: Tracked, deep: boolean): Promise<'told' | undefined> {
    const began = world.time()
    return app.ask(async (login, process) => {
      let at = 0
      let stoodStill = 0
      const seen = await look(login, session, deep, () => {
        at = world.time()
        stoodStill = process.frozenUntil
      })
      if (seen !== undefined) session.lastServed = world.time()
      facts.visits.push({ session, began, seen, at, stoodStill })
      return 'told' as const
    })
  }

  async function look(
    login: Login,
    session: Tracked,
    deep: boolean,
    letIn: () => void,
  ): Promise<Seen | undefined> {
    const found = await Promise.resolve()
      .then(() => login.readSession(`${SESSION}=${session.cookie}`, undefined))
      .catch((error: unknown) => {
        const { status, headers } = login.refuse(error, () => null)
        const setCookies = headers.getSetCookie()
        facts.answers.push({ what: 'a visit', status, setCookies })
        throw error
      })
    if (found === undefined) return undefined
    letIn()
    const accessTokens = [found.details().accessToken]
    const { sub, id } = found
    if (!deep) return { sub, id, accessTokens, traced: undefined }
    const traced = codesIn(found.trace())
    // It may have ended meanwhile; whose tokens they are counts.
    const live = await found.accessToken().catch((error: unknown) => {
      if (error instanceof LoginError && error.code !== 'INTERNAL') return undefined
      throw error
    })
    if (live !== undefined) accessTokens.push(live)
    return { sub, id, accessTokens, traced }
  }

  return {
    browsers,
    send,
    sessionIn,
    beginEnding,
    mayGoWithOthers,
    acknowledge,
    visit,
  }
}

export type People = ReturnType<typeof createPeople>
