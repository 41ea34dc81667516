/** The app's list of a person's sessions, by the public names of a login. */
import { describe, expect, it } from 'vitest'
import { createBrowser } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'

async function threeSessions() {
  const fixture = createFixture()
  const { login, provider } = fixture
  const signIn = async (sub: string) => {
    provider.claims = { sub }
    provider.answers.set('userinfo', () => Response.json({ sub }))
    const browser = createBrowser(login, provider)
    await browser.signIn()
    const read = () => login.readSession(browser.header(), undefined)
    const { id } = (await read())!
    return { id, alive: async () => (await read()) !== undefined }
  }
  const [first, second] = [await signIn('u-1'), await signIn('u-1')]
  return { ...fixture, first, second, stranger: await signIn('u-2') }
}

describe('the sessions of a person', () => {
  it('are listed, and nobody else’s', async () => {
    const { login, first, second } = await threeSessions()
    const ids = (await login.listSessions('u-1')).map(({ id }) => id)
    expect(ids.toSorted()).toEqual([first.id, second.id].toSorted())
    expect(await login.listSessions('u-3')).toEqual([])
  })

  it('end one by one, are counted, and each is told', async () => {
    const { login, log, first, second, stranger } = await threeSessions()
    expect(await login.endSessions('u-1', ({ id }) => id === first.id)).toBe(1)
    expect([await first.alive(), await second.alive(), await stranger.alive()]).toEqual([
      false,
      true,
      true,
    ])
    expect(log.of('session-ended')).toEqual([
      { type: 'session-ended', session: first.id, reason: 'ended-elsewhere' },
    ])
  })

  it('end together, and a stranger’s stays', async () => {
    const { login, first, second, stranger } = await threeSessions()
    expect(await login.endSessions('u-1', () => true)).toBe(2)
    expect([await first.alive(), await second.alive(), await stranger.alive()]).toEqual([
      false,
      false,
      true,
    ])
    expect(await login.endSessions('u-1', () => true)).toBe(0)
  })
})
