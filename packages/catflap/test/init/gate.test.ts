/** `catflap init --gate`: what it adds to a container's manifest, and when it leaves everything alone. */
import { readFileSync, writeFileSync } from 'node:fs'
import { checkManifest } from 'catflap-lazycat/manifest'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { contentsOf, type Files, init, makeFolder } from './support.ts'

const HEAD = 'package: dev.example.notes\nversion: 3.1.4\nname: 笔记\nmin_os_version: 1.4.0\n'
const MANIFEST = `${HEAD}
application:
  subdomain: notes   # for ever
  routes:
    # the container
    - /=http://notes:8000/
services:
  notes:
    image: registry.lazycat.cloud/notes:1
    binds:
      - /lzcapp/var/notes:/data
`
const BUILD = 'manifest: ./lzc-manifest.yml\npkgout: ./\nicon: ./notes.png\n'
const FILES: Files = { 'lzc-manifest.yml': MANIFEST, 'lzc-build.yml': BUILD }

async function gate(files: Files, ...options: readonly string[]) {
  const folder = makeFolder(files)
  const ran = await init(folder, ['--gate', ...options])
  const read = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8')
  return { folder, read, ...ran }
}

describe('init --gate', () => {
  it('leads the route to the gate, and the gate to where it led; everything else stays', async () => {
    const { code, read } = await gate(FILES)
    expect(code).toBe(0)
    const text = read('lzc-manifest.yml')
    const lines = text.split('\n')
    expect(MANIFEST.split('\n').filter((line) => !lines.includes(line))).toEqual([
      '    - /=http://notes:8000/',
    ])
    const { application, services } = parse(text)
    expect(application).toEqual({
      subdomain: 'notes',
      oidc_redirect_path: '/_catflap/callback',
      routes: ['/=http://gate:4180'],
    })
    expect(services.notes).toEqual(parse(MANIFEST).services.notes)
    expect(services.gate).toMatchObject({
      image: expect.stringMatching(/^node:\d+/),
      command: 'node /lzcapp/pkg/content/gate/node_modules/catflap-gate/bin/catflap-gate.js',
    })
    const environment: readonly string[] = services.gate.environment
    expect(environment).toEqual(
      expect.arrayContaining([
        'CATFLAP_GATE_UPSTREAM=http://notes:8000',
        'CATFLAP_GATE_LISTEN=0.0.0.0:4180',
        'LAZYCAT_AUTH_OIDC_CLIENT_ID=${LAZYCAT_AUTH_OIDC_CLIENT_ID}',
        'CATFLAP_SECRET={{ stable_secret "catflap" }}',
      ]),
    )
    const errors = checkManifest({ text, files: {} }).filter(({ severity }) => severity === 'error')
    expect(errors).toEqual([])
  })

  it('packs the gate in a folder of its own, beside what was packed before', async () => {
    const { read } = await gate({ ...FILES, 'lzc-build.yml': `${BUILD}contentdir: ./dist\n` })
    expect(read('lzc-build.yml')).toContain('contentdir: ./lzc-content\n')
    const script = read('lzc-build.mjs')
    expect(script).toContain("cpSync('dist', 'lzc-content', { recursive: true, filter })")
    expect(script).toMatch(/'catflap-gate': '\^\d+\.\d+\.\d+'/)
    const alone = await gate(FILES)
    expect(alone.read('lzc-build.mjs')).not.toContain('filter')
  })

  it('changes nothing the second time, and keeps the rules that somebody has written', async () => {
    const { folder, read } = await gate(FILES)
    writeFileSync(`${folder}/gate.yaml`, 'default: deny\n')
    const before = contentsOf(folder)
    const { code, out } = await init(folder, ['--gate', '--lang', 'en'])
    expect([code, contentsOf(folder)]).toEqual([0, before])
    expect(out).toContain('Everything is there already')
    expect(read('gate.yaml')).toBe('default: deny\n')
  })

  it('names the routes that lead past the gate, in both languages', async () => {
    const manifest = MANIFEST.replace('services:', '    - /api=http://notes:8001/\nservices:')
    for (const [lang, words] of [
      ['en', 'is believed: /api=http://notes:8001/'],
      ['zh', '会被相信：/api=http://notes:8001/'],
    ] as const) {
      const { out } = await gate({ ...FILES, 'lzc-manifest.yml': manifest }, '--lang', lang)
      expect(out).toContain(words)
    }
    expect((await gate(FILES, '--lang', 'en')).out).not.toContain('do not pass')
  })

  it.each([
    ['files', '    - /data=file:///lzcapp/var/notes', '/data=file:///lzcapp/var/notes'],
    ['a program', '    - /run=exec://8080,./x', '/run=exec://8080,./x'],
    [
      'an upstream',
      '  upstreams:\n    - location: /admin\n      backend: http://notes:8000/',
      'upstreams /admin',
    ],
    [
      'a port',
      '  ingress:\n    - protocol: tcp\n      port: 8000\n      service: notes',
      'ingress 8000',
    ],
  ])('names what leads past the gate: %s', async (_, lines, named) => {
    const manifest = MANIFEST.replace('services:', `${lines}\nservices:`)
    const { code, out } = await gate({ ...FILES, 'lzc-manifest.yml': manifest }, '--lang', 'en')
    expect([code, out]).toEqual([0, expect.stringContaining(`is believed: ${named}\n`)])
  })

  it.each<[string, Files, RegExp]>([
    ['there is no manifest', {}, /not none\. Nothing was written/],
    [
      'the route leads to files',
      {
        'lzc-manifest.yml': MANIFEST.replace(
          'http://notes:8000/',
          'file:///lzcapp/pkg/content/dist',
        ),
      },
      /not file:\/\/\/lzcapp/,
    ],
    [
      'the route leads to a service that is not there',
      { 'lzc-manifest.yml': MANIFEST.replace('notes:8000', 'other:8000') },
      /not http:\/\/other/,
    ],
    [
      'the app has a login of its own',
      {
        'lzc-manifest.yml': MANIFEST.replace(
          '  routes:',
          '  oidc_redirect_path: /oauth/callback\n  routes:',
        ),
      },
      /oidc_redirect_path: \/_catflap\/callback/,
    ],
    [
      'only the box knows whose login there is',
      {
        'lzc-manifest.yml': MANIFEST.replace(
          '  routes:',
          '  oidc_redirect_path: {{ .U.path }}\n  routes:',
        ),
      },
      /oidc_redirect_path: \/_catflap\/callback/,
    ],
  ])('writes nothing where %s', async (_, files, words) => {
    const { code, err, folder } = await gate(files, '--lang', 'en', '--id', 'dev.example.notes')
    expect([code, err]).toEqual([2, expect.stringMatching(words)])
    expect(contentsOf(folder)).toEqual(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, Buffer.from(text).toString('latin1')]),
      ),
    )
  })

  it('takes another name where one of its own is there', async () => {
    const manifest = `${MANIFEST}  gate:\n    image: registry.lazycat.cloud/other:1\n`
    const { read } = await gate({ ...FILES, 'lzc-manifest.yml': manifest })
    expect(parse(read('lzc-manifest.yml')).application.routes).toEqual(['/=http://gate2:4180'])
  })

  it('takes no other program for the gate', async () => {
    const manifest = MANIFEST.replace(
      '    binds:',
      '    command: python catflap-gate-demo.py\n    binds:',
    )
    const { read } = await gate({ ...FILES, 'lzc-manifest.yml': manifest })
    expect(parse(read('lzc-manifest.yml')).application.routes).toEqual(['/=http://gate:4180'])
  })

  it('is no way to start an app of one’s own', async () => {
    const { code, err } = await gate(FILES, '--start', 'exec', '--lang', 'en')
    expect([code, err]).toEqual([2, expect.stringContaining('neither --framework nor --start')])
  })
})
