/** LazyCat files that are there: what init adds to their text, and that everything else stays. */
import { readFileSync } from 'node:fs'
import { checkManifest } from 'catflap-lazycat/manifest'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { contentsOf, type Files, init, makeFolder } from './support.ts'

/** Text in UTF-8, where `contentsOf` gives bytes. */
const read = (folder: string, name: string): string => readFileSync(`${folder}/${name}`, 'utf8')
const HEAD = 'package: dev.example.kettle\nversion: 3.1.4\nname: 水壶\nmin_os_version: 1.4.0\n'
const PAGE = `${HEAD}
# 入口在下面
application:
  subdomain: kettle   # for ever
  # what the launcher opens
  routes:
    # the page of the template
    - /=https://example.org/
    - /docs=https://docs.example.org/
`
const TEA = `${HEAD}application:
  subdomain: kettle
  routes:
    - /=http://tea:3000
services:
  tea:
    image: registry.example.org/tea
`
const BUILD = '# build\nmanifest: ./lzc-manifest.yml\npkgout: ./\nicon: ./kettle.png\n'

async function join(files: Files, ...options: readonly string[]) {
  const folder = makeFolder(files)
  const ran = await init(folder, ['--yes', ...options])
  return { folder, ...ran }
}

/** The lines of a text that another one does not have. */
const missing = (text: string, other: string): readonly string[] => {
  const lines = other.split('\n')
  return text.split('\n').filter((line) => !lines.includes(line))
}

describe('a manifest that is there', () => {
  it('keeps its lines, comments and order, but for the route that led nowhere', async () => {
    const { folder, code, out } = await join({ 'lzc-manifest.yml': PAGE, 'lzc-build.yml': BUILD })
    expect(code).toBe(0)
    const after = read(folder, 'lzc-manifest.yml')
    expect(missing(PAGE, after)).toEqual(['    - /=https://example.org/'])
    const kept = after.split('\n').filter((line) => PAGE.split('\n').includes(line))
    expect(kept).toEqual(PAGE.split('\n').filter((line) => line !== '    - /=https://example.org/'))
    const { application, services, ...rest } = parse(after)
    expect(rest).toEqual(parse(HEAD))
    expect(application).toEqual({
      oidc_redirect_path: '/callback',
      subdomain: 'kettle',
      routes: ['/=http://web:5005', '/docs=https://docs.example.org/'],
    })
    expect(services.web.environment).toHaveLength(9)
    expect(read(folder, 'lzc-build.yml')).toBe(
      `${BUILD}buildscript: node lzc-build.mjs\ncontentdir: ./lzc-content\n`,
    )
    expect(out).toContain('\n      + application.oidc_redirect_path: /callback\n')
    expect(out).toContain('(it led to https://example.org/)\n      + services.web\n')
    expect(Object.keys(contentsOf(folder))).not.toContain('package.yml')
    expect(Object.keys(contentsOf(folder))).not.toContain('lzc-icon.png')
  })

  it('is said to have been added to in Chinese too', async () => {
    const { out } = await join({ 'lzc-manifest.yml': PAGE }, '--lang', 'zh')
    expect(out).toContain('（补充）\n      + application.oidc_redirect_path: /callback\n')
    expect(out).toContain('（原来指向 https://example.org/）')
  })

  it.each<[string, string, string | undefined]>([
    ['a service of its own', 'http://tea:3000', 'tea'],
    ['a service by its long name', 'http://tea.dev.example.kettle.lzcapp:3000/', 'tea'],
    ['a program', 'exec://3000,/lzcapp/pkg/content/start', undefined],
  ])('with %s gets the variables there, and no server', async (_, to, service) => {
    const text = `${HEAD}application:
  subdomain: kettle
  routes: # one
    - /=${to}
  environment:
    - TEA=green
services:
  tea:
    image: registry.example.org/tea
    environment:
      # hot
      - LID=on
`
    const { folder, code } = await join({ 'lzc-manifest.yml': text, 'lzc-build.yml': BUILD })
    expect(code).toBe(0)
    const after = read(folder, 'lzc-manifest.yml')
    expect(missing(text, after)).toEqual([])
    const { application, services } = parse(after)
    const [got, other] = service
      ? [services.tea.environment, application.environment]
      : [application.environment, services.tea.environment]
    expect(got).toHaveLength(8)
    expect(got).toContain(`LAZYCAT_AUTH_OIDC_CLIENT_ID=\${LAZYCAT_AUTH_OIDC_CLIENT_ID}`)
    expect(other).toHaveLength(1)
    expect(Object.keys(services)).toEqual(['tea'])
    // What packs it is its own.
    expect(read(folder, 'lzc-build.yml')).toBe(BUILD)
    expect(Object.keys(contentsOf(folder))).not.toContain('lzc-build.mjs')
  })

  it('keeps a version of the system that only the box knows', async () => {
    const text = PAGE.replace('1.4.0', '{{ .U.system }}')
    const { folder, code } = await join({ 'lzc-manifest.yml': text })
    expect([code, read(folder, 'lzc-manifest.yml')]).toEqual([
      0,
      expect.stringContaining('min_os_version: {{ .U.system }}\n'),
    ])
  })

  it('keeps its callback, which the app is then told', async () => {
    const text = PAGE.replace('  routes:', '  oidc_redirect_path: /auth/done\n  routes:')
    const { folder } = await join({ 'lzc-manifest.yml': text })
    const { application, services } = parse(read(folder, 'lzc-manifest.yml'))
    expect(application.oidc_redirect_path).toBe('/auth/done')
    expect(services.web.environment).toContain(
      `OIDC_REDIRECT_URI=https://\${LAZYCAT_APP_DOMAIN}/auth/done`,
    )
  })

  it('that maps a variable to a name that Catflap reads does not get it twice', async () => {
    const text = `${PAGE.replace('https://example.org/', 'http://tea:1')}services:
  tea:
    image: x
    environment:
      OIDC_CLIENT_ID: \${LAZYCAT_AUTH_OIDC_CLIENT_ID}
`
    const { folder, err } = await join({ 'lzc-manifest.yml': text })
    expect(err).toBe('')
    const { environment } = parse(read(folder, 'lzc-manifest.yml')).services.tea
    expect(Object.keys(environment)).toHaveLength(7)
    expect(environment).not.toHaveProperty('LAZYCAT_AUTH_OIDC_CLIENT_ID')
  })

  it.each([
    ['with template blocks', `${PAGE}{{ if .U.tea }}\n  tea: 1\n{{ end }}\n`],
    ['with lines of Windows', PAGE.replaceAll('\n', '\r\n')],
    ['with lines of an old Mac', PAGE.replaceAll('\n', '\r')],
    ['without a last line end', PAGE.trimEnd()],
    ['with half a line end of Windows at its end', `${PAGE.trimEnd()}\r`],
    [
      'with empty keys',
      `${HEAD}description:\nhomepage:\napplication:\n  subdomain: kettle\nservices:\n`,
    ],
    ['without an application', HEAD],
    ['of an older system', PAGE.replace('1.4.0', '1.3.5')],
    ['with a service of that name', `${PAGE}services:\n    web:\n        image: x\n`],
    ['with its list on the level of its key', PAGE.replaceAll(/^ {4}/gm, '  ')],
  ])('%s becomes one that the check has no error for, and is then left alone', async (_, text) => {
    const { folder, code, err } = await join({ 'lzc-manifest.yml': text })
    expect([code, err]).toEqual([0, ''])
    const after = read(folder, 'lzc-manifest.yml')
    const errors = checkManifest({ text: after, files: {} }).filter(
      ({ severity }) => severity === 'error',
    )
    expect(errors).toEqual([])
    expect(after).toContain('oidc_redirect_path: /callback')
    expect(after.includes('\r\n')).toBe(text.includes('\r\n'))
    const second = await init(folder, ['--yes'])
    expect([second.code, read(folder, 'lzc-manifest.yml')]).toEqual([0, after])
    expect(second.out).toMatch(/^Everything is there already:\n/)
  })

  it.each([
    ['no YAML', 'a: [', 'lzc-manifest.yml cannot be read as YAML (line 1)'],
    ['no mapping', 'mine', 'lzc-manifest.yml cannot be read as YAML (line 1)'],
    [
      'an application on one line',
      `${HEAD}application: { subdomain: kettle }\n`,
      '"application.oidc_redirect_path" is written in a form that is not edited here',
    ],
    [
      'an alias',
      `${HEAD}x: &x\n  subdomain: kettle\napplication: *x\n`,
      '"application.oidc_redirect_path" is written in a form that is not edited here',
    ],
    [
      'one with an environment in a branch of a template',
      `${TEA}    {{ if .U.tea }}\n    environment:\n      - A=1\n    {{ else }}\n    environment:\n      - A=2\n    {{ end }}\n`,
      '"services.tea.environment" is written in a form that is not edited here',
    ],
    [
      'one with an environment that the build may leave out',
      `${TEA}    #@build if profile=dev\n    environment:\n      - A=1\n    #@build end\n`,
      '"services.tea.environment" is written in a form that is not edited here',
    ],
    [
      'one with a route in a branch of a template',
      PAGE.replace(/ {4}- \/=.*\n/, '{{ if .U.tea }}\n$&{{ end }}\n'),
      '"application.routes" is written in a form that is not edited here',
    ],
    [
      'one with an environment that another service has too',
      `${TEA}    <<: &x\n      environment:\n        - A=1\n  other:\n    image: other\n    <<: *x\n`,
      '"services.tea.environment" is written in a form that is not edited here',
    ],
    [
      'one whose last action takes its line end away',
      `${TEA.replace(/^version.*\n/m, '')}{{- if .U.tea }}\nx-tea: 1\n{{- end -}}\n`,
      '"version" is written in a form that is not edited here',
    ],
  ])(
    'that is %s is refused, and nothing is written, even with --force',
    async (_, text, message) => {
      const files = { 'lzc-manifest.yml': text }
      const { folder, code, err } = await join(files, '--force', '--id', 'dev.example.kettle')
      expect([code, Object.keys(contentsOf(folder))]).toEqual([2, ['lzc-manifest.yml']])
      expect(read(folder, 'lzc-manifest.yml')).toBe(text)
      expect(err).toContain(message)
    },
  )
})

describe('the package id', () => {
  it.each([[[]], [['--force']]])('stays as it is with %j', async (options) => {
    const { folder } = await join({ 'lzc-manifest.yml': PAGE }, ...options)
    expect(parse(read(folder, 'lzc-manifest.yml')).package).toBe('dev.example.kettle')
  })

  it('is not changed by --id --force', async () => {
    const files = { 'lzc-manifest.yml': PAGE }
    const { folder, code, err } = await join(files, '--id', 'dev.example.other', '--force')
    expect([code, read(folder, 'lzc-manifest.yml')]).toEqual([2, PAGE])
    expect(err).toContain('has the package id dev.example.kettle already')
  })

  it('is asked for nowhere when it is there', async () => {
    const folder = makeFolder({ 'lzc-manifest.yml': PAGE })
    const { questions } = await init(folder, [], { answers: ['', ''] })
    expect(questions.join()).not.toContain('Package id')
  })
})

describe('an LPK v2 that is there', () => {
  const about = `# 这是什么\n${HEAD}locales:\n  zh: { name: 水壶 }\n  en: { name: Kettle }\n`
  const manifest = 'application:\n  subdomain: kettle\n'

  it('keeps in package.yml what it says, and nothing of that goes to the manifest', async () => {
    const { folder, code } = await join({
      'package.yml': about,
      'lzc-manifest.yml': manifest,
      'lzc-build.yml': BUILD,
    })
    expect(code).toBe(0)
    expect(read(folder, 'package.yml')).toBe(about.replace('1.4.0', '1.5.0'))
    const after = parse(read(folder, 'lzc-manifest.yml'))
    expect(Object.keys(after)).toEqual(['application', 'services'])
    const files = { package: read(folder, 'package.yml'), build: read(folder, 'lzc-build.yml') }
    expect(checkManifest({ text: read(folder, 'lzc-manifest.yml'), files })).toEqual([])
  })

  it('without a manifest gets one', async () => {
    const { folder, code } = await join({ 'package.yml': about })
    expect(code).toBe(0)
    expect(read(folder, 'lzc-manifest.yml')).toContain('application:\n  subdomain: kettle\n')
  })
})
