/**
 * The life of a session in the ENV viewer, on plain http and over https through the ingress of the
 * box. The same for every engine.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  addressOf,
  arrive,
  type Engine,
  either,
  press,
  ROOM,
  settled,
  shows,
  type Tab,
  textOf,
} from '../support/engines/engine.ts'
import { startWorld, type Way, type World } from './world.ts'

const PICK = 'button[value=alice]'
const GRANT = 'button[value=approve]'
const REVEAL = 'form[method=post][action="/env"] button'

/** Plays it in an engine. @param start - told the file of the authority that the box has */
export function describeLife(start: (authority?: string) => Promise<Engine>): void {
  describe.each<Way>(['http', 'https'])('a session over %s', { timeout: ROOM }, (way) => {
    let world: World
    let engine: Engine
    const people: Tab[] = []

    beforeAll(async () => {
      world = await startWorld(way)
      engine = await start(world.box.authority?.file)
    }, ROOM)
    afterAll(async () => {
      await engine?.close()
      await world?.close()
    })
    const person = async (): Promise<Tab> => {
      const tab = await engine.visitor()
      people.push(tab)
      return tab
    }
    const at = (path: string): string => world.origin + path
    const openAtBox = async (tab: Tab, path: string): Promise<void> => {
      await tab.open(at(path))
      await arrive(tab, world.box.origin, 'below')
    }
    /** Picks alice at the box and grants access, if asked to: another tab may have done so. */
    const goOn = async (tab: Tab, path: string): Promise<void> => {
      await press(tab, PICK)
      const grants = await either(tab, GRANT, at(path))
      if (grants) await press(tab, GRANT)
      await arrive(tab, at(path))
    }
    const signIn = async (tab: Tab, path: string): Promise<void> => {
      await openAtBox(tab, path)
      await goOn(tab, path)
    }

    /** Goes back from the page that follows a logout; the browser may show an error, or the box. */
    const forgetsAfter = async (tab: Tab): Promise<void> => {
      await tab.back().catch(() => undefined)
      await settled(tab)
      expect((await textOf(tab)).includes('alice@')).toBe(false)
    }

    beforeEach(async () => {
      for (const tab of people.splice(0)) await tab.leave()
    })

    it('begins at the box, and is still there when the page is loaded again', async () => {
      const tab = await person()
      await signIn(tab, '/session')
      await shows(tab, 'alice@')
      await tab.open(at('/session'))
      await shows(tab, 'alice@')
      expect(await addressOf(tab)).toBe(at('/session'))
    })

    it('begins in two tabs at once, each of which ends at its own page', async () => {
      const first = await person()
      await openAtBox(first, '/env')
      const second = await first.another()
      await signIn(second, '/session')
      await goOn(first, '/env')
      await second.open(at('/session'))
      await shows(second, 'alice@')
    })

    it('stays when the callback is asked for again', async () => {
      const tab = await person()
      await signIn(tab, '/env')
      const { target } = world.requests.findLast(({ target }) => target.startsWith('/callback?'))!
      await tab.open(at(target))
      await arrive(tab, at('/env'))
      await tab.open(at('/session'))
      await shows(tab, 'alice@')
    })

    it('reveals a secret, and Back to the result of that form is no offence', async () => {
      const tab = await person()
      await signIn(tab, '/env')
      const secret = world.box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? 'none'
      expect(await textOf(tab)).not.toContain(secret)
      await press(tab, REVEAL)
      await shows(tab, secret)
      await tab.open(at('/session'))
      await tab.back().catch(() => undefined)
      await settled(tab)
      const posts = world.requests.filter(({ method }) => method === 'POST')
      expect(posts.map(({ status }) => status)).not.toContain(403)
      await tab.open(at('/env'))
      await arrive(tab, at('/env'))
    })

    it('that was ended elsewhere is over, and a form sent then says so', async () => {
      const tab = await person()
      await signIn(tab, '/env')
      const elsewhere = await person()
      await signIn(elsewhere, '/sessions')
      await press(elsewhere, 'form[action="/sessions/everywhere"] button')
      await arrive(elsewhere, at('/sessions/everywhere'))
      await press(tab, REVEAL)
      await shows(tab, 'Nothing was sent')
      expect(await addressOf(tab)).toBe(at('/env'))
      // Who was ended from elsewhere is told so, once.
      await tab.open(at('/env'))
      await shows(tab, 'SESSION_ENDED')
      await openAtBox(tab, '/env')
      await forgetsAfter(elsewhere)
    })

    it('is over after signing out, and Back shows nothing of it', async () => {
      const tab = await person()
      await signIn(tab, '/env')
      await tab.open(at('/session'))
      await press(tab, 'form[action="/logout"] button')
      await arrive(tab, at('/logout'))
      await shows(tab, 'still signed in')
      await forgetsAfter(tab)
      await openAtBox(tab, '/session')
    })
  })
}
