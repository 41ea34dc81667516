import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { createDevbox } from '../../src/index.ts'
import { seen, signInAtBox, startWorld, visit, type World } from '../support/ingress.ts'

let world: World
let restarts: number
let broken: boolean
beforeEach(async () => {
  restarts = 0
  broken = false
  world = await startWorld(
    undefined,
    {},
    {
      async restartApp() {
        restarts++
        if (broken) throw new Error('port taken')
      },
    },
  )
})
afterEach(() => world.close())

const post = (
  fields: Record<string, string>,
  { cookie = '', headers = {} }: { cookie?: string; headers?: Record<string, string> } = {},
) =>
  visit(world.box.origin, '/control', {
    method: 'POST',
    cookie,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  })
const userOf = async (cookie: string) =>
  (await seen(world.box.appOrigin, '/', { cookie })).headers['x-hc-user-id']
const cookieOf = (answer: Awaited<ReturnType<typeof visit>>) =>
  answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''

describe('the user at the ingress', () => {
  it('is switched in this browser alone', async () => {
    const [mine, other] = [await signInAtBox(world.box), await signInAtBox(world.box)]
    const answer = await post({ action: 'switch-user', user: 'bob' }, { cookie: mine })
    expect([answer.status, answer.headers.location]).toEqual([303, '/'])
    expect(await userOf(cookieOf(answer))).toBe('bob')
    expect(await userOf(other)).toBe('alice')
    expect((await visit(world.box.appOrigin, '/', { cookie: mine })).status).toBe(307)
  })

  it('is signed out', async () => {
    const cookie = await signInAtBox(world.box)
    const answer = await post({ action: 'sign-out' }, { cookie })
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^HC-Auth-Token=; .*Max-Age=0$/)
    expect((await visit(world.box.appOrigin, '/', { cookie })).status).toBe(307)
  })

  it('drifts in every browser when a test says so, cookies unchanged', async () => {
    const cookie = await signInAtBox(world.box)
    world.box.switchUser('bob')
    expect(await userOf(cookie)).toBe('bob')
    expect(() => world.box.switchUser('mallory')).toThrow('no user')
  })

  it('is on the page, and never in a secret', async () => {
    const cookie = await signInAtBox(world.box, 'bob')
    const page = await visit(world.box.origin, '/', { cookie })
    expect(page.body).toContain('<strong>bob</strong>')
    expect(page.body).toContain('/public/admin')
    for (const secret of world.box.secrets()) expect(page.body).not.toContain(secret)
    expect(world.box.secrets()).toContain(cookie.split('=')[1])
  })
})

describe('the role of a user', () => {
  const roleOf = async (cookie: string) =>
    (await seen(world.box.appOrigin, '/', { cookie })).headers['x-hc-user-role']
  const ADMINS = [
    { name: 'alice', role: 'ADMIN' },
    { name: 'bob', role: 'NORMAL' },
  ]

  it('changes on the page, and reaches the app with the next request of whoever is signed in', async () => {
    const cookie = await signInAtBox(world.box)
    const token = world.box.makeApiToken('alice')
    expect([await roleOf(cookie), world.box.users]).toEqual(['ADMIN', ADMINS])
    const answer = await post({ action: 'set-role', user: 'alice', role: 'NORMAL' }, { cookie })
    expect([answer.status, answer.headers.location]).toEqual([303, '/'])
    expect(await roleOf(cookie)).toBe('NORMAL')
    const script = await seen(world.box.appOrigin, '/', {
      headers: { 'Lzc-Api-Auth-Token': token },
    })
    expect(script.headers['x-hc-user-role']).toBe('NORMAL')
    expect(world.box.users[0]).toEqual({ name: 'alice', role: 'NORMAL' })
    expect((await visit(world.box.origin, '/', { cookie })).body).toContain(
      'Change to Administrator',
    )
  })

  it('changes when a test says so, of one user and one box alone', async () => {
    world.box.setRole('bob', 'ADMIN')
    expect(await roleOf(await signInAtBox(world.box, 'bob'))).toBe('ADMIN')
    expect(await roleOf(await signInAtBox(world.box))).toBe('ADMIN')
    const other = await createDevbox({ keys: boxKeys() })
    expect(other.users).toEqual(ADMINS)
    await other.close()
  })

  it('is one of two, and of somebody who is there', async () => {
    for (const fields of [
      { user: 'alice', role: 'GUEST' },
      { user: 'alice' },
      { user: 'mallory', role: 'ADMIN' },
    ]) {
      expect((await post({ action: 'set-role', ...fields })).status).toBe(400)
    }
    expect(() => world.box.setRole('mallory', 'ADMIN')).toThrow('no user')
    expect(() => world.box.setRole('alice', '__proto__' as 'ADMIN')).toThrow('no role')
    expect(world.box.users).toEqual(ADMINS)
  })
})

describe('the name of the box', () => {
  it('changes domain, issuer, accounts and the host that is answered', async () => {
    const { box } = world
    const before = box.environment
    const cookie = await signInAtBox(box)
    const old = box.origin
    const answer = await post({ action: 'rename', name: 'newbox' }, { cookie })
    const { port } = new URL(old)
    expect(answer.status).toBe(200)
    expect(answer.body).toContain(`<a href="http://newbox.localhost:${port}/">`)
    expect([box.origin, box.issuer]).toEqual([
      `http://newbox.localhost:${port}`,
      `http://newbox.localhost:${port}/sys/oauth`,
    ])
    expect(box.environment).toMatchObject({
      LAZYCAT_BOX_NAME: 'newbox',
      LAZYCAT_APP_DOMAIN: `echo.newbox.localhost:${port}`,
      LAZYCAT_AUTH_OIDC_CLIENT_SECRET: before.LAZYCAT_AUTH_OIDC_CLIENT_SECRET,
    })
    expect((await visit(old, '/')).status).toBe(421)
    expect((await visit(`http://echo.devbox.localhost:${port}`, '/')).status).toBe(421)
    expect((await visit(box.appOrigin, '/', { cookie })).status).toBe(307)
    expect(restarts).toBe(1)
  })

  it.each(['', 'New', 'a.b', '-a', 'a b', '猫', '../x', 'a'.repeat(64)])(
    'must be a label of a domain name, not %j',
    async (name) => {
      expect((await post({ action: 'rename', name })).status).toBe(400)
      expect(world.box.environment.LAZYCAT_BOX_NAME).toBe('devbox')
      await expect(world.box.rename(name)).rejects.toThrow('no name for a box')
    },
  )
})

describe('the app', () => {
  it('is started again on request, and a failure is told', async () => {
    expect((await post({ action: 'restart-app' })).status).toBe(303)
    expect(restarts).toBe(1)
    broken = true
    const answer = await post({ action: 'restart-app' })
    expect([answer.status, answer.body]).toEqual([
      502,
      '{"error":"The app did not start again; its output says why."}',
    ])
  })

  it.each([
    ['the app', (origin: string) => origin, 'same-site'],
    ['the app, in a browser that says no more', (origin: string) => origin, undefined],
    ['nowhere', () => 'null', undefined],
    [
      'the box by http, when it is on https',
      (o: string) => o.replace('http:', 'https:'),
      'same-site',
    ],
    ['a host that begins like the box', (o: string) => `${o.replace('echo.', '')}.evil`, undefined],
  ])('cannot pull the levers from its own page: %s', async (_, originFor, site) => {
    const headers = {
      origin: originFor(world.box.appOrigin),
      ...(site !== undefined && { 'sec-fetch-site': site }),
    }
    const cookie = await signInAtBox(world.box)
    for (const fields of [
      { action: 'rename', name: 'evil' },
      { action: 'switch-user', user: 'bob' },
      { action: 'restart-app' },
    ] as Record<string, string>[]) {
      expect((await post(fields, { cookie, headers })).status).toBe(403)
    }
    expect([restarts, world.box.environment.LAZYCAT_BOX_NAME]).toEqual([0, 'devbox'])
    expect(await userOf(cookie)).toBe('alice')
  })

  it('cannot choose the user who signs in either', async () => {
    const answer = await visit(world.box.origin, '/sys/login', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: world.box.appOrigin,
      },
      body: 'user=bob',
    })
    expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined])
  })
})

describe('a box without an app', () => {
  it('has none of these levers', async () => {
    const box = await createDevbox({ keys: boxKeys() })
    for (const action of ['rename', 'switch-user', 'sign-out']) {
      const answer = await fetch(`${box.origin}/control`, {
        method: 'POST',
        body: new URLSearchParams({ action }),
      })
      expect(answer.status).toBe(400)
    }
    await expect(box.rename('x')).rejects.toThrow('no app')
    expect(box.appEnvironment).toEqual({ OIDC_JWKS_URI: `${box.issuer}/keys` })
    await box.close()
  })
})
