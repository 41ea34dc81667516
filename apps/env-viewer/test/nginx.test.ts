/** The viewer behind a real nginx with the proxy_pass of every tutorial, which adds no header at all. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createViewer, type Viewer } from '../src/index.ts'

const TOKEN = 'a-token-for-the-scraper-0123456789'
let directory: string
let viewer: Viewer
let server: ServerType
let nginx: ChildProcess
let origin: string

const portOf = (of: { address(): unknown }): number => (of.address() as AddressInfo).port

async function freePort(): Promise<number> {
  const taken = createServer()
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done))
  const port = portOf(taken)
  await new Promise((done) => taken.close(done))
  return port
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'catflap-nginx-'))
  viewer = createViewer({ environment: { CATFLAP_METRICS_TOKEN: TOKEN } })
  server = createAdaptorServer({ fetch: viewer.app.fetch })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const port = await freePort()
  origin = `http://127.0.0.1:${port}`
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  writeFileSync(
    join(directory, 'nginx.conf'),
    `daemon off; master_process off; pid ${directory}/pid; error_log stderr;
     events {}
     http {
       access_log off;
       ${folders.map((name) => `${name}_temp_path ${directory}/${name};`).join(' ')}
       server {
         listen 127.0.0.1:${port};
         location / { proxy_pass http://127.0.0.1:${portOf(server)}; }
       }
     }`,
  )
  nginx = spawn('/usr/sbin/nginx', ['-p', directory, '-c', join(directory, 'nginx.conf')], {
    stdio: 'ignore',
  })
  await vi.waitFor(async () => expect(await statusOf('/healthz')).toBe(200), { timeout: 20_000 })
}, 120_000)
afterAll(async () => {
  const ended = new Promise((done) => nginx.once('exit', done))
  nginx.kill()
  await ended
  await new Promise((done) => server.close(done))
  await viewer.close()
  rmSync(directory, { recursive: true })
})

const statusOf = async (path: string, headers: Record<string, string> = {}): Promise<number> => {
  const answer = await fetch(origin + path, { headers }).catch(() => undefined)
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
