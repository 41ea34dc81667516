/** What init makes of projects of each framework, and of single-page apps. */
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../../src/cli/init/frameworks/frameworks.ts'
import { readProject } from '../../src/cli/init/project.ts'
import { contentsOf, type Files, init, makeFolder } from './support.ts'

const EXAMPLES = new URL('../../../../examples', import.meta.url).pathname
const DOCS = new URL('../../../../docs/frameworks', import.meta.url).pathname
const json = (data: object): string => JSON.stringify(data)
const using = (...packages: readonly string[]): Files => ({
  'package.json': json({ dependencies: Object.fromEntries(packages.map((name) => [name, '*'])) }),
})
const VITE = {
  'package.json': json({ devDependencies: { vite: '^8.0.0' }, scripts: { build: 'b' } }),
}

describe('the framework', () => {
  it.each([
    [using('next', 'react'), ['next']],
    [using('@sveltejs/kit', 'vite'), ['sveltekit']],
    [using('astro', 'vite'), ['astro']],
    [using('nuxt'), ['nuxt']],
    [using('@react-router/dev', 'vite', 'express'), ['react-router']],
    [using('@nestjs/core', 'express'), ['nest']],
    [using('express', 'vite'), ['express']],
    [VITE, ['static']],
    [{ 'index.html': '' }, ['static']],
    [{ 'index.html': '', 'main.js': 'document.title = "x"' }, ['static']],
    [{ ...VITE, 'src/main.ts': 'createApp(App).mount("#app")' }, ['static']],
    // A server beside a page is a server.
    [{ 'index.html': '', 'server.js': 'createServer(f).listen(80)' }, []],
    [{ 'index.html': '', 'a.js': '', 'package.json': json({ main: 'a.js' }) }, []],
    [
      { 'lzc-manifest.yml': 'application: { routes: ["/=file:///lzcapp/pkg/content/web"] }' },
      ['static'],
    ],
    [{ 'lzc-manifest.yml': 'application: { routes: ["/=https://example.org"] }' }, []],
  ])('of %j is %j', (files, names) => {
    expect(readProject(makeFolder(files as Files), undefined).frameworks).toEqual(names)
  })
})

describe('a single-page app', () => {
  it('keeps its files and gets a server behind the login', async () => {
    const files = { ...VITE, 'vite.config.ts': "build: { outDir: './out' }", 'index.html': 'mine' }
    const folder = makeFolder(files)
    const { code, out } = await init(folder, ['--yes'])
    expect(code).toBe(0)
    const after = contentsOf(folder)
    expect(after['index.html']).toBe('mine')
    expect(after['catflap-server.mjs']).toContain("process.argv[2] ?? 'out'")
    const { scripts, dependencies } = JSON.parse(after['package.json'] ?? '')
    expect(scripts.dev).toBe('npm run build && catflap-devbox -- node catflap-server.mjs')
    expect(Object.keys(dependencies)).toEqual(['catflap', 'sirv'])
    expect(after['lzc-build.mjs']).toContain("cpSync('out', 'lzc-content/out'")
    expect(after['lzc-build.mjs']).toContain("run('npm run build', '.')")
    expect(out).toContain('<form method="post" action="/logout"><button>Sign out</button></form>')
  })

  it('that a manifest serves from its content is served from there', async () => {
    const folder = makeFolder({
      ...VITE,
      'lzc-build.yml': 'buildscript: npm run build\ncontentdir: ./dist/\n',
      'lzc-manifest.yml':
        'package: a.b\nname: n\napplication:\n  routes:\n    - /=file:///lzcapp/pkg/content/web\n',
    })
    expect((await init(folder, ['--yes'])).code).toBe(0)
    const after = contentsOf(folder)
    expect(JSON.parse(after['package.json'] ?? '').scripts.dev).toMatch(/-server\.mjs dist\/web$/)
    expect(after['catflap-server.mjs']).toContain("?? 'web'")
    expect(after['lzc-build.mjs']).toContain("cpSync('dist', 'lzc-content', {")
    // The project's own build script has built it.
    expect(after['lzc-build.mjs']).not.toContain('npm run build')
  })

  it('of a folder with an index.html is packed into a folder of its own', async () => {
    const folder = makeFolder({ 'index.html': '', 'main.js': '' })
    await init(folder, ['--yes'])
    const after = contentsOf(folder)
    expect(after['lzc-build.mjs']).toContain('lzc-content/public/$')
    const { scripts } = JSON.parse(after['package.json'] ?? '')
    expect(scripts.dev).toBe('catflap-devbox -- node catflap-server.mjs .')
  })

  it.each(["it's", 'a b', 'x;touch y', '$(touch y)', '`touch y`', 'a\\b'])(
    'in a folder named %j, which scripts would take apart, gets nothing',
    async (name) => {
      const files = {
        ...VITE,
        'lzc-build.yml': `buildscript: npm run build\ncontentdir: ${JSON.stringify(name)}\n`,
        'lzc-manifest.yml':
          'package: a.b\nname: n\napplication:\n  routes:\n    - /=file:///lzcapp/pkg/content/web\n',
      }
      const folder = makeFolder(files)
      const { code, err } = await init(folder, ['--yes'])
      expect([code, err]).toEqual([2, expect.stringContaining(name)])
      expect(contentsOf(folder)).toEqual(files)
    },
  )

  it('never leads out of the folder', () => {
    const folder = makeFolder({ ...VITE, 'vite.config.js': "outDir: '../../etc'" })
    expect(readProject(folder, undefined).site?.folder).toBe('dist')
  })
})

describe('Next.js', () => {
  const NEXT = json({ dependencies: { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' } })

  it('in an empty folder is a whole app', async () => {
    const folder = makeFolder()
    const { code } = await init(folder, ['--yes', '--framework', 'next'])
    expect(code).toBe(0)
    expect(Object.keys(contentsOf(folder))).toEqual(
      expect.arrayContaining([
        'proxy.ts',
        'app/layout.tsx',
        'app/private/page.tsx',
        'next.config.ts',
      ]),
    )
  })

  it('that is there keeps its pages and settings, and is told what to paste', async () => {
    const files = {
      'package.json': NEXT,
      'tsconfig.json': '{}',
      'src/app/page.tsx': 'page',
      'src/app/layout.tsx': 'layout',
      'next.config.mjs': 'export default {}',
    }
    const folder = makeFolder(files)
    const { code, out } = await init(folder, ['--yes'])
    expect(code).toBe(0)
    const after = contentsOf(folder)
    const { 'package.json': _, ...sources } = files
    expect(after).toMatchObject(sources)
    expect(after['src/proxy.ts']).toContain("from './lib/login'")
    expect(after['src/lib/login.ts']).toContain('createNextLogin')
    expect(Object.keys(after)).not.toContain('next.config.ts')
    expect(out).toContain("    serverExternalPackages: ['catflap'],".replace('    ', '      '))
    expect(out).toContain('docs/frameworks/next.md')
    expect(JSON.parse(after['package.json'] ?? '').dependencies.next).toBe('16.4.6')
    const second = await init(folder, ['--yes'])
    expect([second.code, contentsOf(folder)]).toEqual([0, after])
  })

  it('that is too old for its adapter is refused', async () => {
    const files = { 'package.json': json({ dependencies: { next: '^15.2.0' } }) }
    const folder = makeFolder(files)
    const { code, err } = await init(folder, ['--yes'])
    expect([code, contentsOf(folder)]).toEqual([2, files])
    expect(err).toContain('Next.js is too old: next ^16.0.0 is needed, package.json says ^15.2.0')
  })
})

describe('a framework that is joined', () => {
  it.each([
    ['@sveltejs/kit', 'SvelteKit', 'build/index.js'],
    ['astro', 'Astro', 'dist/server/entry.mjs'],
    ['nuxt', 'Nuxt', '.output/server/index.mjs'],
    ['@nestjs/core', 'NestJS', 'dist/main.js'],
    ['@react-router/dev', 'React Router', 'node_modules/@react-router/serve/bin.cjs'],
  ])('%s becomes a LazyCat app, and its page is named', async (name, title, run) => {
    const folder = makeFolder(using(name))
    const { code, out } = await init(folder, ['--yes'])
    expect(code).toBe(0)
    expect(out).toContain(`Pages, guards and buttons of ${title}: docs/frameworks/`)
    const after = contentsOf(folder)
    expect(after['lzc-manifest.yml']).toContain(`command: node /lzcapp/pkg/content/${run}`)
    expect(JSON.parse(after['package.json'] ?? '').devDependencies).toHaveProperty('catflap-devbox')
  })

  it.each([
    ['sveltekit', '@sveltejs/kit', ['src/hooks.server.ts', 'src/app.d.ts']],
    ['astro', 'astro', ['src/middleware.ts', 'src/login.ts']],
    ['nuxt', 'nuxt', ['server/middleware/login.ts', 'server/utils/login.ts']],
    ['react-router', '@react-router/dev', ['app/login.server.ts', 'app/routes/login.ts']],
    ['nest', '@nestjs/core', ['src/login.ts']],
  ])('%s gets the files of its example, and keeps those that it has', async (name, mark, files) => {
    const example = (file: string) => readFileSync(join(EXAMPLES, name, file), 'utf8')
    const folder = makeFolder({ ...using(mark), 'tsconfig.json': '{}' })
    expect((await init(folder, ['--yes'])).code).toBe(0)
    for (const file of files) expect(contentsOf(folder)[file]).toBe(example(file))
    const [first = ''] = files
    const other = makeFolder({ ...using(mark), 'tsconfig.json': '{}', [first]: 'mine' })
    const { out } = await init(other, ['--yes'])
    expect(contentsOf(other)[first]).toBe('mine')
    expect(out).toContain(`${first} is as it was. The login needs these lines there:`)
  })

  it.each(FRAMEWORK_NAMES)('%s names a page that is there', (name) => {
    const framework = FRAMEWORKS[name]
    if (framework.kind !== 'project') return
    for (const ending of ['md', 'zh-CN.md']) {
      expect(existsSync(join(DOCS, `${framework.page}.${ending}`))).toBe(true)
    }
  })

  it.each([
    ['@sveltejs/kit', '^1.30.0', 'SvelteKit is too old: @sveltejs/kit 2 is needed'],
    ['@react-router/dev', '^7.9.0', 'React Router is too old: @react-router/dev 8 is needed'],
    ['astro', '^6.0.0', 'Astro is too old: astro 7 is needed'],
    ['nuxt', '^3.0.0', 'Nuxt is too old: nuxt 4 is needed'],
  ])('%s %s, older than its files are for, is refused', async (name, range, text) => {
    const files = { 'package.json': json({ devDependencies: { [name]: range } }) }
    const { err } = await init(makeFolder(files), ['--yes'])
    expect(err).toContain(text)
  })

  it('is not founded: what its own command makes must be there', async () => {
    const folder = makeFolder()
    const { code, err } = await init(folder, ['--yes', '--framework', 'astro'])
    expect([code, contentsOf(folder)]).toEqual([2, {}])
    expect(err).toContain('package.json names no Astro')
  })
})

it('a file below a folder that is a link out of the project is refused', async () => {
  const outside = makeFolder({}, 'outside')
  const folder = makeFolder()
  symlinkSync(outside, `${folder}/app`)
  const { code, err } = await init(folder, ['--yes', '--framework', 'next'])
  expect([code, contentsOf(outside)]).toEqual([2, {}])
  expect(err).toContain('is a symbolic link that leads out')
})

describe('a server', () => {
  it.each(['x.js;touch y.js', 'my server.js', '$(touch y).js'])(
    'that package.json calls %j is not put into a script',
    async (main) => {
      const files = { 'package.json': json({ main }), [main]: "import 'catflap'\n" }
      const folder = makeFolder(files)
      const { code, err } = await init(folder, ['--yes'])
      expect([code, err]).toEqual([2, expect.stringContaining(main)])
      expect(contentsOf(folder)).toEqual(files)
    },
  )
})
