/** The Dex that comes after 2.45, as far as it has been run: `dex: 'next'`. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { createDevbox, type Devbox, type DevboxOptions } from '../../src/index.ts'
import {
  authorizationQuery,
  codeFields,
  createBrowser,
  decodePart,
  follow,
  signIn,
  tokenRequest,
} from '../support/browser.ts'

let box: Devbox
const open: { close(): unknown }[] = []
afterEach(async () => {
  await box.close()
  for (const one of open.splice(0)) one.close()
})
const start = async (options: DevboxOptions = {}) => {
  box = await createDevbox({ keys: boxKeys(), dex: 'next', autoApprove: 'alice', ...options })
}
const document = async () => {
  const answer = await fetch(`${box.issuer}/.well-known/openid-configuration`)
  return (await answer.json()) as Record<string, unknown>
}

describe('the next Dex', () => {
  it('says that it ends sessions, and what it claims', async () => {
    await start()
    expect(await document()).toMatchObject({
      end_session_endpoint: `${box.issuer}/logout`,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      claims_supported: expect.arrayContaining(['groups', 'federated_claims']),
    })
  })

  it('is not the one of today', async () => {
    await start({ dex: '2.45' })
    expect(await document()).not.toHaveProperty('end_session_endpoint')
    expect((await fetch(`${box.issuer}/logout`)).status).toBe(404)
    expect(decodePart((await signIn(box)).id_token, 1)).not.toHaveProperty('jti')
  })

  it('refuses a client that it does not know at the first hop', async () => {
    await start()
    for (const client_id of ['nobody', undefined]) {
      const step = await createBrowser(box.origin).get(authorizationQuery(box, { client_id }))
      expect([step.status, step.body]).toEqual([
        400,
        expect.stringContaining('Invalid client_id p'),
      ])
    }
  })

  it('comes back to its own endpoint after each step, and asks once', async () => {
    await start({ autoApprove: undefined })
    const browser = createBrowser(box.origin)
    await browser.post('/sys/login', { user: 'alice', redirect: '/' })
    let step = await browser.get(authorizationQuery(box))
    while (!step.location!.includes('/approval')) step = await browser.get(step.location!)
    const { req = '', hmac = '' } = Object.fromEntries(
      new URL(step.location!, box.origin).searchParams,
    )
    const early = await browser.get(`/sys/oauth/auth?hmac=${hmac}&req=${req}`)
    expect([early.status, early.location]).toEqual([303, step.location])
    const forged = await browser.get(`/sys/oauth/auth?hmac=AAAA&req=${req}`)
    expect(forged.status).toBe(401)
    const approved = await browser.post('/sys/oauth/approval', { req, hmac, approval: 'approve' })
    expect([approved.status, approved.location]).toEqual([
      303,
      `/sys/oauth/auth?hmac=${hmac}&req=${req}`,
    ])
    const end = await browser.get(approved.location!)
    expect([end.status, end.location]).toEqual([303, expect.stringContaining('/callback?code=')])
    step = await browser.get(authorizationQuery(box))
    const hops: string[] = []
    while (step.location!.startsWith('/')) {
      hops.push(new URL(step.location!, box.origin).pathname)
      step = await browser.get(step.location!)
    }
    expect(hops).toEqual(['/sys/oauth/auth/hportal', '/sys/oauth/auth'])
  })

  it('puts jti, auth_time and sid into tokens; those of one session have one sid', async () => {
    await start()
    const [first, second] = [await signIn(box), await signIn(box)]
    const claims = [first, second].map(({ id_token }) => decodePart(id_token, 1))
    expect(Object.keys(claims[0]!).join()).toMatch(/iat,jti,nonce,auth_time,/)
    expect(claims[0]!.sid).toBe(claims[1]!.sid)
    expect(claims[0]!.jti).not.toBe(claims[1]!.jti)
  })

  it('answers prompt=none by a code inside of a session, else login_required', async () => {
    await start()
    const query = authorizationQuery(box, { prompt: 'none' })
    expect((await follow(box, query)).location).toContain('error=login_required&')
    await signIn(box)
    expect((await follow(box, query)).location).toContain('?code=')
  })

  it('has no /device/token any more, and writes device codes on one line', async () => {
    await start()
    const post = (path: string) => fetch(box.issuer + path, { method: 'POST' })
    expect((await post('/device/token')).status).toBe(404)
    expect(await (await post('/device/code')).text()).toMatch(/^\{"device_code":"\w{51}",.*\}\n$/)
  })
})

describe('a logout there', () => {
  const logOut = (fields: Record<string, string>) =>
    fetch(`${box.issuer}/logout`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })

  it('posts a Logout Token without a type to the app, and leads back with the state', async () => {
    const posted: string[] = []
    const app = createServer((message, response) => {
      message.setEncoding('utf8').on('data', (text: string) => posted.push(text))
      message.once('end', () => response.end())
    })
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
    open.push(app)
    const origin = `http://127.0.0.1:${(app.address() as AddressInfo).port}`
    await start({ redirectUri: `${origin}/callback` })
    const { id_token } = await signIn(box)
    const back = `${origin}/logout`
    const fields = { id_token_hint: id_token, post_logout_redirect_uri: back, state: 's' }
    const answer = await logOut(fields)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${back}?state=s`])
    await expect.poll(() => posted).toHaveLength(1)
    const token = new URLSearchParams(posted[0]).get('logout_token')!
    expect(decodePart(token, 0)).not.toHaveProperty('typ')
    const { sub, sid } = decodePart(id_token, 1)
    expect(Object.keys(decodePart(token, 1))).toEqual([
      'iss',
      'sub',
      'aud',
      'iat',
      'exp',
      'jti',
      'sid',
      'events',
    ])
    expect(decodePart(token, 1)).toMatchObject({ sub, sid })
    const query = authorizationQuery(box, { prompt: 'none' })
    expect((await follow(box, query)).location).toContain('error=login_required')
  })

  it('asks first where nobody is named, and then takes no form of another site', async () => {
    await start()
    await signIn(box)
    const page = await fetch(`${box.issuer}/logout`)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Sign out?')])
    const headers = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await fetch(`${box.issuer}/logout`, { method: 'POST', headers })).status).toBe(403)
  })

  it.each([
    [{ id_token_hint: 'x.y.z' }, 'Invalid id_token_hint.'],
    [{ post_logout_redirect_uri: 'http://127.0.0.1:5005/logout' }, 'requires id_token_hint.'],
  ])('refuses %j', async (fields, text) => {
    await start()
    const answer = await logOut(fields as Record<string, string>)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(text)])
  })

  it('leads to no address that is not registered', async () => {
    await start()
    const { id_token } = await signIn(box)
    const answer = await logOut({
      id_token_hint: id_token,
      post_logout_redirect_uri: 'http://evil.example/',
    })
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('Unregistered post_logout'),
    ])
  })

  it.each([
    ['http://127.0.0.1:5005/_catflap/callback', 'http://127.0.0.1:5005/_catflap/logout'],
    ['http://127.0.0.1:5005/callback', 'http://127.0.0.1:5005/logout'],
    ['http://127.0.0.1:5005/oidc-return', 'http://127.0.0.1:5005/logout'],
  ])('of an app at %s leads back to %s', async (redirectUri, back) => {
    await start({ redirectUri })
    const { id_token } = await signIn(box)
    const fields = { id_token_hint: id_token, post_logout_redirect_uri: back }
    expect((await logOut(fields)).headers.get('location')).toBe(back)
    const refused = await logOut({ ...fields, post_logout_redirect_uri: `${back}/x` })
    const page = await refused.text()
    expect(page).toContain(`<code>${back}</code>`)
    expect(page).toMatch(/<h1[^>]*>Sign-out stopped</)
  })

  it('leaves refresh tokens alone', async () => {
    await start({ refreshTokens: true })
    const { id_token, refresh_token = '' } = await signIn(box)
    expect((await logOut({ id_token_hint: id_token })).status).toBe(200)
    const renewed = await tokenRequest(box, { grant_type: 'refresh_token', refresh_token })
    expect(renewed.status).toBe(200)
    expect((await tokenRequest(box, codeFields(box, 'x'))).status).toBe(400)
  })
})
