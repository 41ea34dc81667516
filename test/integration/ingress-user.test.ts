/**
 * People whom the ingress names (`session.acceptIngressUser`), behind the devbox's ingress: a test for each
 * row of the table in SECURITY.md.
 */
import { createLogin } from 'catflap'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Answer,
  type IngressUserWorld,
  type Sent,
  send,
  startIngressUserWorld,
} from '../support/ingress-user-world.ts'

const OTHER = 'dev.example.other'
const TOKEN = 'Lzc-Api-Auth-Token'
const TICKET = 'X-HC-User-Ticket'
/** What Chromium sends of a script in a page of another app on the box, and of a link there. */
const NEIGHBOURS_SCRIPT = {
  'sec-fetch-site': 'same-site',
  'sec-fetch-mode': 'no-cors',
  'sec-fetch-dest': 'empty',
}
const LINKED = {
  'sec-fetch-site': 'same-site',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
}

let world: IngressUserWorld
beforeAll(async () => {
  world = await startIngressUserWorld()
})
afterAll(async () => {
  await world?.close()
})

const through = (path: string, headers?: Sent) => world.through(path, headers)
const asApp = (headers: Sent) => world.asApp(headers)
const direct = (path: string, headers: Sent) => world.direct(path, headers)
const signInAtBox = (user: string) => world.signInAtBox(user)
const signIn = (cookie: string) => world.signIn(cookie)
const configure: IngressUserWorld['configure'] = (accept) => world.configure(accept)

beforeEach(() => {
  configure(true)
  world.box.setRole('alice', 'ADMIN')
  world.box.setRole('bob', 'NORMAL')
})

const account = (user: string) => `${user}@${new URL(world.box.origin).host}`
const said = async (answer: Answer | Promise<Answer>) => {
  const { status, body } = await answer
  expect(status).toBe(200)
  return JSON.parse(body) as { who?: string; via?: string; groups?: readonly string[] }
}
const NOBODY = {}
const FORGED = {
  'X-HC-User-ID': 'alice',
  'X-HC-User-Role': 'ADMIN',
  'X-HC-SOURCE': 'client',
  X_HC_User_ID: 'alice',
  X_HC_User_Role: 'ADMIN',
  X_HC_SOURCE: 'client',
}

describe('a person who is signed in at the box', () => {
  it('is known to the app without a login, by the name that the provider gives, too', async () => {
    const cookie = await signInAtBox('alice')
    const known = { who: account('alice'), via: 'ingress', groups: ['ADMIN'] }
    expect(await said(through('/who', { cookie }))).toEqual(known)
    const proven = await signIn(cookie)
    expect(await said(through('/who', { cookie: proven }))).toEqual({ ...known, via: 'oidc' })
    expect((await through('/proven', { cookie })).status).toBe(401)
    expect((await through('/proven', { cookie: proven })).status).toBe(200)
  })

  it('is nobody without the option', async () => {
    configure(undefined)
    expect(await said(through('/who', { cookie: await signInAtBox('alice') }))).toEqual(NOBODY)
  })
})

describe('headers of a visitor’s own', () => {
  it('reach the app nowhere: not without a sign-in, not on a public path', async () => {
    expect((await through('/who', FORGED)).status).toBe(307)
    expect(await said(through('/public', FORGED))).toEqual(NOBODY)
  })

  it('make nobody another person or an administrator beside the visitor’s own', async () => {
    const cookie = await signInAtBox('bob')
    const bob = { who: account('bob'), via: 'ingress', groups: ['NORMAL'] }
    expect(await said(through('/who', { ...FORGED, cookie }))).toEqual(bob)
    const twice = { 'X-HC-User-ID': ['alice', 'alice'], 'x-hc-user-role': ['ADMIN', 'ADMIN'] }
    expect(await said(through('/who', { ...twice, cookie }))).toEqual(bob)
    expect((await through('/admin', { ...FORGED, cookie })).status).toBe(403)
  })

  it('count from a container of the same app, as is written; not where a login is wanted', async () => {
    const forged = { 'X-HC-User-ID': 'alice', 'X-HC-User-Role': 'ADMIN', 'X-HC-SOURCE': 'client' }
    expect(await said(direct('/who', forged))).toMatchObject({ who: account('alice') })
    expect((await direct('/proven', forged)).status).toBe(401)
  })

  it('name nobody beside the ingress’s, where a proxy in between would let both pass', async () => {
    const both = { 'X-HC-User-Role': 'NORMAL', 'X-HC-SOURCE': 'client' }
    for (const user of [
      ['bob', 'alice'],
      ['bob', 'bob'],
    ]) {
      expect(await said(direct('/who', { ...both, 'X-HC-User-ID': user }))).toEqual(NOBODY)
    }
    const roles = { 'X-HC-User-ID': 'bob', 'X-HC-SOURCE': 'client' }
    expect(await said(direct('/who', { ...roles, 'X-HC-User-Role': ['NORMAL', 'ADMIN'] }))).toEqual(
      NOBODY,
    )
    expect(await said(direct('/who', { x_hc_user_id: 'alice', ...both }))).toEqual(NOBODY)
  })

  it('are not believed where the app runs at another address than the box gave it', () => {
    const elsewhere = {
      ...world.box.environment,
      OIDC_REDIRECT_URI: 'http://127.0.0.1:5005/callback',
    }
    const refused = expect.objectContaining({ code: 'CONFIGURATION_INVALID' })
    const session = { acceptIngressUser: true } as const
    expect(() => createLogin({ environment: elsewhere, session })).toThrow(refused)
    expect(() => createLogin({ environment: world.box.environment, session })).not.toThrow()
  })
})

describe('a request without a browser', () => {
  it('of another app in a person’s name is nobody’s, unless that app is named', async () => {
    const headers = { [TICKET]: world.box.makeTicket(OTHER, 'alice'), 'X-HC-SOURCE': 'client' }
    expect(await said(asApp(headers))).toEqual(NOBODY)
    configure({ sources: ['client', 'app:dev.example.oth', 'app:dev.example.other2'] })
    expect(await said(asApp(headers))).toEqual(NOBODY)
    configure({ sources: [`app:${OTHER}`] })
    expect(await said(asApp(headers))).toMatchObject({ who: account('alice'), via: 'ingress' })
  })

  it('of the app itself, with the ticket of a visit, is nobody’s, unless that is named', async () => {
    const headers = { [TICKET]: world.box.makeTicket('dev.catflap.mine', 'alice') }
    expect(await said(asApp(headers))).toEqual(NOBODY)
    configure({ sources: ['client', 'app:self'] })
    expect(await said(asApp(headers))).toMatchObject({ who: account('alice') })
  })

  it('with an API token is its user’s, without a device, and with a made-up one nobody’s', async () => {
    const headers = { [TOKEN]: world.box.makeApiToken('bob') }
    expect(await said(through('/who', headers))).toMatchObject({
      who: account('bob'),
      via: 'ingress',
    })
    const cookie = await signInAtBox('alice')
    const forged = { [TOKEN]: 'a5a3ce62-6d5c-4bd4-8a3f-27a50b0e6a43', cookie }
    expect((await through('/who', forged)).status).toBe(307)
    expect(await said(through('/public', forged))).toEqual(NOBODY)
  })

  it('is nobody’s by a source that no version has had yet, or that is not a person’s', async () => {
    const { 'X-HC-SOURCE': _, ...person } = FORGED
    for (const source of ['system', 'client:new', 'Client']) {
      expect(await said(direct('/who', { ...person, 'X-HC-SOURCE': source })), source).toEqual(
        NOBODY,
      )
    }
  })
})

describe('a page of a neighbour on the box', () => {
  it('has the browser ask, the ingress signs in, and still it is nobody’s', async () => {
    const cookie = await signInAtBox('alice')
    expect(await said(through('/who', { cookie, ...NEIGHBOURS_SCRIPT }))).toEqual(NOBODY)
    expect((await through('/admin', { cookie, ...NEIGHBOURS_SCRIPT })).status).toBe(401)
    const form = { ...LINKED, origin: `http://todo.${new URL(world.box.origin).host}` }
    const posted = await send(`${world.box.appOrigin}/admin`, { cookie, ...form }, 'POST', 'a=b')
    expect(posted.status).toBe(401)
    expect(await said(through('/who', { cookie, ...LINKED }))).toMatchObject({
      who: account('alice'),
    })
  })

  it('opens no WebSocket; one of the app’s own pages is known for its first request alone', async () => {
    const cookie = await signInAtBox('alice')
    const shake = (origin: string) =>
      through('/live', { cookie, origin, connection: 'Upgrade', upgrade: 'websocket' })
    expect((await shake(`http://todo.${new URL(world.box.origin).host}`)).status).toBe(403)
    const opened = await shake(world.box.appOrigin)
    expect([opened.status, opened.headers['x-lives']]).toEqual([101, '0'])
  })
})

describe('a page of another site', () => {
  const SITE = 'https://evil.example'
  const ask = (headers: Sent) => through('/who', { ...headers })
  const crossing = (mode: string, dest: string, more: Sent = {}) => ({
    ...{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode, 'sec-fetch-dest': dest },
    ...more,
  })

  it('leads a person to a page by a link, as whom the ingress names: a GET must change nothing', async () => {
    const cookie = await signInAtBox('alice')
    const known = { who: account('alice'), via: 'ingress' }
    expect(await said(ask({ cookie, ...crossing('navigate', 'document') }))).toMatchObject(known)
    // Nothing that brings something along.
    for (const method of ['POST', 'PUT', 'PATCH']) {
      const headers = { cookie, ...crossing('navigate', 'document', { origin: SITE }) }
      const answer = await send(`${world.box.appOrigin}/admin`, headers, method, 'a=b')
      expect(answer.status, method).toBe(401)
    }
    expect((await through('/proven', { cookie, ...crossing('navigate', 'document') })).status).toBe(
      302,
    )
  })

  it.each([
    ['a frame', crossing('navigate', 'iframe')],
    ['an old frame', crossing('navigate', 'frame')],
    ['an object', crossing('navigate', 'object')],
    ['an image', crossing('no-cors', 'image')],
    ['a script', crossing('no-cors', 'script')],
    ['a fetch', crossing('cors', 'empty', { origin: SITE })],
    ['a fetch of an opaque origin', crossing('cors', 'empty', { origin: 'null' })],
    ['an older browser’s fetch', { origin: SITE }],
  ])('is nobody by %s', async (_, headers) => {
    const cookie = await signInAtBox('alice')
    expect(await said(ask({ cookie, ...headers }))).toEqual(NOBODY)
    // A frame is led to the login, in which no cookie of a session is kept.
    const refused =
      'sec-fetch-mode' in headers && headers['sec-fetch-mode'] === 'navigate' ? 302 : 401
    expect((await through('/admin', { cookie, ...headers })).status).toBe(refused)
  })

  it('opens no WebSocket', async () => {
    const cookie = await signInAtBox('alice')
    const socket = { connection: 'Upgrade', upgrade: 'websocket', origin: SITE }
    expect((await through('/live', { cookie, ...socket })).status).toBe(403)
  })
})

describe('an app that runs elsewhere', () => {
  it.each(['LAZYCAT_APP_DOMAIN', 'LAZYCAT_BOX_DOMAIN'])(
    'takes nobody’s word: without %s it does not start',
    (name) => {
      const { [name]: _, ...environment } = world.box.environment
      const session = { acceptIngressUser: true } as const
      expect(() => createLogin({ environment, session })).toThrow(
        expect.objectContaining({
          code: 'CONFIGURATION_INVALID',
          problems: expect.arrayContaining([expect.objectContaining({ variable: name })]),
        }),
      )
    },
  )
})

describe('a change at the box', () => {
  it('of the user leaves nobody the session of the one before, and gives it back', async () => {
    const cookie = await signIn(await signInAtBox('alice'))
    world.box.switchUser('bob')
    expect(await said(through('/who', { cookie }))).toEqual({
      who: account('bob'),
      via: 'ingress',
      groups: ['NORMAL'],
    })
    expect((await through('/proven', { cookie })).status).toBe(401)
    world.box.switchUser('alice')
    expect(await said(through('/who', { cookie }))).toMatchObject({
      who: account('alice'),
      via: 'oidc',
    })
  })

  it('of a role counts at the next request; a session of a login has its own', async () => {
    const cookie = await signInAtBox('alice')
    const proven = await signIn(cookie)
    const status = async (held: string) => (await through('/admin', { cookie: held })).status
    expect([await status(cookie), await status(proven)]).toEqual([200, 200])
    world.box.setRole('alice', 'NORMAL')
    expect([await status(cookie), await status(proven)]).toEqual([403, 200])
    // Asked for anew, it has what the box says now.
    expect(await status(await signIn(cookie))).toBe(403)
  })
})
