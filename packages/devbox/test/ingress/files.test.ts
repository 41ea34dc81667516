import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { createDevbox, type Devbox } from '../../src/index.ts'
import { describeApp, file, signInAtBox, visit } from '../support/ingress.ts'

const base = mkdtempSync(join(tmpdir(), 'devbox-files-'))
const folder = join(base, 'site')
let box: Devbox
let cookie: string
beforeAll(async () => {
  mkdirSync(join(folder, 'sub'), { recursive: true })
  mkdirSync(join(base, 'site-secret'))
  writeFileSync(join(base, 'secret.txt'), 'secret')
  writeFileSync(join(base, 'site-secret/a.txt'), 'secret')
  writeFileSync(join(folder, 'index.html'), '<p>home</p>')
  writeFileSync(join(folder, 'app.js'), 'void 0')
  writeFileSync(join(folder, 'empty.css'), '')
  writeFileSync(join(folder, '猫.txt'), 'cat')
  writeFileSync(join(folder, 'sub/page.HTML'), 'sub')
  writeFileSync(join(folder, 'blob'), 'x'.repeat(200_000))
  symlinkSync(join(folder, 'app.js'), join(folder, 'inner.js'))
  symlinkSync(join(base, 'secret.txt'), join(folder, 'outer.txt'))
  symlinkSync(base, join(folder, 'up'))
  symlinkSync(join(base, 'site-secret'), join(folder, 'sibling'))
  const app = { publicPaths: ['/'], routes: [file('/', folder), file('/docs/', folder)] }
  box = await createDevbox({ keys: boxKeys(), app: describeApp('http://127.0.0.1:9', app) })
  cookie = await signInAtBox(box)
})
afterAll(async () => {
  await box.close()
  rmSync(base, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  visit(box.appOrigin, path, { method, headers, cookie })

describe('files', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', '<p>home</p>'],
    ['/?a=b', 'text/html; charset=utf-8', '<p>home</p>'],
    ['/docs/app.js', 'text/javascript; charset=utf-8', 'void 0'],
    ['/docs', 'text/html; charset=utf-8', '<p>home</p>'],
    ['/inner.js', 'text/javascript; charset=utf-8', 'void 0'],
    ['/empty.css', 'text/css; charset=utf-8', ''],
    ['/sub/page.HTML', 'text/html; charset=utf-8', 'sub'],
    ['/%E7%8C%AB.txt', 'text/plain; charset=utf-8', 'cat'],
    ['/blob', 'application/octet-stream', 'x'.repeat(200_000)],
  ])('are served with their type: %s', async (path, type, body) => {
    const answer = await get(path)
    expect([answer.status, answer.headers['content-type'], answer.body]).toEqual([200, type, body])
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  it('are sent once, as long as they have not changed', async () => {
    const first = await get('/app.js')
    const etag = first.headers.etag ?? ''
    for (const tag of [etag, `"x", W/${etag}`, '*']) {
      const again = await get('/app.js', { 'if-none-match': tag })
      expect([again.status, again.body]).toEqual([304, ''])
    }
    expect((await get('/app.js', { 'if-none-match': '"x"' })).status).toBe(200)
    writeFileSync(join(folder, 'app.js'), 'void 12')
    expect((await get('/app.js', { 'if-none-match': etag })).status).toBe(200)
  })

  it('answer HEAD without a body, and nothing else', async () => {
    const head = await get('/blob', {}, 'HEAD')
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '200000', ''])
    expect((await get('/blob', {}, 'POST')).status).toBe(405)
  })

  it('of a folder are found with its slash, and never listed', async () => {
    const answer = await get('/docs/sub')
    expect([answer.status, answer.headers.location]).toEqual([301, '/docs/sub/'])
    expect((await get('/sub/')).status).toBe(404)
    expect((await get('//sub')).headers.location).toBe('/sub/')
  })

  it.each([
    '/../secret.txt',
    '/../site/app.js',
    '/docs/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/sub/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/outer.txt',
    '/up/secret.txt',
    '/sibling/a.txt',
    '/app.js%00.html',
    '/%zz',
    '/missing',
    '/app.js/',
  ])('outside the folder are out of reach: %s', async (path) => {
    const answer = await get(path)
    expect([answer.status, answer.body]).toEqual([404, 'Not found.\n'])
  })
})
