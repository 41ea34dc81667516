/** The viewer behind a real nginx with the proxy_pass of every tutorial, which adds no header at all. */
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Nginx, startNginx } from '../../../test/support/nginx.ts'
import { createViewer, type Viewer } from '../src/index.ts'

const TOKEN = 'a-token-for-the-scraper-0123456789'
let viewer: Viewer
let server: ServerType
let nginx: Nginx

beforeAll(async () => {
  viewer = createViewer({ environment: { CATFLAP_METRICS_TOKEN: TOKEN } })
  server = createAdaptorServer({ fetch: viewer.app.fetch })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  nginx = await startNginx(`location / { proxy_pass http://127.0.0.1:${port}; }`)
})
afterAll(async () => {
  await nginx.close()
  await new Promise((done) => server.close(done))
  await viewer.close()
})

const statusOf = async (path: string, headers: Record<string, string> = {}): Promise<number> => {
  const answer = await fetch(nginx.origin + path, { headers }).catch(() => undefined)
  await answer?.text()
  return answer?.status ?? 0
}

describe('behind nginx', () => {
  it.each([
    ['nobody', {}],
    [
      'somebody with another token',
      { authorization: 'Bearer another-token-0123456789-0123456789' },
    ],
    ['somebody with the beginning of the token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['somebody who says to be local', { 'x-forwarded-for': '127.0.0.1', host: 'localhost' }],
  ])('%s reads no metrics', async (_, headers) => {
    expect(await statusOf('/metrics', headers)).toBe(403)
  })

  it('whoever has the token reads metrics', async () => {
    expect(await statusOf('/metrics', { authorization: `Bearer ${TOKEN}` })).toBe(200)
  })

  it('health is told to anybody', async () => {
    expect(await statusOf('/healthz')).toBe(200)
    expect(await statusOf('/readyz')).toBe(503)
  })
})
