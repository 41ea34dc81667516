/**
 * Two apps on one host: a browser gives the cookies of one port to every other, and knows no paths
 * for cookies that must hold everywhere.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { createUserAgent } from '../support/user-agent.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

async function twoApps() {
  const setups = [await startBoxAndApp(), await startBoxAndApp()] as const
  open.push(...setups)
  return setups
}

describe('two apps at two ports of one host', () => {
  it('leave each other signed in, and sign out one by one', async () => {
    const [one, other] = await twoApps()
    const agent = createUserAgent()
    const status = async ({ app }: typeof one) => (await agent.get(`${app.origin}/x`)).status
    await agent.browse(`${one.app.origin}/x`)
    await agent.browse(`${other.app.origin}/x`)
    expect([await status(one), await status(other)]).toEqual([200, 200])

    const { origin } = one.app
    await agent.post(`${origin}/logout`, { origin, 'sec-fetch-site': 'same-origin' })
    expect([await status(one), await status(other)]).toEqual([302, 200])
  })

  it('have logins under way at the same time, five each', async () => {
    const [one, other] = await twoApps()
    const agent = createUserAgent()
    const begun: { readonly location: string; readonly wanted: string }[] = []
    for (let i = 0; i < 5; i++) {
      for (const { app } of [one, other]) {
        const { location = '' } = await agent.get(`${app.origin}/login?return_to=/${i}`)
        begun.push({ location, wanted: `${app.origin}/${i}` })
      }
    }
    for (const { location, wanted } of begun) {
      expect(await agent.browse(location)).toMatchObject({ status: 200, url: wanted })
    }
  })
})
