/** The manifest against the rules of the platform: lzc-cli itself checks next to none of them. */
import { PACKAGE_PATTERN, PLATFORM_VARIABLES } from 'catflap-lazycat/facts'
import { describe, expect, it } from 'vitest'
import {
  buildManifest,
  buildPackageFile,
  type Described,
} from '../../src/cli/init/lazycat/new-manifest.ts'

const APP: Described = {
  id: 'dev.example.my-cats',
  title: 'My cats',
  data: {},
  start: 'service',
  run: 'server.js',
  environment: ['HOST=0.0.0.0'],
  lpk: 'v1',
  language: 'en',
}

const build = (change: Partial<Described> = {}): string => buildManifest({ ...APP, ...change })
const value = (text: string, key: string): string | undefined =>
  new RegExp(`^ *${key}: (.*)$`, 'm').exec(text)?.[1]
const items = (text: string, key: string): readonly string[] =>
  (new RegExp(`^ *${key}:\\n((?: *- .*\\n)+)`, 'm').exec(text)?.[1] ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^ *- /, ''))

describe('a manifest', () => {
  it.each(['service', 'exec'] as const)('that starts by %s has what a login needs', (start) => {
    const text = build({ start })
    expect(value(text, 'package')).toMatch(new RegExp(PACKAGE_PATTERN.value))
    expect(value(text, 'subdomain')).toBe('my-cats')
    expect(value(text, 'oidc_redirect_path')).toBe('/callback')
    expect(value(text, 'min_os_version')).toBe('1.3.8')
    expect(text).toMatch(/^ {2}zh-CN:$/m)
    expect(text).toMatch(/^ {2}en-US:$/m)
    const environment = items(text, 'environment')
    const mapped = PLATFORM_VARIABLES.filter(({ name }) => /^LAZYCAT_AUTH_OIDC_/.test(name))
    expect(mapped).toHaveLength(6)
    for (const { name } of mapped) expect(environment).toContain(`${name}=\${${name}}`)
    expect(environment).toContain('CATFLAP_SECRET={{ stable_secret "catflap" }}')
    expect(environment).toContain('PORT=5005')
    const known = new Set(PLATFORM_VARIABLES.map(({ name }) => name))
    for (const [, name = ''] of text.matchAll(/\$\{([^}]*)\}/g)) expect(known).toContain(name)
  })

  it('routes to its service, which listens to other containers', () => {
    const text = build()
    expect(items(text, 'routes')).toEqual(['/=http://web:5005'])
    expect(text).toMatch(/^services:\n {2}web:\n/m)
    expect(value(text, 'command')).toBe('node /lzcapp/pkg/content/server.js')
    expect(items(text, 'environment')).toContain('HOST=0.0.0.0')
  })

  it('routes by exec:// to a script, which listens to nobody else', () => {
    const text = build({ start: 'exec' })
    expect(items(text, 'routes')).toEqual(['/=exec://5005,/lzcapp/pkg/content/run.sh'])
    expect(text).not.toContain('services:')
    expect(items(text, 'environment').join()).not.toContain('HOST=')
  })

  it('opens no path to people who are not signed in at the box', () => {
    expect(build()).not.toContain('public_path')
  })
})

describe('the two files of LPK v2', () => {
  const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '')

  it('say together what one says in version 1', () => {
    const one = lines(build())
    const manifest = lines(build({ lpk: 'v2' }))
    const about = lines(buildPackageFile({ ...APP, lpk: 'v2' }))
    expect(manifest.filter((line) => !one.includes(line))).toEqual([])
    const moved = one.filter((line) => !manifest.includes(line) && !/^lzc-sdk|^min_os/.test(line))
    expect(moved).not.toEqual([])
    for (const line of moved) expect(about).toContain(line)
    expect(about).toContain('min_os_version: 1.5.0')
  })
})

describe('what a manifest takes from package.json', () => {
  it.each([
    ['description', 'Cats: "all" of them', '"Cats: \\"all\\" of them"'],
    ['description', 'two\nlines\u2028and\ttabs', 'two lines and tabs'],
    ['description', '#cats', '"#cats"'],
    ['description', '家里的猫', '家里的猫'],
    // lzcos would expand these.
    ['description', 'uses {{ mustache }}', '"Signs in with the box\'s account."'],
    ['description', 'costs ${HOME}', '"Signs in with the box\'s account."'],
    ['description', 7, '"Signs in with the box\'s account."'],
    ['version', '2.3.4', '2.3.4'],
    ['version', '2.3.4-beta.1', '2.3.4-beta.1'],
    ['version', '2.3', '0.1.0'],
    ['license', 'MIT', 'MIT'],
    ['license', 'no', '"no"'],
    ['license', '', undefined],
    ['homepage', 'https://cats.example/', '"https://cats.example/"'],
    ['author', { name: 'somebody' }, undefined],
  ])('%s %j becomes %j', (key, given, written) => {
    expect(value(build({ data: { [key]: given } }), key)).toBe(written)
  })

  it.each([
    ['cats', 'cats'],
    ['2048', '"2048"'],
    ['true', '"true"'],
    ['{{ x }}', 'my-cats'],
  ])('its name %j becomes %j', (title, written) => {
    expect(value(build({ title }), 'name')).toBe(written)
  })

  it('describes itself in both languages when package.json does not', () => {
    const text = build({ language: 'zh' })
    expect(text).toContain('description: "使用微服账号登录。"')
    expect(text).toContain('description: "Signs in with the box\'s account."')
    expect(text).toContain('# 开启登录。')
  })
})
