import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { createDevbox } from '../../src/index.ts'
import { isPublicPath } from '../../src/ingress/paths.ts'
import {
  describeApp,
  seen,
  signInAtBox,
  startWorld,
  visit,
  type World,
} from '../support/ingress.ts'

let world: World
let alice: string
beforeAll(async () => {
  world = await startWorld()
  alice = await signInAtBox(world.box)
})
afterAll(() => world.close())

const loginFor = (url: string): string =>
  `${world.box.origin}/sys/login?redirect=${encodeURIComponent(url)}`

describe('addresses', () => {
  it('are the name of the box below localhost, and the app one level below it', () => {
    const { box } = world
    const { port } = new URL(box.origin)
    expect(box.origin).toBe(`http://devbox.localhost:${port}`)
    expect(box.appOrigin).toBe(`http://echo.devbox.localhost:${port}`)
    expect(box.environment).toMatchObject({
      LAZYCAT_AUTH_OIDC_CLIENT_ID: 'dev.catflap.echo',
      LAZYCAT_AUTH_OIDC_ISSUER_URI: `http://devbox.localhost:${port}/sys/oauth`,
      LAZYCAT_APP_DOMAIN: `echo.devbox.localhost:${port}`,
      LAZYCAT_BOX_DOMAIN: `devbox.localhost:${port}`,
      LAZYCAT_BOX_NAME: 'devbox',
      OIDC_REDIRECT_URI: `${box.appOrigin}/callback`,
    })
  })

  it('with a prefix reach the same app', async () => {
    const { port } = new URL(world.box.origin)
    const origin = `http://two-words-echo.devbox.localhost:${port}`
    expect((await seen(origin, '/', { cookie: alice })).headers.host).toBe(
      `two-words-echo.devbox.localhost:${port}`,
    )
  })

  it.each([
    'other.devbox.localhost',
    'xecho.devbox.localhost',
    'a.b-echo.devbox.localhost',
    'echo.otherbox.localhost',
    '127.0.0.1',
    'localhost',
    'devbox.localhost.evil.example',
  ])('other than these are answered 421: %s', async (name) => {
    const { port } = new URL(world.box.origin)
    const headers = { host: `${name}:${port}` }
    expect((await visit(world.box.origin, '/', { headers, cookie: alice })).status).toBe(421)
  })

  it('of the app do not lead to the control page or the provider', async () => {
    for (const path of ['/control', '/sys/oauth/keys', '/sys/login', '/']) {
      expect((await seen(world.box.appOrigin, path, { cookie: alice })).url).toBe(path)
    }
  })
})

describe('a request without a user', () => {
  it.each([
    ['GET', {}],
    ['POST', { 'x-requested-with': 'XMLHttpRequest', accept: 'application/json' }],
    ['DELETE', { 'sec-fetch-mode': 'cors' }],
  ])('is sent to the sign-in with 307: %s %j', async (method, headers) => {
    const answer = await visit(world.box.appOrigin, '/a/b?c=d&e=%26', { method, headers })
    expect([answer.status, answer.headers.location]).toEqual([
      307,
      loginFor(`${world.box.appOrigin}/a/b?c=d&e=%26`),
    ])
  })

  it.each([
    ['a made-up cookie', 'HC-Auth-Token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['an empty cookie', 'HC-Auth-Token='],
    ['the name of a user', 'HC-Auth-Token=alice; catflap-devbox-user=alice'],
  ])('may not help itself with %s', async (_, cookie) => {
    expect((await visit(world.box.appOrigin, '/', { cookie })).status).toBe(307)
  })

  it('may not help itself with the cookie of another box', async () => {
    const other = await createDevbox({ keys: boxKeys(), app: describeApp('http://127.0.0.1:9') })
    const cookie = await signInAtBox(other)
    expect(cookie).toMatch(/^HC-Auth-Token=[\w-]{43}$/)
    expect((await visit(world.box.appOrigin, '/', { cookie })).status).toBe(307)
    await other.close()
  })

  it.each(['http://evil.example/', '*'])('must name a path, not %s', async (target) => {
    const answer = await visit(world.box.appOrigin, target, { cookie: alice, method: 'OPTIONS' })
    expect(answer.status).toBe(400)
  })
})

describe('the sign-in', () => {
  const post = (redirect: string) =>
    visit(world.box.origin, '/sys/login', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ user: 'bob', redirect }).toString(),
    })

  it('goes back to where the person was going, with a cookie for the box and its apps', async () => {
    const back = `${world.box.appOrigin}/a?b=c`
    const page = await visit(world.box.origin, new URL(loginFor(back)).pathname)
    expect(page.status).toBe(200)
    const answer = await post(back)
    expect([answer.status, answer.headers.location]).toEqual([303, back])
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^HC-Auth-Token=[\w-]{43}; Domain=devbox\.localhost; Path=\/; HttpOnly; SameSite=Lax$/,
      ),
    ])
  })

  it.each([
    'https://evil.example/',
    '//evil.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'http://ECHO@evil.example/',
    'http://devbox.localhost/',
    'http://devbox.localhost:1/',
    'http://evil.localhost:PORT/',
    'http://echo.devbox.localhost.evil.example:PORT/',
    'http://user@echo.devbox.localhost:PORT/',
    'https://echo.devbox.localhost:PORT/',
    'http://evil.devbox.localhost:PORT/',
    'http:\\\\evil.example',
    '/\\evil.example',
    '',
  ])('leads nowhere else: %s', async (redirect) => {
    const { port } = new URL(world.box.origin)
    expect((await post(redirect.replace('PORT', port))).headers.location).toBe('/')
  })

  it('replaces the sign-in that the browser had', async () => {
    const first = await signInAtBox(world.box, 'bob')
    await visit(world.box.origin, '/sys/login', {
      method: 'POST',
      cookie: first,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'user=alice',
    })
    expect((await visit(world.box.appOrigin, '/', { cookie: first })).status).toBe(307)
  })

  it('is the one that the provider knows: a login then needs no second choice', async () => {
    const { environment, origin } = world.box
    const query = new URLSearchParams({
      client_id: environment.LAZYCAT_AUTH_OIDC_CLIENT_ID ?? '',
      redirect_uri: environment.OIDC_REDIRECT_URI ?? '',
      response_type: 'code',
      scope: 'openid',
      state: 'state-0123456789abcdef',
    })
    let step = await visit(origin, `/sys/oauth/auth?${query}`, { cookie: alice })
    while (step.status === 302 || step.status === 303) {
      step = await visit(origin, step.headers.location ?? '', { cookie: alice })
    }
    expect(step.body).toContain('<strong>Echo</strong>')
    expect(step.body).toContain('<strong>alice</strong>')
  })
})

describe('public paths', () => {
  const rules = ['/public', '/api/v1/', '!/public/admin', '!/api/v1/keys/']

  it.each([
    '/public',
    '/public/',
    '/public/a/b.html',
    '/api/v1/x',
    '/public/a%20b',
    '/public/.well-known/x',
    '/public/a..b',
    '/public/%E7%8C%AB',
  ])('need no sign-in: %s', (path) => expect(isPublicPath(path, rules)).toBe(true))

  it.each([
    ['another path', '/private'],
    ['a longer segment', '/publicity'],
    ['another letter case', '/PUBLIC'],
    ['what is no path', 'public'],
    ['what is no path, by the name of a rule', '!/public/admin'],
    ['what is closed again', '/public/admin'],
    ['what is below it', '/public/admin/users'],
    ['what is closed, in capitals', '/public/ADMIN/users'],
    ['what is closed, encoded', '/public/%61dmin'],
    ['what is closed, without its slash', '/api/v1/keys'],
    ['a way up', '/public/../private'],
    ['a way up at the end', '/public/..'],
    ['a way up, encoded', '/public/%2e%2e/private'],
    ['a way up, half encoded', '/public/.%2E/private'],
    ['a way up, encoded with its slash', '/public%2f..%2fprivate'],
    ['a way up, encoded twice', '/public/%252e%252e/private'],
    ['a way up with a parameter', '/public/..;/private'],
    ['a way up with backslashes', '/public\\..\\private'],
    ['a way up with an encoded backslash', '/public/..%5cprivate'],
    ['a step in place', '/public/./admin'],
    ['a doubled slash', '/public//admin'],
    ['a doubled slash in front', '//public'],
    ['an encoded slash beside one', '/public/%2Fadmin'],
    ['a path parameter', '/public/admin;x'],
    ['a fragment', '/public#/../private'],
    ['an encoded question mark', '/public%3f/../private'],
    ['an encoded NUL', '/public/%00'],
    ['a broken escape', '/public/%zz'],
    ['a cut character', '/public/%E7%8C'],
  ])('are not opened by %s', (_, path) => expect(isPublicPath(path, rules)).toBe(false))

  it('may be all paths but some', () => {
    expect(isPublicPath('/x', ['/', '!/admin'])).toBe(true)
    expect(isPublicPath('/admin/x', ['/', '!/admin'])).toBe(false)
    expect(isPublicPath('/x', ['!/admin'])).toBe(false)
    expect(isPublicPath('x', ['x', '!/admin'])).toBe(false)
  })

  it('reach the app without a user, and with one who is signed in', async () => {
    const { appOrigin } = world.box
    expect((await seen(appOrigin, '/public/x?y')).headers['x-hc-user-id']).toBeUndefined()
    const signedIn = await seen(appOrigin, '/public/x', { cookie: alice })
    expect(signedIn.headers['x-hc-user-id']).toBe('alice')
    expect((await visit(appOrigin, '/public/%2e%2e/private')).status).toBe(307)
    expect((await visit(appOrigin, '/public/admin')).status).toBe(307)
  })
})

describe('an app with an instance for each user', () => {
  it('lets its owner in, shows others a page, and knows nobody else on public paths', async () => {
    const own = await startWorld(undefined, { multiInstance: true, owner: 'bob' })
    const { box } = own
    expect(box.environment.LAZYCAT_APP_DEPLOY_UID).toBe('bob')
    const cookies = { alice: await signInAtBox(box), bob: await signInAtBox(box, 'bob') }
    expect((await seen(box.appOrigin, '/', { cookie: cookies.bob })).headers).toMatchObject({
      'x-hc-user-id': 'bob',
      'x-hc-user-role': 'NORMAL',
    })
    const refused = await visit(box.appOrigin, '/', { cookie: cookies.alice })
    expect(refused.status).toBe(403)
    expect(refused.body).toContain('is not alice’s')
    expect(refused.body).toContain('不属于 alice')
    const open = await seen(box.appOrigin, '/public', { cookie: cookies.alice })
    expect(open.headers['x-hc-user-id']).toBeUndefined()
    await own.close()
  })
})

describe('an app that registers no redirect URI', () => {
  it('has no variables of the provider, and is unknown to it', async () => {
    const box = await createDevbox({ keys: boxKeys(), app: describeApp('http://127.0.0.1:9') })
    expect(Object.keys(box.environment).filter((name) => name.includes('OIDC'))).toEqual([])
    const query =
      '/sys/oauth/auth/hportal?client_id=dev.catflap.echo&redirect_uri=x&response_type=code'
    expect((await visit(box.origin, query)).status).toBe(404)
    expect((await visit(box.origin, '/')).status).toBe(200)
    await box.close()
  })
})

describe('options', () => {
  it.each([
    [{ https: true }, 'https needs an app'],
    [{ redirectPath: '/x' }, 'redirectPath needs an app'],
    [{ boxName: 'My Box' }, 'boxName must be'],
    [{ app: describeApp('http://127.0.0.1:9'), redirectPath: 'x' }, 'redirectPath must begin'],
    [
      { app: describeApp('http://127.0.0.1:9'), redirectUri: 'https://a.example/' },
      'redirectUri does not go with an app',
    ],
    [
      { app: describeApp('http://127.0.0.1:9', { subdomain: 'a.b' }) },
      'subdomain must be one label',
    ],
    [{ app: describeApp('http://127.0.0.1:9/x') }, 'must lead to an origin'],
    [{ app: describeApp('ftp://127.0.0.1:9') }, 'must lead to an origin'],
    [{ app: describeApp('x', { multiInstance: true }) }, 'needs an owner'],
    [{ app: describeApp('x', { publicPaths: ['x'] }) }, 'a public path must begin'],
    [{ app: describeApp('x', { packageId: '' }) }, 'packageId must be'],
  ])('are refused with a reason: %j', async (options, reason) => {
    await expect(createDevbox(options)).rejects.toThrow(reason)
  })
})
