import { describe, expect, it } from 'vitest'
import { type CheckOptions, checkManifest, fixManifest } from '../../src/manifest/index.ts'
import { readCorpus } from './corpus.ts'

const HEAD = `# our app
lzc-sdk-version: '0.1'
package: dev.example.notes
version: 0.1.0
name: Notes
min_os_version: 1.4.1   # keep
locales: { zh: {}, en: {} }
application:
  subdomain: notes
  routes: [ "/=file:///lzcapp/pkg/content/" ]
`
const LINES = (space: string) =>
  ['CLIENT_ID', 'CLIENT_SECRET', 'ISSUER_URI']
    .map((name) => `${space}- LAZYCAT_AUTH_OIDC_${name}=\${LAZYCAT_AUTH_OIDC_${name}}\n`)
    .join('')
const PATH = '  oidc_redirect_path: /callback   # ours\n'
const SERVICE = 'services:\n  web:\n    image: nginx\n'
const ENVIRONMENT = '    environment:\n    - A=1 # one\n    # two\n    - B=2\n'

const fixed = (text: string, app: CheckOptions['app'] = {}) =>
  fixManifest(text, checkManifest({ text, app }))

describe('a repair', () => {
  it.each([
    [
      'names a variable rightly',
      '  environment:\n    - A=${LAZYCAT_BOXDOMAIN} # box\n',
      '  environment:\n    - A=${LAZYCAT_BOX_DOMAIN} # box\n',
    ],
    [
      'puts the slash in front',
      `  oidc_redirect_path: callback # ours\n  environment:\n${LINES('    ')}`,
      `  oidc_redirect_path: /callback # ours\n  environment:\n${LINES('    ')}`,
    ],
    [
      'puts it behind a quote',
      `  oidc_redirect_path: "callback"\n  environment:\n${LINES('    ')}`,
      `  oidc_redirect_path: "/callback"\n  environment:\n${LINES('    ')}`,
    ],
    ...['!!str', '!ours callback'].map((value): [string, string, string] => [
      `puts no slash into the tag of ${value}`,
      `  oidc_redirect_path: ${value}\n  environment:\n${LINES('    ')}`,
      `  oidc_redirect_path: ${value}\n  environment:\n${LINES('    ')}`,
    ]),
    ['adds the variables of the login', PATH, `${PATH}  environment:\n${LINES('    ')}`],
    ...[
      ['behind an alias', '  x-a: &a A=1\n  environment:\n    - B=1\n    - *a\n', PATH],
      ['behind what an alias stands for', '  x-p: &p /callback\n', '  oidc_redirect_path: *p\n'],
      ['behind a key with a question mark', '', '  ? oidc_redirect_path\n  : /callback\n'],
      ['behind an action that takes its line end', '', `${PATH.trimEnd()} {{- /* x */ -}}\n\n`],
    ].map(([where, before, path]): [string, string, string] => [
      `adds none ${where}`,
      `${before}${path}`,
      `${before}${path}`,
    ]),
    [
      'adds those that are missing',
      `${PATH}  environment:\n    - ID=\${LAZYCAT_AUTH_OIDC_CLIENT_ID}\n  workdir: /\n`,
      `${PATH}  environment:\n    - ID=\${LAZYCAT_AUTH_OIDC_CLIENT_ID}\n${LINES('    ').split('\n').slice(1).join('\n')}  workdir: /\n`,
    ],
    [
      'adds them to the service that has some',
      `${PATH}${SERVICE}${ENVIRONMENT.replace('B=2', 'B=${LAZYCAT_AUTH_OIDC_CLIENT_ID}')}`,
      `${PATH}${SERVICE}${ENVIRONMENT.replace('B=2', 'B=${LAZYCAT_AUTH_OIDC_CLIENT_ID}')}${LINES('    ').split('\n').slice(1).join('\n')}`,
    ],
    [
      'renames the old key',
      `  authcallback: /callback\n  environment:\n${LINES('    ')}`,
      `  oidc_redirect_path: /callback\n  environment:\n${LINES('    ')}`,
    ],
    [
      'quotes a user',
      `${SERVICE}    user: 1000 # nobody\n`,
      `${SERVICE}    user: "1000" # nobody\n`,
    ],
    ['guesses no container', `${PATH}${SERVICE}`, `${PATH}${SERVICE}`],
    [
      'extends no list on one line',
      `${PATH}  environment: [ A=1 ]\n`,
      `${PATH}  environment: [ A=1 ]\n`,
    ],
    [
      'extends no branch of a template',
      `${PATH}  environment:\n    - A=1\n{{ if .x }}\n    - B=1\n{{ end }}\n`,
      `${PATH}  environment:\n    - A=1\n{{ if .x }}\n    - B=1\n{{ end }}\n`,
    ],
  ])('%s', (_, before, after) => {
    expect(fixed(HEAD + before)).toBe(HEAD + after)
  })

  it('keeps Windows line ends', () => {
    const text = (HEAD + PATH).replaceAll('\n', '\r\n')
    expect(fixed(text)).toBe(
      `${HEAD}${PATH}  environment:\n${LINES('    ')}`.replaceAll('\n', '\r\n'),
    )
  })

  it.each([
    ['for a new list', PATH],
    ['for one that is there', `${PATH}  environment:\n    - A=1\n`],
  ])('reads carriage returns alone as line ends, %s', (_, path) => {
    const mended = fixed((HEAD + path).replaceAll('\n', '\r'))
    expect(mended.replaceAll('\r', '\n')).toBe(fixed(HEAD + path))
  })

  it('raises the oldest system, and leaves the comment', () => {
    const text = HEAD.replace('1.4.1', "'1.3.0'").replace(
      '  subdomain',
      '  secondary_domains: [ x ]\n  subdomain',
    )
    expect(fixed(text)).toContain("min_os_version: '1.3.6'   # keep")
  })

  it('takes the path that the app answers', () => {
    expect(fixed(HEAD + PATH, { callbackPath: '/auth' })).toContain(
      'oidc_redirect_path: /auth   # ours',
    )
  })

  it('leaves a text alone that the findings are not of', () => {
    const text = HEAD + PATH.replace('/callback', 'callback')
    const findings = checkManifest({ text: `${'#'.repeat(50)}\n${SERVICE}    user: 1000` })
    expect(fixManifest(text, findings)).toBe(text)
  })

  it.each(readCorpus('bad'))('of $name mends its finding for good, if it can', ({ options }) => {
    const findings = checkManifest(options)
    const text = fixManifest(options.text, findings)
    const files = { ...options.files }
    if (files.package !== undefined) {
      files.package = fixManifest(files.package, findings, 'package')
    }
    const after = checkManifest({ ...options, text, files })
    const [finding] = findings
    expect(text !== options.text || files.package !== options.files?.package).toBe(
      finding?.edit !== undefined,
    )
    if (finding?.edit !== undefined)
      expect(after.map(({ code }) => code)).not.toContain(finding.code)
    expect(
      fixManifest(
        text,
        after.filter(({ code }) => code === finding?.code),
      ),
    ).toBe(text)
  })

  it.each(readCorpus('good'))('of $name changes nothing', ({ options }) => {
    expect(fixManifest(options.text, checkManifest(options))).toBe(options.text)
  })
})

describe('a repair of package.yml', () => {
  const packageYml = `# ours\npackage: dev.example.notes\nversion: 0.1.0\nname: Notes\nmin_os_version: '1.3.0' # keep\nlocales: { zh: {} }\n`
  const text = 'application:\n  subdomain: notes\n  oidc_redirect_path: callback\n'

  it('raises min_os_version there, and leaves the rest to the manifest', () => {
    const findings = checkManifest({ text, files: { package: packageYml } })
    expect(fixManifest(packageYml, findings, 'package')).toBe(packageYml.replace('1.3.0', '1.5.0'))
    expect(fixManifest(text, findings)).toContain('oidc_redirect_path: /callback')
  })
})
