/** The command in this process: its arguments, its looks and its exit codes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { writeReport } from '../../src/cli/report.ts'
import { CHECKS, type Report } from '../../src/doctor/doctor.ts'
import { notChecked, ok, same } from '../../src/doctor/finding.ts'
import { command } from '../support/command.ts'

/** Of each finding. */
const MEMBERS = ['check', 'outcome', 'title', 'expected', 'seen', 'fix', 'note']

const root = mkdtempSync(join(tmpdir(), 'catflap-cli-'))
afterAll(() => rmSync(root, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(root, name)
  writeFileSync(path, text)
  return path
}

describe('the command line', () => {
  it.each([
    [['doctor', '--bogus'], "Unknown option '--bogus'"],
    [['doctor', '--lang', 'fr'], '--lang must be zh or en, not "fr"'],
    [['doctor', '--manifest'], 'argument missing'],
    [['doctor', '--json=yes'], 'does not take an argument'],
    [['doctor', 'twice'], 'unexpected "twice"'],
    [['docter'], 'unknown command "docter"'],
    [['manifest'], '"manifest" is the beginning of: manifest check'],
    [['manifest', 'chekc'], '"manifest" is the beginning of: manifest check'],
    [['--json'], "Unknown option '--json'"],
    [
      ['doctor', '--manifest', '/nowhere/lzc-manifest.yml'],
      'cannot read /nowhere/lzc-manifest.yml',
    ],
    [['doctor', '--env-file', '/nowhere/.env'], 'cannot read /nowhere/.env (ENOENT)'],
  ])('%j ends with 2 and one line', async (argv, message) => {
    const { code, out, err } = await command(argv)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).toMatch(/^catflap: [^\n]+\.\n$/)
  })

  it('complains in the language of the shell', async () => {
    const { err } = await command(['docter'], { LANG: 'zh_CN.UTF-8' })
    expect(err).toMatch(/^catflap：.*用法见 --help。\n$/)
  })

  it.each([[['--help']], [['-h']], [[]]])('%j lists the commands', async (argv) => {
    const { code, out } = await command(argv)
    expect(code).toBe(0)
    for (const { name, about } of COMMANDS)
      expect(out).toContain(`${name.padEnd(14)}   ${about.en}`)
    expect((await command(argv, { LC_ALL: 'zh_CN.UTF-8' })).out).toContain('用法：catflap 命令')
  })

  it.each(COMMANDS)('shows the help of $name with all its options', async ({ name, options }) => {
    const argv = [...name.split(' '), '--help']
    const { code, out } = await command(argv)
    expect(code).toBe(0)
    for (const option of [...Object.keys(options), 'lang', 'help', 'version']) {
      expect(out).toContain(`--${option}`)
    }
    const zh = (await command([...argv, '--lang', 'zh'])).out
    expect(zh).toContain(`用法：catflap ${name}`)
    for (const option of Object.keys(options)) expect(zh).toContain(`--${option}`)
  })

  it('tells its version', async () => {
    expect((await command(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('the language of a report', () => {
  it.each([
    [['--lang', 'zh'], { LANG: 'en_US.UTF-8' }, 'zh'],
    [['--lang', 'en'], { LC_ALL: 'zh_CN.UTF-8' }, 'en'],
    [[], { LC_ALL: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8' }, 'zh'],
    [[], { LANG: 'zh_TW.UTF-8' }, 'zh'],
    [[], { LANG: 'de_DE.UTF-8' }, 'en'],
    [[], {}, 'en'],
  ] as const)('with %j and %j is %s', async (argv, env, language) => {
    const { out } = await command(['doctor', ...argv], env)
    expect(out).toContain(CHECKS.configuration[language])
  })
})

describe('the report', () => {
  it('says of each complaint what was seen and what to do', async () => {
    const { code, out } = await command(['doctor'])
    expect(code).toBe(2)
    expect(out).toMatch(
      /✗ Settings\n {4}seen +\w+: not set\n {4}to do +Set OIDC_ISSUER\. To try it on this computer/,
    )
    expect(out).toMatch(/! All other checks\n/)
    expect(out).toMatch(/\n\d+ problems, 1 warning, \d+ ok\n$/)
  })

  it('says once what it says of several checks in the same words', () => {
    const rest = (['jwks', 'pkce'] as const).map((check) => notChecked(check, 'issuer'))
    const findings = [...rest, ok('cookie', same('x')), ok('clock', same('x'))]
    const out = writeReport(findings, { language: 'en', colour: false })
    expect(out).toMatch(
      /\n! Key set \(JWKS\), PKCE\n {4}seen +not checked\n {4}to do +First solve .*\n✓ S/,
    )
    expect(out).toMatch(/\n✓ Session cookie +x\n✓ Clock +x\n\n0 problems, 2 warnings, 2 ok\n$/)
    const zh = writeReport(findings, { language: 'zh', colour: false })
    expect(zh).toContain('! 公钥集（JWKS）、PKCE\n')
  })

  it.each(['en', 'zh'] as const)('of all checks at once has one entry, in %s', (language) => {
    const checks = Object.keys(CHECKS) as (keyof typeof CHECKS)[]
    const findings = [...checks.map((check) => notChecked(check, 'issuer')), ok('clock', same('x'))]
    const out = writeReport(findings, { language, colour: false })
    expect(out.match(/\n! /g)).toHaveLength(1)
    for (const check of checks) expect(out).toContain(CHECKS[check][language])
    expect(out).toMatch(/\n✓ \S+ +x\n/)
  })

  it.each(['en', 'zh'])('of a provider that is away is printed in %s', async (lang) => {
    const whole = {
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_CLIENT_ID: 'a',
      OIDC_CLIENT_SECRET: 'abcdefghijklmnop',
      OIDC_REDIRECT_URI: 'http://127.0.0.1:3000/callback',
      CATFLAP_STORE: 'memory:',
    }
    const { code, out, err } = await command(['doctor', '--lang', lang], whole)
    expect([code, err]).toEqual([2, ''])
    expect(out).toContain('127.0.0.1:9')
    expect(out).toContain(CHECKS['signing-keys'][lang as 'en' | 'zh'])
  })

  it.each([
    ['a terminal', true, {}, true],
    ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['a pipe', false, {}, false],
  ])('to %s', async (_, tty, env, coloured) => {
    const { out } = await command(['doctor'], env as Record<string, string>, { tty })
    expect(out.includes('\u001b[31m✗\u001b[0m')).toBe(coloured)
    expect(out.includes('\u001b')).toBe(coloured)
  })

  it('as JSON has the documented shape, with every member in every finding', async () => {
    const { code, out } = await command(['doctor', '--json'], {}, { tty: true })
    const report = JSON.parse(out) as Report
    expect(Object.keys(report)).toEqual(['version', 'outcome', 'findings'])
    expect([code, report.version, report.outcome]).toEqual([2, 1, 'problem'])
    expect(report.findings.map(({ check }) => check)).toContain('remaining-checks')
    const text = { en: expect.any(String), zh: expect.any(String) }
    const orNull = (value: unknown) => (value === null ? null : text)
    for (const one of report.findings) {
      expect(one).toEqual({
        check: expect.stringMatching(/^[a-z-]+$/),
        outcome: expect.stringMatching(/^(ok|warning|problem)$/),
        title: text,
        expected: orNull(one.expected),
        seen: text,
        fix: orNull(one.fix),
        note: orNull(one.note),
      })
      expect(Object.keys(one)).toEqual(MEMBERS)
    }
  })

  it('as JSON is what the documents show', () => {
    for (const name of ['doctor.md', 'doctor.zh-CN.md']) {
      const page = readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')
      const shown = JSON.parse(/```json\n([\s\S]+?)```/.exec(page)?.[1] ?? '') as Report
      expect([Object.keys(shown), shown.version]).toEqual([['version', 'outcome', 'findings'], 1])
      expect(Object.keys(shown.findings[0] ?? {})).toEqual(MEMBERS)
    }
  })

  it('lets no value of the environment move the cursor', async () => {
    const { out } = await command(['doctor'], { OIDC_ISSUER: 'https://a\u001b[2Jb' })
    expect(out).toContain('OIDC_ISSUER')
    expect(out).not.toContain('\u001b')
  })
})

describe('a file of variables', () => {
  it('wins over the environment', async () => {
    const path = file('.env', '# ours\nOIDC_ISSUER="http://plain.example"\n')
    const { out } = await command(['doctor', '--env-file', path], { OIDC_ISSUER: 'https://a.b' })
    expect(out).toContain('OIDC_ISSUER: http://plain.example')
  })
})

describe('a file of options', () => {
  const given = { provider: { algorithms: ['none'], bogus: 1 } }

  it.each([
    ['a module', 'options.mjs', `export default ${JSON.stringify(given)}`],
    ['JSON', 'options.json', JSON.stringify(given)],
  ])('is read from %s, as the app gives them to its login', async (_, name, text) => {
    const { out } = await command(['doctor', '--options', file(name, text)], {})
    expect(out).toContain('provider.bogus')
    expect(out).toContain('algorithms')
  })

  it('wins over the environment, whose variables count beside it', async () => {
    const path = file(
      'issuer.json',
      JSON.stringify({ provider: { issuer: 'http://plain.example' } }),
    )
    const { out } = await command(['doctor', '--options', path], { OIDC_ISSUER: 'https://a.b' })
    expect(out).toContain('provider.issuer: http://plain.example')
    expect(out).not.toContain('https://a.b')
  })

  it.each([
    ['that throws', 'throws.mjs', 'throw new Error("hush-secret")'],
    ['without a default export', 'empty.mjs', 'export const a = 1'],
    ['of broken JSON', 'broken.json', '{'],
    ['with a list', 'list.json', '[]'],
  ])('%s is refused in one line', async (_, name, text) => {
    const { code, out, err } = await command(['doctor', '--options', file(name, text)], {})
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^catflap: [^\n]+ holds no options: [^\n]+\.\n$/)
    expect(err).not.toContain('hush')
  })

  it('that is not there is told as such', async () => {
    const { code, err } = await command(['doctor', '--options', '/nowhere/options.mjs'], {})
    expect([code, err]).toEqual([2, 'catflap: cannot read /nowhere/options.mjs (ENOENT).\n'])
  })
})
