import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import {
  DELEGATED_REQUEST_LACKS,
  INGRESS,
  INGRESS_USER_HEADERS,
  TOKEN_REQUEST_LACKS,
} from 'catflap-lazycat/facts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { createDevbox } from '../../src/index.ts'
import type { World } from '../support/ingress.ts'
import { describeApp, type Seen, seen, signInAtBox, startWorld, visit } from '../support/ingress.ts'

const TOKEN = 'Lzc-Api-Auth-Token'
const TICKET = 'X-HC-User-Ticket'
const LINK = 'app.dev.catflap.echo.lzcx'
const OTHER = 'cloud.lazycat.app.todo'

let world: World
let alice: string
let now = 1_800_000_000
beforeAll(async () => {
  world = await startWorld(undefined, {}, { now: () => now })
  alice = await signInAtBox(world.box)
})
afterAll(() => world.close())

/** What an app is told under names of the ingress; a name that comes twice has both values. */
const said = ({ headers }: Seen): Record<string, unknown> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => /^x[-_]hc/.test(name)))
const ask = (headers: Record<string, string>, cookie = '', path = '/') =>
  visit(world.box.appOrigin, path, { headers, ...(cookie !== '' && { cookie }) })
/** One app asks: at the name for apps, as the ingress of a box takes it. */
const askAsApp = (headers: Record<string, string>, path = '/') =>
  visit(world.box.origin, path, { headers: { host: LINK, ...headers } })
const seenByApp = async (answer: Promise<{ status: number; body: string }>): Promise<Seen> => {
  const { status, body } = await answer
  expect([status, body]).toEqual([200, expect.stringContaining('{')])
  return JSON.parse(body) as Seen
}
const ticketOf = async (cookie: string) =>
  String((await seen(world.box.appOrigin, '/', { cookie })).headers['x-hc-user-ticket'])
const lowered = (names: readonly string[]) => names.map((name) => name.toLowerCase())

describe('the app learns', () => {
  it('of a browser the person and the device', async () => {
    const got = said(await seen(world.box.appOrigin, '/', { cookie: alice }))
    const names = INGRESS_USER_HEADERS.map(({ value }) => value)
    expect(Object.keys(got).sort()).toEqual(lowered(names).sort())
    expect(got['x-hc-source']).toBe('client')
  })

  it('of a script with an API token the person and when the token was made, and no device', async () => {
    now = 1_800_000_100
    const token = world.box.makeApiToken('bob')
    now = 1_800_000_200
    const got = await seenByApp(ask({ [TOKEN]: token }))
    expect(token).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    expect(said(got)).toEqual({
      'x-hc-user-id': 'bob',
      'x-hc-user-role': 'NORMAL',
      'x-hc-login-time': '1800000100',
      'x-hc-source': 'client',
    })
    const lacking = [...TOKEN_REQUEST_LACKS.value, ...INGRESS.tokenWithoutClient.value]
    for (const name of lowered(lacking)) expect(got.headers[name]).toBeUndefined()
    expect(JSON.stringify(got)).not.toContain(token)
  })

  it.each([
    ['itself', 'app:self', () => ticketOf(alice)],
    ['another app', `app:${OTHER}`, async () => world.box.makeTicket(OTHER, 'alice')],
  ])(
    'of %s in a person’s name the person and which app, and no device',
    async (_, source, from) => {
      const ticket = await from()
      const got = await seenByApp(askAsApp({ [TICKET]: ticket }, '/api/tasks?x=1'))
      expect(said(got)).toEqual({
        'x-hc-user-id': 'alice',
        'x-hc-user-role': 'ADMIN',
        'x-hc-source': source,
        'x-hc-original-host': LINK,
      })
      expect([got.url, got.headers.host]).toEqual([
        '/api/tasks?x=1',
        new URL(world.box.appOrigin).host,
      ])
      for (const name of lowered(DELEGATED_REQUEST_LACKS.value)) {
        expect(got.headers[name]).toBeUndefined()
      }
      expect(JSON.stringify(got)).not.toContain(ticket)
    },
  )

  it('of nobody that a caller made up, whichever way it comes', async () => {
    const forged = {
      'X-HC-User-ID': 'mallory',
      'X-HC-User-Role': 'ADMIN',
      'X-HC-SOURCE': 'system',
      'X-HC-Device-ID': 'mallory',
      'X-HC-ORIGINAL-HOST': 'mallory',
      X_HC_SOURCE: 'system',
    }
    const token = world.box.makeApiToken('bob')
    const ticket = world.box.makeTicket(OTHER, 'bob')
    const answers = [
      await seenByApp(ask(forged, alice)),
      await seenByApp(ask({ ...forged, [TOKEN]: token })),
      await seenByApp(askAsApp({ ...forged, [TICKET]: ticket })),
      await seenByApp(ask(forged, '', '/public')),
      await seenByApp(askAsApp(forged, '/public')),
    ]
    const sources = answers.map((answer) => said(answer)['x-hc-source'])
    expect(sources).toEqual(['client', 'client', `app:${OTHER}`, undefined, undefined])
    const text = JSON.stringify(answers)
    expect([text.includes('mallory'), text.includes('system')]).toEqual([false, false])
  })
})

describe('an API token', () => {
  it.each([
    ['made up', 'a5a3ce62-6d5c-4bd4-8a3f-27a50b0e6a43'],
    ['empty', ''],
    ['a user’s name', 'alice'],
    ['that of a built-in property', '__proto__'],
  ])('that is %s signs nobody in, not even beside a good cookie', async (_, token) => {
    for (const cookie of ['', alice]) {
      expect((await ask({ [TOKEN]: token }, cookie)).status).toBe(307)
      expect(said(await seenByApp(ask({ [TOKEN]: token }, cookie, '/public')))).toEqual({})
    }
  })

  it('of another box, sent twice, or under a name that only looks like its header, is nobody’s', async () => {
    const other = await createDevbox({ keys: boxKeys(), app: describeApp('http://127.0.0.1:9') })
    const foreign = other.makeApiToken('alice')
    await other.close()
    const token = world.box.makeApiToken('alice')
    expect((await ask({ [TOKEN]: foreign })).status).toBe(307)
    expect((await ask({ [TOKEN]: `${token}, ${token}` })).status).toBe(307)
    expect((await ask({ lzc_api_auth_token: token })).status).toBe(307)
    expect((await ask({ 'Lzc-Auth-Token': token })).status).toBe(307)
    expect((await ask({}, `HC-Auth-Token=${token}`)).status).toBe(307)
  })

  it('names its user on a public path, without any cookie', async () => {
    const token = world.box.makeApiToken('bob')
    const got = said(await seenByApp(ask({ [TOKEN]: token }, '', '/public')))
    expect([got['x-hc-user-id'], got['x-hc-device-id']]).toEqual(['bob', undefined])
  })

  it('decides alone: beside the cookie of another person its user is the one who asks', async () => {
    const token = world.box.makeApiToken('bob')
    const got = said(await seenByApp(ask({ [TOKEN]: token }, alice)))
    expect([got['x-hc-user-id'], got['x-hc-device-id']]).toEqual(['bob', undefined])
  })

  it('opens no instance of another user', async () => {
    const own = await startWorld(undefined, { multiInstance: true, owner: 'alice' })
    const as = (user: string) =>
      visit(own.box.appOrigin, '/', { headers: { [TOKEN]: own.box.makeApiToken(user) } })
    const refused = await as('bob')
    expect([refused.status, (await as('alice')).status]).toEqual([403, 200])
    expect(refused.body).toContain('not bob’s')
    await own.close()
  })
})

describe('a ticket', () => {
  it('tells which app asks, whatever that app claims to be', async () => {
    const ticket = await ticketOf(alice)
    const claims = { 'X-HC-SOURCE': `app:${OTHER}`, 'X-HC-User-ID': 'bob' }
    const got = said(await seenByApp(askAsApp({ [TICKET]: ticket, ...claims })))
    expect([got['x-hc-source'], got['x-hc-user-id']]).toEqual(['app:self', 'alice'])
  })

  it.each(['self', '', 'client', 'a b.c', 'a.b\r\nX: 1', '.', 'a.b,app:self'])(
    'is not given to an app that is called %j',
    (packageId) => {
      expect(() => world.box.makeTicket(packageId, 'alice')).toThrow('must be an id')
    },
  )

  it('counts at the name for apps alone, and nothing else counts there', async () => {
    const ticket = await ticketOf(alice)
    expect((await ask({ [TICKET]: ticket })).status).toBe(307)
    expect((await askAsApp({ cookie: alice })).status).toBe(401)
    expect((await askAsApp({ [TOKEN]: world.box.makeApiToken('alice') })).status).toBe(401)
    expect((await askAsApp({})).status).toBe(401)
    expect(said(await seenByApp(askAsApp({ cookie: alice }, '/public')))).toEqual({})
  })

  it.each(['', 'made-up', 'alice', '__proto__'])('that is %j is refused', async (ticket) => {
    const answer = await askAsApp({ [TICKET]: ticket })
    expect([answer.status, answer.headers.location]).toEqual([401, undefined])
    expect(answer.body).toContain('No good ticket')
  })

  it('ends with the visit that it came of', async () => {
    const cookie = await signInAtBox(world.box)
    const ticket = await ticketOf(cookie)
    expect((await askAsApp({ [TICKET]: ticket })).status).toBe(200)
    await visit(world.box.origin, '/control', {
      method: 'POST',
      cookie,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'action=sign-out',
    })
    expect((await askAsApp({ [TICKET]: ticket })).status).toBe(401)
  })

  it('of one person never becomes that of the next one in the same browser', async () => {
    const own = await startWorld()
    const cookie = await signInAtBox(own.box)
    const read = async () => said(await seen(own.box.appOrigin, '/', { cookie }))
    const before = String((await read())['x-hc-user-ticket'])
    own.box.switchUser('bob')
    expect((await read())['x-hc-user-id']).toBe('bob')
    const headers = { host: LINK, [TICKET]: before }
    expect((await visit(own.box.origin, '/', { headers })).status).toBe(401)
    await own.close()
  })

  it('leads to this app alone, at its exact name', async () => {
    const ticket = await ticketOf(alice)
    const { port } = new URL(world.box.origin)
    const status = async (host: string) => (await askAsApp({ [TICKET]: ticket, host })).status
    expect(await status(`${LINK.toUpperCase()}:${port}`)).toBe(200)
    for (const host of [
      `app.${OTHER}.lzcx`,
      `x-${LINK}`,
      `web.dev.catflap.echo.lzcx`,
      `${LINK}:1`,
    ]) {
      expect([host, await status(host)]).toEqual([host, 421])
    }
  })
})

describe('an app on Node', () => {
  it('reaches itself at its name for apps, in the name of the person who visits it', async () => {
    const { port } = new URL(world.box.origin)
    const call = `fetch('http://${LINK}:${port}/', { headers: { '${TICKET}': process.argv[1] } })
      .then((answer) => answer.text()).then(console.log)`
    const env = { ...process.env, ...world.box.appEnvironment }
    const asked = promisify(execFile)(process.execPath, ['-e', call, await ticketOf(alice)], {
      env,
    })
    const got = said(JSON.parse((await asked).stdout) as Seen)
    expect([got['x-hc-source'], got['x-hc-original-host']]).toEqual(['app:self', `${LINK}:${port}`])
  })
})

describe('a box with another name', () => {
  it('knows neither tokens nor tickets from before', async () => {
    const own = await startWorld()
    const token = own.box.makeApiToken('alice')
    const ticket = own.box.makeTicket(OTHER, 'alice')
    await own.box.rename('newbox')
    expect((await visit(own.box.appOrigin, '/', { headers: { [TOKEN]: token } })).status).toBe(307)
    const headers = { host: LINK, [TICKET]: ticket }
    expect((await visit(own.box.origin, '/', { headers })).status).toBe(401)
    await own.close()
  })
})
