/** Several people with several browsers at one viewer, with time and the provider in our hands. */
import { createDevbox, type Devbox } from 'catflap-devbox'
import { expect } from 'vitest'
import { boxKeys } from '../../../test/support/box-keys.ts'
import { createViewer, type Viewer } from '../src/index.ts'
import { createVisitor, NAVIGATION, ORIGIN, type Visitor } from './support.ts'

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
export const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1'

/** A browser in which somebody has signed in. */
export interface SignedIn extends Visitor {
  /** The id of that session. */
  readonly id: string
}

export interface People {
  readonly box: Devbox
  readonly viewer: Viewer
  /** Seconds since the epoch; a test moves it. */
  time: number
  /** Members that are added to the discovery document. */
  metadata: object
  signIn(user?: 'alice' | 'bob', userAgent?: string): Promise<SignedIn>
  /** How many token requests the box has had. */
  tokenRequests(): number
}

/** A box that asks for the user, and gives refresh tokens. */
export const startBox = (): Promise<Devbox> =>
  createDevbox({ keys: boxKeys(), redirectUri: `${ORIGIN}/callback`, refreshTokens: true })

/** A new viewer at a box. */
export function startPeople(box: Devbox): People {
  const clock = { time: Math.floor(Date.now() / 1000) }
  const people: People = {
    box,
    viewer: createViewer({
      environment: { ...box.environment, CATFLAP_STORE: 'memory:' },
      fetch: telling,
      now: () => clock.time,
    }),
    get time() {
      return clock.time
    },
    set time(seconds) {
      clock.time = seconds
    },
    metadata: {},
    tokenRequests: () => box.count('/sys/oauth/token'),
    async signIn(user = 'alice', userAgent = FIREFOX) {
      const visitor = createVisitor(people.viewer)
      const headers = { ...NAVIGATION, 'user-agent': userAgent }
      const start = await visitor.ask('/login', { headers })
      const { pathname, search } = await answerAtBox(start.headers.get('location') ?? '', user)
      await visitor.ask(pathname + search, { headers })
      const { sub } = await told(visitor)
      const [newest] = (await people.viewer.login?.listSessions(sub)) ?? []
      return { ...visitor, id: newest?.id ?? '' }
    },
  }

  async function telling(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const response = await fetch(input, init)
    if (!response.url.endsWith('openid-configuration')) return response
    return Response.json({ ...((await response.json()) as object), ...people.metadata })
  }
  return people
}

/** Goes through the box as a person does who is signed in there and grants access. */
async function answerAtBox(start: string, user: string): Promise<URL> {
  let location = new URL(start)
  while (location.origin !== ORIGIN) {
    const asks = location.pathname.endsWith('/approval')
    const headers = { cookie: `catflap-devbox-user=${user}` }
    const answer = await fetch(`${location}${asks ? '&approval=approve' : ''}`, {
      method: asks ? 'POST' : 'GET',
      headers,
      redirect: 'manual',
    })
    location = new URL(answer.headers.get('location') ?? '', location)
  }
  return location
}

/** What a session brought. */
export const told = async (visitor: Visitor) =>
  (await (await visitor.ask('/api/session')).json()) as { sub: string; accessToken: string }
/** The page of sessions, in English. */
export const html = async (visitor: Visitor): Promise<string> =>
  (await visitor.ask('/sessions', { headers: { ...NAVIGATION, 'accept-language': 'en' } })).text()
/** 200 for somebody who is signed in, else 302. */
export const status = async (visitor: Visitor): Promise<number> =>
  (await visitor.ask('/sessions', { headers: NAVIGATION })).status
/** Sends a form and reads the page that follows. */
export async function act(visitor: Visitor, path: string, body = ''): Promise<string> {
  const answer = await visitor.send(path, body)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sessions'])
  return html(visitor)
}
