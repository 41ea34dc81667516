/** What Dex 2.45 does over several requests, and the box as well. */
import { afterEach, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { createDevbox, type Devbox, type DevboxOptions } from '../../src/index.ts'
import {
  authorizationQuery,
  authorize,
  codeFields,
  createBrowser,
  decodePart,
  follow,
  signIn,
  tokenRequest,
} from '../support/browser.ts'

let box: Devbox
afterEach(() => box.close())
const start = async (options: DevboxOptions = {}) => {
  box = await createDevbox({ keys: boxKeys(), autoApprove: 'alice', ...options })
}
const json = async (answer: Response) => (await answer.json()) as Record<string, string>
const renew = (refresh_token = '', more: Record<string, string> = {}) =>
  tokenRequest(box, { grant_type: 'refresh_token', refresh_token, ...more })
const post = (path: string, fields: Record<string, string> | FormData) => {
  const body = fields instanceof FormData ? fields : new URLSearchParams(fields)
  return fetch(box.issuer + path, { method: 'POST', body, redirect: 'manual' })
}
const DEVICE = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code' }

describe('the device flow', () => {
  it('gives codes to anybody, indented by three spaces', async () => {
    await start()
    const answer = await post('/device/code', { client_id: 'nobody', scope: 'openid' })
    const text = await answer.text()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect(text).toMatch(/^\{\n {3}"device_code": "[a-z2-7]{52}",\n/)
    const codes = JSON.parse(text)
    expect(codes).toEqual({
      device_code: expect.any(String),
      user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verification_uri: `${box.issuer}/device`,
      verification_uri_complete: `${box.issuer}/device?user_code=${codes.user_code}`,
      expires_in: 300,
      interval: 5,
    })
  })

  it('has a device wait: pending, then slow_down at once, expired in the end', async () => {
    let time = 1_800_000_000
    await start({ now: () => time })
    const { device_code = '' } = await json(await post('/device/code', { client_id: 'x' }))
    const ask = async () => {
      const answer = await post('/token', { ...DEVICE, device_code })
      return [answer.status, (await json(answer)).error]
    }
    expect(await ask()).toEqual([400, 'authorization_pending'])
    expect(await ask()).toEqual([400, 'slow_down'])
    time += 10
    expect(await ask()).toEqual([400, 'authorization_pending'])
    time += 300
    expect(await ask()).toEqual([400, 'expired_token'])
  })

  it('leads a person to a login that a client with a secret cannot have', async () => {
    await start()
    const client = {
      client_id: box.environment.LAZYCAT_AUTH_OIDC_CLIENT_ID!,
      client_secret: box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET!,
    }
    const { user_code = '' } = await json(
      await post('/device/code', { ...client, scope: 'openid' }),
    )
    expect((await fetch(`${box.issuer}/device?user_code=${user_code}`)).status).toBe(200)
    expect((await post('/device/auth/verify_code', { user_code: 'NONE-NONE' })).status).toBe(400)
    const go = await post('/device/auth/verify_code', { user_code: user_code.toLowerCase() })
    const location = go.headers.get('location') ?? ''
    expect([go.status, location]).toEqual([302, expect.stringContaining('%2Fdevice%2Fcallback')])
    const end = await follow(box, location)
    expect([end.status, end.body]).toEqual([400, expect.stringContaining('Unregistered redirect')])
  })

  it('gives tokens for a code that is brought to its callback', async () => {
    await start()
    const client = {
      client_id: box.environment.LAZYCAT_AUTH_OIDC_CLIENT_ID!,
      client_secret: box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET!,
    }
    const { user_code = '', device_code = '' } = await json(await post('/device/code', client))
    const code = (await authorize(box)).get('code')!
    const callback = `${box.issuer}/device/callback?code=${code}&state=${user_code}`
    expect((await fetch(callback)).status).toBe(200)
    expect((await fetch(callback)).status).toBe(400)
    const answer = await post('/device/token', { ...DEVICE, device_code })
    const tokens = await json(answer)
    expect([answer.status, decodePart(tokens.id_token!, 1).aud]).toEqual([200, client.client_id])
  })
})

describe('refresh tokens', () => {
  it('stay as they are inside the reuse interval, just after the login too', async () => {
    await start({ refreshTokens: true, reuseInterval: 60 })
    const { refresh_token } = await signIn(box)
    const answers = await Promise.all([1, 2, 3].map(async () => json(await renew(refresh_token))))
    expect(answers.map((answer) => answer.refresh_token)).toEqual(Array(3).fill(refresh_token))
  })

  it('with a scope of blanks bring no claims, and with none those of the login', async () => {
    await start({ refreshTokens: true })
    const { refresh_token } = await signIn(box)
    const blank = await json(await renew(refresh_token, { scope: ' ' }))
    expect(decodePart(blank.id_token!, 1)).not.toHaveProperty('groups')
    const whole = await json(await renew(blank.refresh_token, { scope: '' }))
    expect(decodePart(whole.id_token!, 1)).toHaveProperty('groups')
  })

  it('presented several times at once give one success; the others get 400 or 500', async () => {
    await start({ refreshTokens: true })
    const { refresh_token } = await signIn(box)
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => renew(refresh_token)))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    for (const answer of answers) {
      if (answer.status === 500) expect(await json(answer)).toEqual({ error: 'invalid_request' })
      else expect(answer.status).toBeOneOf([200, 400])
    }
  })
})

describe('two clients', () => {
  const OTHER = {
    id: 'other.app',
    secret: 'hush-other-secret',
    redirectUri: 'http://127.0.0.1:1/cb',
  }
  const asOther = (fields: Record<string, string>) =>
    post('/token', { client_id: OTHER.id, client_secret: OTHER.secret, ...fields })

  it('cannot use the codes of one another: 500, and the code stays good', async () => {
    await start({ otherClients: [OTHER] })
    const fields = codeFields(box, (await authorize(box)).get('code')!)
    const stolen = await asOther(fields)
    expect([stolen.status, await json(stolen)]).toEqual([500, { error: 'server_error' }])
    expect((await tokenRequest(box, fields)).status).toBe(200)
  })

  it('cannot use the refresh tokens of one another: invalid_grant', async () => {
    await start({ otherClients: [OTHER], refreshTokens: true })
    const { refresh_token = '' } = await signIn(box)
    const stolen = await asOther({ grant_type: 'refresh_token', refresh_token })
    expect([stolen.status, (await json(stolen)).error]).toEqual([400, 'invalid_grant'])
    expect((await renew(refresh_token)).status).toBe(200)
  })

  it('each have their own redirect URI', async () => {
    await start({ otherClients: [OTHER] })
    const change = { client_id: OTHER.id, redirect_uri: OTHER.redirectUri }
    expect((await follow(box, authorizationQuery(box, change))).location).toContain(
      `${OTHER.redirectUri}?code=`,
    )
    expect((await follow(box, authorizationQuery(box, { client_id: OTHER.id }))).status).toBe(400)
  })

  it.each([
    [{ ...OTHER, id: 'dev.catflap.app' }],
    [{ ...OTHER, secret: '' }],
    [{ ...OTHER, redirectUri: 'http://example.com/' }],
  ])('are refused where they are not to be told apart: %j', async (client) => {
    await start()
    await expect(createDevbox({ otherClients: [client] })).rejects.toThrow('otherClients')
  })
})

describe('an approval', () => {
  /** Where alice is asked. */
  async function asked() {
    const browser = createBrowser(box.origin)
    await browser.post('/sys/login', { user: 'alice', redirect: '/' })
    let step = await browser.get(authorizationQuery(box))
    while (step.location?.startsWith('/')) {
      if (step.location.includes('/approval')) break
      step = await browser.get(step.location)
    }
    const { searchParams } = new URL(step.location!, box.origin)
    return { browser, location: step.location!, fields: Object.fromEntries(searchParams) }
  }

  it('lets its form lead anywhere: a callback may redirect to a third origin', async () => {
    await start({ autoApprove: undefined })
    const { browser, location } = await asked()
    const policy = (await browser.get(location)).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/form-action|frame-ancestors/)
    const other = (await browser.get('/sys/login')).headers.get('content-security-policy')
    expect(other).toMatch(/form-action 'self'.*frame-ancestors 'none'/)
  })

  it('takes its form in either encoding', async () => {
    await start({ autoApprove: undefined })
    const { fields } = await asked()
    const form = new FormData()
    for (const [name, value] of Object.entries({ ...fields, approval: 'approve' })) {
      form.set(name, value)
    }
    const answer = await post('/approval', form)
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      expect.stringContaining('?code='),
    ])
  })

  it('answers other methods with nothing', async () => {
    await start({ autoApprove: undefined })
    const { location } = await asked()
    const answer = await fetch(box.origin + location, { method: 'PUT' })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })
})

it('sorts the query of a redirect URI in among the answer, as Go writes it', async () => {
  await start({ redirectUri: 'http://127.0.0.1:5005/callback?tenant=a b&about=x' })
  const { location } = await follow(box, authorizationQuery(box, { state: "it's~(1)" }))
  expect(location).toMatch(/\?about=x&code=[a-z2-7]{25}&state=it%27s~%281%29&tenant=a\+b$/)
})

it('writes JSON in tokens so that it is safe in a page', async () => {
  await start()
  const { id_token } = await signIn(box, { nonce: '<nonce>&\u2028' })
  const payload = Buffer.from(id_token.split('.')[1]!, 'base64url').toString()
  expect(payload).toContain('"nonce":"\\u003cnonce\\u003e\\u0026\\u2028"')
})

it('fails a sign-in that comes back by the callback of no connector', async () => {
  await start()
  const browser = createBrowser(box.origin)
  const first = await browser.get(authorizationQuery(box))
  const second = await browser.get(first.location!)
  const state = new URL(second.location!, box.origin).search
  const end = await browser.get(`/sys/oauth/callback${state}`)
  expect([end.status, end.body]).toEqual([500, expect.stringContaining('Authentication failed.')])
})
