/**
 * A callback that redirects to a third origin, in a real browser: a front end on another port. Browsers
 * hold the redirects after the approval's form to that page's `form-action`; Dex has none.
 */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDevbox } from 'catflap-devbox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { boxKeys } from '../support/box-keys.ts'
import { approve, type Chromium, launchChromium } from '../support/chromium.ts'

let browser: Chromium
beforeAll(async () => {
  browser = await launchChromium()
}, 120_000)
afterAll(() => browser?.close())

async function serve(listener: RequestListener): Promise<{ server: Server; origin: string }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

it('is followed by Chromium after the approval', async () => {
  const front = await serve((_, response) => response.end('the front end'))
  // `localhost` is another site than the box, and another origin than the callback.
  const end = `${front.origin.replace('127.0.0.1', 'localhost')}/signed-in`
  const app = await serve((_, response) => response.writeHead(302, { location: end }).end())
  const box = await createDevbox({ keys: boxKeys(), redirectUri: `${app.origin}/callback` })
  const page = await browser.newPage()
  try {
    const query = new URLSearchParams({
      client_id: box.environment.LAZYCAT_AUTH_OIDC_CLIENT_ID!,
      redirect_uri: `${app.origin}/callback`,
      response_type: 'code',
      scope: 'openid',
    })
    await page.goto(`${box.issuer}/auth?${query}`)
    await approve(page, 'alice')
    await page.waitForURL(end)
    expect(await page.textContent('body')).toBe('the front end')
  } finally {
    await page.close()
    await box.close()
    for (const { server } of [front, app]) {
      server.closeAllConnections()
      server.close()
    }
  }
})
