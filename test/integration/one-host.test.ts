/**
 * Two apps on one host: a browser gives the cookies of one port to every other, and knows no paths
 * for cookies that must hold everywhere.
 */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLogin, createMemoryStore } from 'catflap'
import { requireLogin } from 'catflap/node'
import { createDevbox } from 'catflap-devbox'
import { afterEach, describe, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { boxKeys } from '../support/box-keys.ts'
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

/** Two apps below `/a` and `/b` of one origin. @param names - of their cookies */
async function twoPaths(names: readonly [string | undefined, string | undefined]) {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const redirectUri = (name: string) => `${origin}/${name}/callback`
  const other = { id: 'dev.other', secret: 'the-secret-of-another-app' }
  const box = await createDevbox({
    keys: boxKeys(),
    autoApprove: 'alice',
    redirectUri: redirectUri('a'),
    otherClients: [{ ...other, redirectUri: redirectUri('b') }],
  })
  const { OIDC_REDIRECT_URI, ...environment } = box.environment
  const make = (name: string, cookieName: string | undefined, client = {}): RequestListener => {
    const login = createLogin({
      environment,
      client: { ...client, redirectUri: redirectUri(name) },
      session: { store: createMemoryStore(), ...(cookieName && { cookieName }) },
    })
    open.push(login)
    return requireLogin(login, (_, res, { sub }) => res.end(`${name} has ${sub}`))
  }
  const [a, b] = [make('a', names[0]), make('b', names[1], other)]
  server.on('request', (req, res) => (req.url?.startsWith('/a/') ? a : b)(req, res))
  const close = async () => {
    server.closeAllConnections()
    server.close()
  }
  open.push(box, { close })
  return origin
}

describe('two apps below two paths of one origin', () => {
  it('leave each other signed in when their cookies have names of their own', async () => {
    const origin = await twoPaths([undefined, 'notes'])
    const agent = createUserAgent()
    for (const path of ['/a/', '/b/']) await agent.browse(origin + path)
    const again = [await agent.get(`${origin}/a/`), await agent.get(`${origin}/b/`)]
    expect(again.map(({ status }) => status)).toEqual([200, 200])
  })

  it('with one name take turns, until a page names that cause, and what to do', async () => {
    const origin = await twoPaths([undefined, undefined])
    const agent = createUserAgent()
    await agent.browse(`${origin}/a/`)
    await agent.browse(`${origin}/b/`)
    const { body } = await agent.browse(`${origin}/a/`)
    expect(body).toContain('LOGIN_LOOP')
    expect(body).toContain('below another path of this host has cookies of the same name')
    expect(body).toContain('session.cookieName')
  })
})
