/** The course of the command: what it writes, what it refuses, what it says. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { contentsOf, type Files, init, makeFolder } from './support.ts'

const ALL = [
  '.env.example',
  '.gitignore',
  'lzc-build.mjs',
  'lzc-build.yml',
  'lzc-icon.png',
  'lzc-manifest.yml',
  'package.json',
  'package.yml',
  'pages.js',
  'server.js',
]
const names = (folder: string): readonly string[] => Object.keys(contentsOf(folder)).sort()
const json = (data: object): string => JSON.stringify(data, null, 2)
const EXPRESS = json({ dependencies: { express: '^5.0.0' }, scripts: { start: 'node server.js' } })

describe('in an empty folder', () => {
  it('writes everything and names the next commands', async () => {
    const folder = makeFolder()
    const { code, out, err } = await init(folder, ['--yes'])
    expect([code, err]).toEqual([0, ''])
    expect(names(folder)).toEqual(ALL)
    for (const name of ALL) expect(out).toContain(`\n  ${name} `)
    const next = out.slice(out.indexOf('\nNext:\n')).trim().split('\n').slice(1)
    expect(next.map((line) => line.trim().split('  ')[0])).toEqual([
      'npm install',
      'npm run dev',
      'lzc-cli project build',
    ])
    const { name, type, scripts, engines } = JSON.parse(contentsOf(folder)['package.json'] ?? '')
    expect({ name, type, scripts, engines }).toEqual({
      name: 'my-cats',
      type: 'module',
      scripts: { dev: 'catflap-devbox -- node server.js', start: 'node server.js' },
      engines: { node: '>=20.19' },
    })
    expect(contentsOf(folder)['.env.example']).toMatch(
      /^(#.*\n)+(OIDC_\w+=\n){4}CATFLAP_SECRET=\n$/,
    )
  })

  it.each([
    [['--start', 'service'], 'hono'],
    [['--start', 'exec'], 'hono'],
    [['--start', 'service', '--lang', 'zh'], 'express'],
    [['--start', 'service'], 'nothing'],
    [['--start', 'service', '--lpk', 'v1'], 'koa'],
    [['--start', 'exec', '--lpk', 'v1'], 'fastify'],
    [['--start', 'service', '--lang', 'zh'], 'next'],
    [['--start', 'service'], 'vite'],
  ])(
    'writes what `catflap manifest check` has nothing to say about: %j, %s',
    async (argv, name) => {
      const folder = makeFolder({ 'package.json': json({ dependencies: { [name]: '*' } }) })
      expect((await init(folder, ['--yes', ...argv])).code).toBe(0)
      let told = ''
      const tell = (text: string) => {
        told += text
      }
      const io = { env: {}, out: tell, err: tell, tty: false, cwd: folder }
      expect(await run(['manifest', 'check', '--json'], io), told).toBe(0)
      expect(JSON.parse(told)).toMatchObject({ findings: [] })
    },
  )

  it('says that nobody can be asked when there is no terminal', async () => {
    expect((await init(makeFolder())).err).toBe(
      'This is not a terminal, so nothing is asked (as with --yes).\n',
    )
    expect((await init(makeFolder(), ['--lang', 'zh'])).err).toMatch(/^当前不是终端/)
  })

  it('writes a script to start by exec://, which can be run', async () => {
    const folder = makeFolder()
    await init(folder, ['--yes', '--start', 'exec'])
    expect(names(folder)).toEqual([...ALL, 'run.sh'].sort())
    expect(statSync(join(folder, 'run.sh')).mode & 0o777).toBe(0o755)
    expect(contentsOf(folder)['run.sh']).toMatch(/^#!\/bin\/sh\n.*\nexec node server\.js\n$/)
  })

  it('speaks and comments in the language asked for', async () => {
    const folder = makeFolder()
    const { out } = await init(folder, ['--yes'], { env: { LANG: 'zh_CN.UTF-8' } })
    expect(out).toMatch(/^已写入：\n[\s\S]*\n接下来：\n/)
    const text = Buffer.from(contentsOf(folder)['lzc-manifest.yml'] ?? '', 'latin1').toString()
    expect(text).toMatch(/^# 懒猫微服如何安装和启动本应用。\n/)
  })

  it('writes nothing with --dry-run', async () => {
    const folder = makeFolder()
    const { code, out } = await init(folder, ['--yes', '--dry-run'])
    expect([code, names(folder)]).toEqual([0, []])
    expect(out).toMatch(/^Would be written:\n/)
    expect(out).not.toContain('Next:')
  })
})

describe('a second run', () => {
  it('finds the login in the server and everything as it should be', async () => {
    const folder = makeFolder()
    await init(folder, ['--yes'])
    const before = contentsOf(folder)
    const { code, out } = await init(folder, ['--yes'])
    expect([code, contentsOf(folder)]).toEqual([0, before])
    expect(out).toMatch(/^Everything is there already:\n/)
  })
})

describe('a project that is there', () => {
  it('keeps its server, gets an example beside it and is told what to paste', async () => {
    const server = "const express = require('express')\n"
    const folder = makeFolder({ 'package.json': EXPRESS, 'server.js': server })
    const { code, out } = await init(folder, ['--yes'])
    expect(code).toBe(0)
    const after = contentsOf(folder)
    expect(after['server.js']).toBe(server)
    expect(after['catflap-example.mjs']).toContain("from 'express'")
    expect(out).toContain("    const { createLogin } = require('catflap')\n")
    expect(out).toContain('app.use(withLogin(login))')
    expect(out).toContain('<form method="post" action="/logout"><button>Sign out</button></form>')
    expect(JSON.parse(after['package.json'] ?? '').scripts).toEqual({
      start: 'node server.js',
      dev: 'catflap-devbox -- node catflap-example.mjs',
    })
    expect(after['lzc-manifest.yml']).toContain(
      'command: node /lzcapp/pkg/content/catflap-example.mjs',
    )
  })

  it('keeps scripts of the same names', async () => {
    const scripts = { dev: 'vite', build: 'vite build', start: 'vite preview' }
    const files = { 'package.json': json({ type: 'module', scripts }), 'tsconfig.json': '{}' }
    const folder = makeFolder(files)
    const { out } = await init(folder, ['--yes'])
    expect(out).toContain('npm run dev:catflap ')
    const after = contentsOf(folder)
    expect(JSON.parse(after['package.json'] ?? '').scripts).toEqual({
      ...scripts,
      'dev:catflap': 'tsc -p tsconfig.catflap.json && catflap-devbox -- node dist/server.js',
      'build:catflap': 'tsc -p tsconfig.catflap.json',
    })
    expect(after['tsconfig.json']).toBe('{}')
    expect(after['lzc-build.mjs']).toContain("run('npm run build:catflap', '.')")
  })

  it('that has the login already gets no server, and is started as it is', async () => {
    const server = "import { createLogin } from 'catflap'\n"
    const files = { 'package.json': json({ type: 'module' }), 'src/main.js': server }
    const folder = makeFolder(files)
    const { out } = await init(folder, ['--yes'])
    expect(names(folder)).not.toContain('server.js')
    expect(out).not.toContain('catflap-example')
    expect(contentsOf(folder)['lzc-manifest.yml']).toContain('/lzcapp/pkg/content/src/main.js\n')
  })

  it('installs and builds with its own package manager', async () => {
    const folder = makeFolder({ 'pnpm-lock.yaml': '' })
    const { out } = await init(folder, ['--yes'])
    expect(out).toMatch(/\n {2}pnpm install .*\n {2}pnpm run dev /)
    expect(contentsOf(folder)['lzc-build.mjs']).toContain("run('pnpm install --prod ")
  })

  it('keeps the lines of .gitignore and .env.example, and gets each line once', async () => {
    const files = {
      '.gitignore': '/node_modules\n.env\nmine',
      '.env.example': 'MINE=1\r\n# OIDC_ISSUER=\r\n',
    }
    const folder = makeFolder(files)
    await init(folder, ['--yes'])
    const after = contentsOf(folder)
    expect(after['.gitignore']).toBe('/node_modules\n.env\nmine\n.catflap/\nlzc-content/\n*.lpk\n')
    expect(after['.env.example']).toMatch(/^MINE=1\r\n# OIDC_ISSUER=\r\n# /)
    expect(after['.env.example']?.match(/OIDC_ISSUER=/g)).toHaveLength(1)
  })
})

describe('a file that is there', () => {
  it.each([['lzc-build.mjs'], ['run.sh'], ['pages.js']])(
    '%s is not replaced, and nothing is written',
    async (name) => {
      const files = { [name]: 'mine', 'package.json': '{"type":"module"}' }
      const folder = makeFolder(files)
      const { code, out, err } = await init(folder, ['--yes', '--start', 'exec'])
      expect([code, out, contentsOf(folder)]).toEqual([2, '', files])
      expect(err).toMatch(/^catflap: files are there already, so nothing was written\./)
      expect(err).toMatch(new RegExp(`\\n {2}${name} .*\\(is there, and differs\\)\\n`))
      expect(err).toContain('\n  server.js')
    },
  )

  it('is replaced with --force, if it is no more than what init wrote', async () => {
    const folder = makeFolder({ 'lzc-build.mjs': 'mine', 'lzc-icon.png': 'mine' })
    expect((await init(folder, ['--yes', '--force'])).code).toBe(0)
    expect(names(folder)).toEqual(ALL)
    expect(contentsOf(folder)['lzc-build.mjs']).toContain('lzc-content')
    expect(contentsOf(folder)['lzc-icon.png']).toBe('mine')
  })

  it('keeps its mode when it is replaced', async () => {
    const folder = makeFolder({ 'lzc-build.mjs': 'mine' })
    chmodSync(join(folder, 'lzc-build.mjs'), 0o700)
    await init(folder, ['--yes', '--force'])
    expect(statSync(join(folder, 'lzc-build.mjs')).mode & 0o777).toBe(0o700)
  })
})

describe('what cannot be', () => {
  const untouched = async (folder: string, argv: readonly string[], message: string) => {
    const before = contentsOf(folder)
    const { code, out, err } = await init(folder, argv)
    expect([code, out, contentsOf(folder)]).toEqual([2, '', before])
    expect(err).toContain(message)
    expect(err).toMatch(/^catflap: [^\n]+\n$/)
    const chinese = await init(folder, [...argv, '--lang', 'zh'])
    expect(chinese.err).toMatch(/^catflap：[^\n]*\p{Script=Han}[^\n]*\n$/u)
  }

  it.each<[string, Files, readonly string[], string]>([
    [
      'a package.json that is no JSON',
      { 'package.json': '{' },
      [],
      'package.json is not valid JSON',
    ],
    ['scripts that are none', { 'package.json': '{"scripts":1}' }, [], '"scripts" has a form'],
    ['a bad id', {}, ['--id', 'Cats'], '"Cats" is no package id'],
    ['an id that moves the cursor', {}, ['--id', 'a\u001b[2J'], '"a\uFFFD[2J" is no package id'],
    ['a name without letters', { 'package.json': '{"name":"猫"}' }, [], 'made of the name "猫"'],
  ])('%s is refused in one sentence', async (_, files, argv, message) => {
    await untouched(makeFolder(files), ['--yes', ...argv], message)
  })

  it.each(['package.json', '.gitignore', '.env.example'])('%s must be text', async (name) => {
    const folder = makeFolder()
    writeFileSync(join(folder, name), Buffer.from([0xff, 0xfe, 0x41]))
    await untouched(folder, ['--yes'], `${name} is not UTF-8 text`)
  })

  it('a folder whose name makes no package id is refused, and an id helps', async () => {
    const folder = makeFolder({}, '懒猫')
    await untouched(folder, ['--yes'], 'no package id can be made of the name "懒猫"')
    expect((await init(folder, ['--yes', '--id', 'dev.example.cats'])).code).toBe(0)
  })

  it.each(['package.json', 'server.js', '.gitignore', 'lzc-manifest.yml'])(
    'a link named %s that leads out of the folder is refused, even with --force',
    async (name) => {
      const outside = makeFolder({ file: '{}' }, 'outside')
      const folder = makeFolder()
      symlinkSync(join(outside, 'file'), join(folder, name))
      await untouched(folder, ['--yes', '--force'], `${name} is a symbolic link that leads out`)
      expect(contentsOf(outside)).toEqual({ file: '{}' })
    },
  )

  it('a link to nothing is refused too', async () => {
    const folder = makeFolder()
    symlinkSync(join(folder, 'missing'), join(folder, '.env.example'))
    await untouched(folder, ['--yes'], '.env.example is a symbolic link')
  })

  it('a link within the folder is followed', async () => {
    const folder = makeFolder({ 'config/ignored': 'mine\n' })
    symlinkSync('config/ignored', join(folder, '.gitignore'))
    expect((await init(folder, ['--yes'])).code).toBe(0)
    expect(contentsOf(folder)['config/ignored']).toMatch(/^mine\nnode_modules\/\n/)
  })

  it('a folder or a pipe in the place of a file is refused', async () => {
    const folder = makeFolder()
    mkdirSync(join(folder, 'lzc-build.yml'))
    await untouched(folder, ['--yes'], 'lzc-build.yml is there and is not a file')
    const other = makeFolder()
    execFileSync('mkfifo', [join(other, 'package.json')])
    await untouched(other, ['--yes'], 'package.json is there and is not a file')
  })

  it('a huge file is refused', async () => {
    await untouched(makeFolder({ '.gitignore': '#'.repeat(1_048_577) }), ['--yes'], '1 MiB')
  })

  it('a folder that takes no files is refused, and one that is not there', async () => {
    const { code, err } = await init('/proc/self', ['--yes', '--id', 'app.cats'])
    expect([code, err]).toEqual([2, expect.stringMatching(/^catflap: cannot write [^\n]+\n$/)])
    expect((await init('/nowhere', ['--yes'])).err).toContain('cannot be read (ENOENT)')
  })
})
