/** What meta-frameworks do with requests, in front of `catflap/web`. */
import { createServer, type IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { authenticate, requireSession } from '../../src/adapters/web.ts'
import { start } from '../contract/adapter-fixture.ts'
import { send } from '../contract/http.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { FORM } from '../support/logout-token.ts'
import { listen } from '../support/server.ts'

const POST = { method: 'POST', headers: { 'content-type': FORM } }
const SCRIPT = { accept: '*/*', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }

/** A body that takes being cancelled for an order to cut the connection, as SvelteKit's does. */
function cutting(req: IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      req.on('data', (chunk: Buffer) => controller.enqueue(chunk))
      req.on('end', () => controller.close())
    },
    cancel: () => void req.destroy(),
  })
}

describe('the web adapter', () => {
  it('answers a body that is too long where a cancelled body cuts the connection', async () => {
    const { origin } = await start((login) =>
      listen(
        createServer((req, res) => {
          const init = { ...POST, body: cutting(req), duplex: 'half' }
          const request = new Request(`http://x${req.url}`, init as RequestInit)
          void Promise.resolve(authenticate(login, request)).then((found) => {
            res.statusCode = found instanceof Response ? found.status : 500
            res.end()
          })
        }),
      ),
    )
    const long = { ...POST, body: `logout_token=${'x'.repeat(1_000_000)}` }
    expect((await send(origin, '/backchannel-logout', long)).status).toBe(413)
  })

  it.each(['/backchannel-logout', '/shop/backchannel-logout'])(
    'says that something has read the body of %s before',
    async (target) => {
      const redirectUri = `https://app.example${target.replace('backchannel-logout', 'callback')}`
      const { login, log } = createFixture({ client: { redirectUri } })
      const request = new Request('http://x/backchannel-logout', { ...POST, body: 'a=b' })
      await request.text()
      const found = await authenticate(login, request, target)
      expect((found as Response).status).toBe(500)
      expect(log.of('request-refused')).toEqual([
        { type: 'request-refused', code: 'BODY_UNREADABLE' },
      ])
    },
  )
})

describe('requireSession of client-side navigation', () => {
  const asked = async (method: string, headers: Readonly<Record<string, string>>, more: object) => {
    const { login, browser } = createFixture()
    await browser.signIn()
    const request = (own: Readonly<Record<string, string>>) =>
      new Request('http://x/cats/__data.json', { method, headers: own })
    const requirement = { target: '/cats?of=mine', navigation: true, ...more }
    const nobody = (await requireSession(login, request(headers), requirement)) as Response
    const cookie = browser.header() ?? ''
    const person = await requireSession(login, request({ ...headers, cookie }), requirement)
    return { nobody, person }
  }

  it('sends the script of a framework to the login, and back to the page it asked for', async () => {
    for (const method of ['GET', 'HEAD']) {
      const { nobody } = await asked(method, SCRIPT, {})
      expect([nobody.status, nobody.headers.get('location')]).toEqual([
        302,
        '/login?return_to=%2Fcats%3Fof%3Dmine',
      ])
      expect(nobody.headers.getSetCookie()).toEqual([])
    }
  })

  it('answers everything else a script gets as it would without', async () => {
    const post = await asked('POST', SCRIPT, {})
    expect([post.nobody.status, post.nobody.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json',
    ])
    const { person } = await asked('GET', SCRIPT, { groups: ['staff'] })
    const refused = person as Response
    expect([refused.status, refused.headers.get('content-type')]).toEqual([
      403,
      'application/problem+json',
    ])
    const prefetch = { ...NAVIGATION, 'sec-purpose': 'prefetch' }
    expect((await asked('GET', prefetch, {})).nobody.status).toBe(401)
  })
})
