/** `catflap manifest check` over files: what it reads, what it says, what it mends. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { command } from '../support/command.ts'

const root = mkdtempSync(join(tmpdir(), 'catflap-manifest-'))
afterAll(() => rmSync(root, { recursive: true }))

const GOOD = `lzc-sdk-version: '0.1'
package: dev.example.notes
version: 0.1.0
name: Notes
min_os_version: 1.3.5
locales: { zh: { name: 笔记 }, en: { name: Notes } }
application:
  subdomain: notes
  oidc_redirect_path: /callback # ours
  routes:
    - /=exec://5005,/lzcapp/pkg/content/run.sh
  environment:
    - ID=\${LAZYCAT_AUTH_OIDC_CLIENT_ID}
    - SECRET=\${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}
    - ISSUER=\${LAZYCAT_AUTH_OIDC_ISSUER_URI}
`
const WARNED = GOOD.replace('name: Notes\n', '')
const WRONG = GOOD.replace('/callback', 'callback').replace('OIDC_ISSUER_URI}', 'OIDC_ISSUER}')

let projects = 0

/** A directory of its own with these files; a name that ends with `*` is executable. */
function project(files: Readonly<Record<string, string | Uint8Array>>): string {
  const directory = join(root, `project-${projects++}`)
  mkdirSync(directory)
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name.replace('*', ''))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    if (name.endsWith('*')) chmodSync(path, 0o755)
  }
  return directory
}

const check = (cwd: string, ...argv: string[]) =>
  command(['manifest', 'check', ...argv], {}, { cwd })

describe('the exit code', () => {
  it.each([
    ['nothing to complain about', GOOD, [], 0],
    ['warnings only', WARNED, [], 1],
    ['an error', WRONG, [], 2],
    ['everything mended', WRONG, ['--fix'], 0],
    ['a warning left', WRONG.replace('name: Notes\n', ''), ['--fix'], 1],
    ['an error left', WRONG.replace('version: 0.1.0\n', ''), ['--fix'], 2],
    ['another port than the route', GOOD, ['--port', '3000'], 2],
    ['the port of the route', GOOD, ['--port', '5005'], 0],
    ['another callback', GOOD, ['--callback', '/auth'], 2],
    ['no YAML', 'a: [', [], 2],
    ['notes only', GOOD.replace(/^locales.*\n/m, ''), [], 0],
    ['what only the store asks', GOOD.replace(/^locales.*\n/m, ''), ['--store'], 1],
  ])('with %s', async (_, text, argv, code) => {
    expect((await check(project({ 'lzc-manifest.yml': text }), ...argv)).code).toBe(code)
  })
})

describe('the command line', () => {
  const empty = project({})
  it.each([
    [[], 'no lzc-manifest.yml and no lazycat/lzc-manifest.yml here'],
    [['nowhere.yml'], 'cannot read nowhere.yml (ENOENT)'],
    [['.'], 'cannot read . (not a file)'],
    [['a.yml', 'b.yml'], 'unexpected "b.yml"'],
    [['--port', 'high'], '--port must be from 1 to 65535, not "high"'],
    [['--port', '70000'], '--port must be from 1 to 65535, not "70000"'],
    [['--callback', 'https://x/'], '--callback must be a path, not "https://x/"'],
    [['--bogus'], "Unknown option '--bogus'"],
  ])('%j ends with 2 and one line', async (argv, message) => {
    const { code, out, err } = await check(empty, ...argv)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).toMatch(/^catflap: [^\n]+\n$/)
  })

  it('names a build file that is not there, when somebody named it', async () => {
    const directory = project({ 'lzc-manifest.yml': GOOD })
    const { code, err } = await check(directory, '--build', 'other.yml')
    expect(code).toBe(2)
    expect(err).toContain('other.yml (ENOENT)')
  })

  it('refuses a file that no manifest is as long as', async () => {
    const directory = project({ 'lzc-manifest.yml': 'a'.repeat(1024 * 1024 + 1) })
    expect((await check(directory)).err).toContain('more than 1048576 bytes')
  })

  it('refuses a file in another encoding, of which a repair would lose the words', async () => {
    const directory = project({})
    const file = join(directory, 'lzc-manifest.yml')
    const text = Buffer.from(`# \xb1\xca\xbc\xc7\n${WARNED.replace(/^locales.*\n/m, '')}`, 'latin1')
    writeFileSync(file, text)
    const { code, err } = await check(directory, '--fix')
    expect([code, err]).toEqual([2, 'catflap: cannot read lzc-manifest.yml (not UTF-8 text).\n'])
    expect(readFileSync(file)).toEqual(text)
  })

  it('finds the manifest in lazycat/ too', async () => {
    const directory = project({ 'lazycat/lzc-manifest.yml': WARNED })
    expect((await check(directory)).out).toContain(
      'lazycat/lzc-manifest.yml:1:1 warning name-missing',
    )
  })
})

describe('what stands beside the manifest', () => {
  const build = 'contentdir: ./dist\nicon: ./icon.png\n'
  const icon = Buffer.alloc(1000)
  icon.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  icon.writeUInt32BE(512, 16)
  icon.writeUInt32BE(512, 20)
  const files = { 'lzc-manifest.yml': GOOD, 'lzc-build.yml': build, 'icon.png': icon }

  it.each([
    ['all that is needed', { ...files, 'dist/run.sh*': '' }, ''],
    ['content that is not built', files, ''],
    [
      'content without the program',
      { ...files, 'dist/x': '' },
      'lzc-manifest.yml:11:7 error route-file-missing',
    ],
    ['a program that cannot be run', { ...files, 'dist/run.sh': '' }, 'route-file-not-executable'],
    [
      'no icon',
      { 'lzc-manifest.yml': GOOD, 'lzc-build.yml': build },
      'lzc-build.yml:2:7 warning icon-missing',
    ],
    [
      'an icon that is none',
      { ...files, 'icon.png': 'x' },
      'lzc-build.yml:2:7 warning icon-not-png',
    ],
    [
      'a package.yml',
      { ...files, 'package.yml': 'package: X\n' },
      'package.yml:1:10 error package-malformed',
    ],
  ])('%s', async (_, given, expected) => {
    const { out, code } = await check(project(given))
    if (expected === '')
      expect([code, out]).toEqual([0, 'lzc-manifest.yml: nothing to complain about\n'])
    else expect(out).toContain(expected)
  })
})

describe('a project of several files', () => {
  const PACKAGE =
    'package: dev.example.notes\nversion: 0.1.0\nname: Notes\nmin_os_version: 1.3.0 # ours\nlocales: { zh: {} }\n'
  const MANIFEST = GOOD.slice(GOOD.indexOf('application:'))

  it('is mended in package.yml as in the manifest', async () => {
    const directory = project({
      'lzc-manifest.yml': MANIFEST.replace('/callback', 'callback'),
      'package.yml': PACKAGE,
    })
    const { code, out } = await check(directory, '--fix')
    expect([code, out]).toEqual([0, '0 errors, 0 warnings, 2 mended\n'])
    const written = readFileSync(join(directory, 'package.yml'), 'utf8')
    expect(written).toBe(PACKAGE.replace('1.3.0', '1.5.0'))
  })

  it('is checked for the profile that is asked for, with what it includes', async () => {
    const directory = project({
      'lzc-manifest.yml': `${MANIFEST}#@build if profile=dev\n#@build include ./dev.yml\n#@build end\n`,
      'dev.yml': 'servics: {}\n',
      'package.yml': PACKAGE.replace('1.3.0', '1.5.0'),
    })
    expect((await check(directory)).code).toBe(0)
    const { code, out } = await check(directory, '--profile', 'dev')
    expect(code).toBe(1)
    expect(out).toContain('lzc-manifest.yml:11:1 warning unknown-key')
  })

  it('has no other profile', async () => {
    const { err } = await check(project({ 'lzc-manifest.yml': GOOD }), '--profile', 'test')
    expect(err).toContain('--profile must be release or dev, not "test"')
  })
})

describe('a package of resources alone', () => {
  const files = {
    'lzc-build.yml': 'resource_exports: [ { kind: skills, source: ./skills } ]\n',
    'package.yml':
      'package: dev.example.skills\nversion: 1.0.0\nname: Skills\nmin_os_version: 1.5.2\n',
  }
  it('needs no manifest', async () => {
    const { out, code } = await check(project(files))
    expect(out).toContain('0 errors, 1 warning, 1 note')
    expect(code).toBe(1)
  })

  it('is none without resources', async () => {
    const { err } = await check(project({ ...files, 'lzc-build.yml': 'pkgout: ./\n' }))
    expect(err).toContain('no lzc-manifest.yml')
  })
})

describe('the report', () => {
  it('says where, why and what to do, in the language asked for', async () => {
    const directory = project({ 'lzc-manifest.yml': WRONG })
    expect((await check(directory)).out).toBe(`lzc-manifest.yml:9:23 error oidc-path-no-slash
  callback would be glued to the app’s domain.
  → Write /callback.

lzc-manifest.yml:15:16 error variable-misspelt
  No box provides LAZYCAT_AUTH_OIDC_ISSUER; it is called LAZYCAT_AUTH_OIDC_ISSUER_URI.
  → Write \${LAZYCAT_AUTH_OIDC_ISSUER_URI}.

2 errors, 0 warnings
`)
    const { out } = await check(directory, '--lang', 'zh')
    expect(out).toContain('lzc-manifest.yml:9:23 错误 oidc-path-no-slash\n  callback 会直接接在')
    expect(out).toMatch(/\n2 个错误，0 个警告\n$/)
  })

  it.each([
    [true, {}, true],
    [true, { NO_COLOR: '1' }, false],
    [false, {}, false],
  ])('to a terminal: %j, with %j, has colours: %j', async (tty, env, coloured) => {
    const cwd = project({ 'lzc-manifest.yml': WRONG })
    const { out } = await command(['manifest', 'check'], env as Record<string, string>, {
      cwd,
      tty,
    })
    expect(out.includes('\u001b[31merror\u001b[0m')).toBe(coloured)
    expect(out.includes('\u001b')).toBe(coloured)
  })

  it('as JSON has every text in both languages, and the path of each finding', async () => {
    const { code, out } = await check(project({ 'lzc-manifest.yml': WRONG }), '--json')
    const { findings } = JSON.parse(out) as { findings: Record<string, unknown>[] }
    expect(code).toBe(2)
    expect(findings[0]).toMatchObject({
      code: 'oidc-path-no-slash',
      path: 'lzc-manifest.yml',
      line: 9,
      fix: { en: 'Write /callback.', zh: '写成 /callback。' },
    })
  })

  it('lets nothing of the command line move the cursor', async () => {
    const text = GOOD.replace('  oidc_redirect_path: /callback # ours\n', '')
    const cwd = project({ 'lzc-manifest.yml': text })
    const { out } = await check(cwd, '--callback', '/\u001b[2J')
    expect(out).toContain('oidc-path-missing')
    expect(out).not.toContain('\u001b')
  })

  it('lets nothing of a manifest move the cursor', async () => {
    const text = GOOD.replace('notes\n  oidc', '"no\\u001btes"\n  oidc')
    const { out } = await check(project({ 'lzc-manifest.yml': text }), '--lang', 'en')
    expect(out).toContain('subdomain-malformed')
    expect(out).not.toContain('\u001b')
  })
})

describe('--fix', () => {
  it('mends the file, keeps its comments, and says how much it mended', async () => {
    const directory = project({ 'lzc-manifest.yml': WRONG })
    const { out } = await check(directory, '--fix')
    expect(out).toBe('0 errors, 0 warnings, 2 mended\n')
    expect(readFileSync(join(directory, 'lzc-manifest.yml'), 'utf8')).toBe(GOOD)
  })

  it('mends what comes to light by mending', async () => {
    const text = GOOD.replace('oidc_redirect_path: /callback', 'authcallback: callback')
    const directory = project({ 'lzc-manifest.yml': text })
    expect((await check(directory, '--fix')).out).toContain('2 mended')
    expect(readFileSync(join(directory, 'lzc-manifest.yml'), 'utf8')).toBe(GOOD)
  })

  it('leaves the file alone without it', async () => {
    const directory = project({ 'lzc-manifest.yml': WRONG })
    await check(directory)
    expect(readFileSync(join(directory, 'lzc-manifest.yml'), 'utf8')).toBe(WRONG)
  })
})
