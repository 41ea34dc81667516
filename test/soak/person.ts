/**
 * A person with a browser: signs in, reads pages, leaves; and says of each answer whether it was to be
 * expected. Whoever has signed in stays so until something that this file names has ended it.
 */
import {
  type Answer,
  createUserAgent,
  sessionCookie,
  type UserAgent,
} from '../support/user-agent.ts'
import type { Tally } from './tally.ts'
import type { UserName, World } from './world.ts'

/** Longest that a session lasts in any case, in seconds: the library's own default. */
const ABSOLUTE = 7 * 24 * 3600
const HOPS = 20

/**
 * Pages on the way to a login that lead on to it: why the last session ended, and, to who has signed in twice
 * without seeing a page, that it may be a loop. Whoever shares a name with others may meet both.
 */
const TOLD = ['RENEWAL_REFUSED', 'LOGIN_LOOP']

export interface Person {
  readonly isSignedIn: boolean
  /** Signs in; does nothing where somebody is. */
  signIn(): Promise<void>
  read(path: string): Promise<void>
  signOut(): Promise<void>
  /** Closes the browser and opens another: the session stays behind. */
  leave(): void
}

/** @param only - true of whoever has one browser, so that no other login ends theirs */
export function createPerson(world: World, tally: Tally, user: UserName, only: boolean): Person {
  let agent = createUserAgent()
  let signedIn:
    | { readonly at: number; readonly restarts: number; readonly logins: number }
    | undefined

  /** Why a session may have ended without its person's doing. */
  function mayHaveEnded(): boolean {
    if (signedIn === undefined) return true
    const old = world.now() - signedIn.at > ABSOLUTE
    // The provider keeps one refresh token per person and client, and none over a restart.
    const { ended, underWay } = world.logins[user]
    const replaced = !only && (underWay > 0 || ended > signedIn.logins)
    return old || replaced || world.restarts > signedIn.restarts
  }

  async function signIn(): Promise<void> {
    if (signedIn !== undefined) return
    const { restarts } = world
    const logins = world.logins[user]
    logins.underWay++
    let answer = await tally.timed('login', () => login(agent, world.app, user))
    for (const told of TOLD) {
      if (answer.status < 400 || !answer.body.includes(told)) continue
      tally.expected(`told: ${told}`)
      answer = await tally.timed('login', () => login(agent, world.app, user))
    }
    logins.underWay--
    logins.ended++
    const arrived = answer.status === 200 && answer.url.startsWith(`${world.app}/session`)
    if (arrived && answer.body.includes(`${user}@`)) {
      signedIn = { at: world.now(), restarts, logins: logins.ended }
      tally.expected('signed in')
    } else if (world.restarts > restarts) tally.expected('login cut by a restart')
    else tally.unexpected(`a login ended with ${codeOf(answer)}`)
  }

  async function read(path: string): Promise<void> {
    const { status, body } = await tally.timed('page', () => agent.get(world.app + path))
    if (signedIn === undefined) {
      if (status === 200) tally.unexpected(`${path} shown to nobody`)
      else tally.expected('sent to the login')
    } else if (status === 200) {
      if (body.includes(`${user}@`)) tally.expected('page')
      else tally.unexpected(`${path} is somebody else's`)
    } else if ([302, 303, 401].includes(status) && mayHaveEnded()) {
      signedIn = undefined
      tally.expected('session ended')
    } else tally.unexpected(`${path} answered ${status} to ${user}, who is signed in`)
  }

  async function signOut(): Promise<void> {
    const cookie = sessionCookie(agent, world.app)
    const headers = { origin: world.app, 'content-type': 'application/x-www-form-urlencoded' }
    const { status } = await tally.timed('logout', () =>
      agent.post(`${world.app}/logout`, headers, ''),
    )
    signedIn = undefined
    if (status === 303 || status === 200) tally.expected('signed out')
    else tally.unexpected(`a logout answered ${status}`)
    const again = await createUserAgent().get(`${world.app}/session`, { cookie })
    if (again.status === 200) tally.unexpected('an ended session was served')
    agent = createUserAgent()
  }

  return {
    get isSignedIn() {
      return signedIn !== undefined
    },
    signIn,
    read,
    signOut,
    leave() {
      signedIn = undefined
      agent = createUserAgent()
    },
  }
}

/** Goes through a login as a person does: presses what each page offers. */
async function login(agent: UserAgent, app: string, user: UserName): Promise<Answer> {
  let answer = await agent.browse(`${app}/login`)
  for (let hop = 0; hop < HOPS; hop++) {
    const next = pressed(answer, user)
    if (next === undefined || answer.url.startsWith(`${app}/session`)) return answer
    const { url, fields } = next
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const origin = { origin: new URL(url).origin }
    answer =
      next.method === 'post'
        ? await agent.post(url, { ...type, ...origin }, fields.toString())
        : await agent.get(`${url}?${fields}`)
    if (answer.location !== undefined) answer = await agent.browse(answer.location)
  }
  return answer
}

/** The status of an answer, and the code that its page names. */
const codeOf = ({ status, url, body }: Answer): string =>
  [status, /\b[A-Z]{3,}(?:_[A-Z]+)+\b/.exec(body)?.[0], new URL(url).pathname].join(' ')

/** The first form of a page as it is sent: its hidden fields, and the button of this user or the first one. */
function pressed({ body, url }: Answer, user: UserName) {
  const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/.exec(body)
  if (form === null) return undefined
  const [, head = '', inside = ''] = form
  const fields = new URLSearchParams()
  for (const [tag] of inside.matchAll(/<input\b[^>]*>/g)) {
    if (attribute(tag, 'type') === 'hidden')
      fields.set(attribute(tag, 'name'), attribute(tag, 'value'))
  }
  const buttons = [...inside.matchAll(/<button\b[^>]*>/g)].map(([tag]) => tag)
  const button = buttons.find((tag) => attribute(tag, 'value') === user) ?? buttons[0] ?? ''
  if (attribute(button, 'name') !== '') {
    fields.set(attribute(button, 'name'), attribute(button, 'value'))
  }
  const method = attribute(head, 'method').toLowerCase()
  return { method, url: new URL(attribute(head, 'action') || url, url).href, fields }
}

/** An attribute of a tag; empty where it has none. */
function attribute(tag: string, name: string): string {
  const text = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  return text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
}
