import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAppManifest } from '../../src/run/app-manifest.ts'
import { toIngressApp } from '../../src/run/ingress-app.ts'
import type { Layout } from '../../src/run/layout.ts'
import {
  type Answer,
  file,
  originOf,
  route,
  signInAtBox,
  startApp,
  startWorld,
  visit,
  type World,
} from '../support/ingress.ts'

const PAGE = '<!doctype html><title>Own</title><p>own page'
const folder = mkdtempSync(join(tmpdir(), 'catflap-injects-'))
const content = join(folder, 'content')
mkdirSync(content)
writeFileSync(join(content, 'own.js'), '/* from a file: ü */ console.log("</script>")')
writeFileSync(join(content, 'huge.js'), '/'.repeat(300_000))
writeFileSync(join(folder, 'secret.js'), 'secret of the laptop')
symlinkSync(join(folder, 'secret.js'), join(content, 'link.js'))
writeFileSync(join(content, 'index.html'), PAGE)
writeFileSync(join(content, 'empty.html'), '')
writeFileSync(join(content, 'data.json'), '{}')

const readInjects = (yaml: string) =>
  parseAppManifest(
    `package: dev.catflap.echo\napplication:\n  subdomain: echo\n  routes: [/=http://127.0.0.1:1]\n  injects:${yaml}`,
    undefined,
  )
const namesOf = (yaml: string) => {
  const { pageInjects, leftOut } = readInjects(yaml)
  return [pageInjects.map(({ id }) => id), leftOut.map(({ en }) => en)]
}

/** What an app answers, by path. */
const answerPage: RequestListener = (req, res) => {
  const [path = ''] = (req.url ?? '').split('?')
  const html = { 'content-type': 'text/html; charset=utf-8', etag: '"1"' }
  const send = (status: number, headers: object, body: string | Buffer = PAGE): void => {
    res.writeHead(status, { ...headers, 'x-asked': JSON.stringify(req.headers) } as never)
    res.end(body)
  }
  if (path === '/sized') return send(200, { ...html, 'content-length': PAGE.length })
  if (path === '/packed') return send(200, { ...html, 'content-encoding': 'gzip' }, gzipSync(PAGE))
  if (path === '/json') return send(200, { 'content-type': 'application/json' }, '{}')
  if (path === '/xhtml') return send(200, { 'content-type': 'text/html-fragment' })
  if (path === '/wide') return send(200, { 'content-type': 'text/html; charset=UTF-16LE' })
  if (path === '/same') return send(304, html, '')
  if (path === '/part') return send(206, { ...html, 'content-range': 'bytes 0-1/9' })
  if (path === '/missing') return send(404, html)
  if (path === '/broken') {
    res.writeHead(200, html)
    res.write(PAGE)
    setTimeout(() => res.destroy(), 50)
    return
  }
  send(200, html)
}

const INJECTS = `
    - { id: everywhere, when: ["/*"], unless: [/not, "/late#x"], do: 'console.log("one")' }
    - { id: anyone, auth_required: false, when: [/open], do: 'return "</ScRiPt><!-- ü" ' }
    - { id: hash, when: ["/#login", "/?v=2#tail*"], do: [{ src: builtin://hello, params: { message: "</script>" } }] }
    - { id: files, when: [/files], do: [ { src: file:///lzcapp/pkg/content/own.js }, { src: file:///lzcapp/pkg/content/link.js }, { src: file:///lzcapp/pkg/content/huge.js }, { src: file:///lzcapp/pkg/content/none.js }, { src: "file:///lzcapp/pkg/content/\\uD800.js" } ] }
    - { id: part, prefix_domain: part, when: ["/*"], do: 'console.log("part")' }
`
let world: World
let alice: string
beforeAll(async () => {
  const manifest = readInjects(INJECTS)
  expect(manifest.leftOut).toEqual([])
  const app = await startApp(answerPage)
  const routes = [route('/', originOf(app)), file('/static', content)]
  const { pageInjects = [] } = toIngressApp(manifest, { folder, content } as Layout, 'alice')
  world = await startWorld(answerPage, { publicPaths: ['/'], pageInjects, routes })
  alice = await signInAtBox(world.box)
  const { close } = world
  world = {
    ...world,
    close: async () => {
      await close()
      app.closeAllConnections()
      await new Promise((resolve) => app.close(resolve))
    },
  }
})
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

const NAVIGATION = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const open = (path: string, message: { cookie?: string; method?: string; headers?: object } = {}) =>
  visit(world.box.appOrigin, path, {
    cookie: alice,
    ...message,
    headers: { ...NAVIGATION, ...message.headers },
  })
const tailOf = ({ body }: Answer): string => body.slice(PAGE.length)

describe('a page', () => {
  it('gets its scripts behind it, and its length says so', async () => {
    const answer = await open('/sized')
    expect(answer.body.startsWith(PAGE)).toBe(true)
    expect(tailOf(answer)).toMatch(
      /^<script>\(function runInject.*console\.log\("one"\).*<\/script>$/s,
    )
    expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.body))
  })

  it('is whole and unpacked, and nobody keeps it', async () => {
    const headers = { 'accept-encoding': 'gzip, br', 'if-none-match': '"1"', range: 'bytes=0-1' }
    const answer = await open('/', { headers })
    const asked = JSON.parse(String(answer.headers['x-asked']))
    expect(asked['accept-encoding']).toBe('identity')
    expect([asked['if-none-match'], asked.range]).toEqual([undefined, undefined])
    expect([answer.headers['cache-control'], answer.headers.etag]).toEqual(['no-store', undefined])
  })

  it('of a failure gets them too', async () => {
    const answer = await open('/missing')
    expect([answer.status, tailOf(answer)]).toEqual([404, expect.stringContaining('"one"')])
  })

  it.each(['/json', '/xhtml', '/wide', '/packed', '/part', '/same'])(
    'is what %s is not: it passes as it is',
    async (path) => {
      const { body, headers } = await open(path)
      expect(body).not.toContain('runInject')
      expect(headers['cache-control']).toBeUndefined()
    },
  )

  it('is not what a script fetches, nor an answer to HEAD', async () => {
    const { body } = await open('/sized', { headers: { accept: '*/*' } })
    expect(body).toBe(PAGE)
    const head = await open('/sized', { method: 'HEAD' })
    expect(head.headers['content-length']).toBe(String(PAGE.length))
  })

  it('that breaks off stays broken', async () => {
    await expect(open('/broken')).rejects.toThrow()
  })
})

describe('an inject of the phase browser', () => {
  it('is for its paths, but for those it excludes', async () => {
    expect((await open('/not')).body).toBe(PAGE)
    expect(tailOf(await open('/late'))).toContain('"unless":["x"]')
  })

  it('is for signed-in people only, unless it says otherwise, and is told who asks', async () => {
    expect((await open('/x', { cookie: '' })).body).toBe(PAGE)
    expect(tailOf(await open('/open', { cookie: '' }))).toContain(
      '"id":"anyone","src":"inline","user":""',
    )
    expect(tailOf(await open('/x'))).toContain('"user":"alice"')
  })

  it('asks the browser for what is behind #, where path and query match', async () => {
    expect(tailOf(await open('/'))).toContain('"when":["login"]')
    expect(tailOf(await open('/?v=2'))).toContain('"when":["login","tail*"]')
    expect(tailOf(await open('/other'))).not.toContain('"hash"')
  })

  it('is for its own prefix of the domain only', async () => {
    const { protocol, host } = new URL(world.box.appOrigin)
    const at = (name: string) =>
      visit(`${protocol}//${name}`, '/', { cookie: alice, headers: NAVIGATION })
    expect((await at(`part-${host}`)).body).toContain('"part"')
    expect((await at(host)).body).not.toContain('console.log("part")')
  })

  it('cannot end the element that it stands in', async () => {
    for (const path of ['/open', '/', '/files']) {
      const tail = tailOf(await open(path))
      const elements = tail.split('</script>').length - 1
      expect([...tail.matchAll(/<script/gi)]).toHaveLength(elements)
      expect([...tail.matchAll(/<\/script/gi)]).toHaveLength(elements)
      expect(tail).not.toMatch(/<!--|[^\t\n\r -~]/)
    }
  })
})

describe('a script in a file', () => {
  it('is read anew for each page, below the content alone, and no longer than 256 KiB', async () => {
    const tail = tailOf(await open('/files'))
    expect(tail).toContain('from a file: \\u00fc')
    expect(tail).not.toContain('secret of the laptop')
    for (const name of ['link.js', 'huge.js', 'none.js', '\\ud800.js']) {
      expect(tail).toContain(`there is no file ${name} in the content, or it is too long`)
    }
  })
})

describe('pages of file:// routes', () => {
  it('get their scripts too; other files and empty ones are whole', async () => {
    const answer = await open('/static/')
    expect(tailOf(answer)).toContain('"one"')
    expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.body))
    expect((await open('/static/data.json')).body).toBe('{}')
    expect((await open('/static/empty.html')).body).toContain('"one"')
    expect((await open('/static/empty.html', { cookie: '' })).body).toBe('')
  })
})

describe('what pages are not given', () => {
  it.each([
    ['https://example.org/x.js', 'its script comes from another server'],
    ['builtin://other', 'a box alone has its script'],
    ['file:///etc/passwd', 'its file is not below /lzcapp/pkg/content/'],
    ['file:///lzcapp/pkg/content/../../x.js', 'its file is not below /lzcapp/pkg/content/'],
    ['ctx.persist.get("a").then(alert)', 'nothing is kept by ctx.persist here'],
    [`x${'x'.repeat(262_144)}`, 'its script is longer than 256 KiB'],
    [' ', 'it is not complete'],
  ])('is named with its reason: %#', (src, why) => {
    expect(namesOf(` [{ id: x, when: [/], do: [{ src: ${JSON.stringify(src)} }] }]`)).toEqual([
      [],
      [`The inject "x" is left out: ${why}.`],
    ])
  })

  it.each([
    ['no rule', '{ id: x, do: run() }', 'it is not complete'],
    ['nothing to do', '{ id: x, when: [/], do: [] }', 'it is not complete'],
    [
      'params that hold themselves',
      '{ id: x, when: [/], do: [{ src: run(), params: &a { b: *a } }] }',
      'it is not complete',
    ],
    [
      'a value that was kept',
      '{ id: x, when: [/], do: [{ src: run(), params: { a: { $persist: k } } }] }',
      'nothing is kept by ctx.persist here',
    ],
  ])('is named: %s', (_, inject, why) => {
    expect(namesOf(` [${inject}]`)).toEqual([[], [`The inject "x" is left out: ${why}.`]])
  })
})
