import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../test/support/box-keys.ts'
import { createDevbox, type Devbox, type FaultName } from '../src/index.ts'
import { authorizationQuery, createBrowser, signIn } from './support/browser.ts'

let box: Devbox
beforeAll(async () => {
  box = await createDevbox({ keys: boxKeys() })
})
afterAll(() => box.close())

/** A request as a hostile peer would write it; `fetch` is too polite. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(box.origin)
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false })
    sent.once('error', reject)
    sent.once('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    sent.end(body)
  })
}

describe('options', () => {
  it.each(['0.0.0.0', '::', '192.168.1.2', 'example.com', ''])(
    'refuses to listen on %j',
    async (host) => {
      await expect(createDevbox({ host })).rejects.toThrow(/loopback/)
    },
  )

  it('reports every problem at once', async () => {
    const options = {
      host: '0.0.0.0',
      port: -1,
      redirectUri: 'http://example.com/callback',
      clientId: '',
      autoApprove: 'mallory',
      accessTokenLifetime: 0,
      reuseInterval: 0.5,
      faults: ['no-such-fault' as FaultName],
    }
    const message = await createDevbox(options).catch((error: TypeError) => error.message)
    for (const word of [
      'host',
      'port',
      'redirectUri',
      'clientId',
      'autoApprove',
      'no-such-fault',
    ]) {
      expect(message).toContain(word)
    }
  })

  it.each([
    [
      'a name below localhost',
      { redirectUri: 'http://app.localhost:5005/callback' },
      'localhost, without',
    ],
    [
      'a secret with blanks',
      { otherClients: [{ id: 'dev.b', secret: 'a b', redirectUri: 'https://b.example/callback' }] },
      'a secret each, in visible ASCII',
    ],
  ])('says what is wrong with %s', async (_, options, words) => {
    await expect(createDevbox(options)).rejects.toThrow(words)
  })

  it.each(['http://localhost:1/cb', 'http://[::1]:1/cb', 'https://app.box.heiyu.space/callback'])(
    'takes the redirect URI %s',
    async (redirectUri) => {
      const other = await createDevbox({ keys: boxKeys(), redirectUri })
      expect(other.environment.OIDC_REDIRECT_URI).toBe(redirectUri)
      await other.close()
    },
  )

  it('listens on every loopback address that the machine has', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    const sixth = addresses.some(({ address }) => address === '::1')
    for (const host of ['localhost', ...(sixth ? ['::1'] : [])]) {
      const other = await createDevbox({ keys: boxKeys(), host })
      expect((await fetch(`${other.issuer}/keys`)).status).toBe(200)
      await other.close()
    }
  })
})

describe('hosts', () => {
  it.each(['evil.example', 'localhost', '127.0.0.1:1', '127.0.0.1.evil.example'])(
    'answers 421 to Host %s',
    async (host) => {
      expect((await raw('GET', '/sys/oauth/keys', { host })).status).toBe(421)
    },
  )

  it('answers to its loopback names', async () => {
    const { port } = new URL(box.origin)
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      expect((await raw('GET', '/sys/oauth/keys', { host: `${name}:${port}` })).status).toBe(200)
    }
  })
})

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const BASE = '/sys/oauth'

describe('bad input', () => {
  it.each([
    ['POST', `${BASE}/token`, 400, 'grant_type=%zz'],
    ['POST', `${BASE}/token`, 400, '=&=&&&=%'],
    ['POST', `${BASE}/token`, 400, '\0\xff'],
    ['POST', `${BASE}/token/introspect`, 400, 'token=%'],
    ['POST', `${BASE}/auth`, 400, 'client_id=%e'],
    ['POST', `${BASE}/approval`, 401, ''],
    ['POST', `${BASE}/approval`, 500, 'req=none&hmac=AAAA'],
    ['POST', '/sys/login', 400, 'user=mallory'],
    ['GET', `${BASE}/auth?client_id=%`, 400, ''],
    ['GET', `${BASE}/auth/hportal?%`, 400, ''],
    ['GET', `${BASE}/callback/hportal`, 400, ''],
    ['GET', `${BASE}/callback/hportal?state=none`, 400, ''],
    ['GET', `${BASE}/approval?req=x`, 401, ''],
    ['GET', `${BASE}/nothing`, 404, ''],
    ['GET', `${BASE}/../../etc/passwd`, 404, ''],
    ['GET', '//evil.example/sys/oauth/keys', 404, ''],
    ['GET', 'http://evil.example/sys/oauth/keys', 404, ''],
    ['PUT', `${BASE}/token`, 400, ''],
    ['GET', `${BASE}/keys`, 200, ''],
  ])('answers %s %s with %i and lives on', async (method, path, status, body) => {
    expect((await raw(method, path, FORM, body)).status).toBe(status)
  })

  it('refuses a body of more than 10 MiB, which is what Dex takes, and takes one of 10 MiB', async () => {
    const post = (length: number) =>
      raw('POST', `${BASE}/token`, FORM, 'a'.repeat(length)).then(({ status }) => status)
    expect(await post(10 * 1024 * 1024)).toBe(400)
    expect(await post(10 * 1024 * 1024 + 1)).toBe(413)
  })

  it.each(['Basic', 'Basic ', 'Basic %%%', 'Basic Og==', `Basic ${btoa('%zz:x')}`, 'Digest x'])(
    'takes no harm from Authorization %j',
    async (authorization) => {
      const headers = { ...FORM, authorization }
      const body = 'grant_type=authorization_code'
      expect((await raw('POST', `${BASE}/token`, headers, body)).status).toBeOneOf([400, 401])
    },
  )

  it.each(['=;=', 'catflap-devbox-user=%', 'catflap-devbox-user=mallory', ';;;'])(
    'takes no harm from the cookie %j',
    async (cookie) => {
      const { status, text } = await raw('GET', '/sys/login', { cookie })
      expect([status, text.includes('alice')]).toEqual([200, true])
    },
  )

  it('lets no other site choose the user', async () => {
    const headers = { ...FORM, origin: 'http://evil.example' }
    expect((await raw('POST', '/sys/login', headers, 'user=bob')).status).toBe(403)
  })

  it('sends nobody away from the box after the choice of user', async () => {
    for (const redirect of ['https://evil.example/', '//evil.example', '/\\evil', '/sys/login']) {
      const { location } = await createBrowser(box.origin).post('/sys/login', {
        user: 'bob',
        redirect,
      })
      expect(location).toBe('/')
    }
  })

  it('escapes what it shows', async () => {
    const code = encodeURIComponent('<script>"&\'')
    const step = await createBrowser(box.origin).get(`${BASE}/device?user_code=${code}`)
    expect(step.body).not.toContain('<script>')
    expect(step.body).toContain('&lt;script&gt;')
  })
})

describe('approval', () => {
  /** Bob, sent to the page that asks him. */
  async function asked() {
    const browser = createBrowser(box.origin)
    await browser.post('/sys/login', { user: 'bob', redirect: '/' })
    let step = await browser.get(authorizationQuery(box))
    while (!step.location!.includes('/approval')) step = await browser.get(step.location!)
    return { browser, step }
  }

  it('and every page that shows a person lie in no cache', async () => {
    const { browser, step } = await asked()
    for (const address of [step.location!, '/', '/sys/login']) {
      const page = await browser.get(address)
      expect([address, page.status]).toEqual([address, 200])
      expect(page.headers.get('cache-control')).toBe('no-store')
    }
  })

  it('needs the right hmac', async () => {
    const { browser, step } = await asked()
    const query = new URL(step.location!, box.origin).searchParams
    const req = query.get('req')!
    const post = (hmac: string, approval: string) =>
      browser.post(`${BASE}/approval`, { req, hmac, approval })
    expect((await post('A'.repeat(43), 'approve')).status).toBe(401)
    expect((await post('A', 'approve')).status).toBe(401)
    const cancelled = await post(query.get('hmac')!, 'rejected')
    expect(cancelled.status).toBe(500)
    expect(cancelled.body).toContain('Approval rejected.')
    expect((await post(query.get('hmac')!, 'approve')).status).toBe(303)
  })
})

describe('closing', () => {
  it('cuts connections that hang', async () => {
    const other = await createDevbox({
      keys: boxKeys(),
      faults: ['jwks-hang'],
      autoApprove: 'alice',
    })
    await signIn(other)
    const hanging = fetch(`${other.issuer}/keys`)
    const cut = expect(hanging).rejects.toThrow('fetch failed')
    while (other.count('/sys/oauth/keys') === 0) await new Promise((done) => setTimeout(done, 5))
    await other.close()
    await cut
  })
})
