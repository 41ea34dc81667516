/** What a manifest may be forgiven, and what a finding must not be taken from. */
import { describe, expect, it } from 'vitest'
import { type CheckOptions, checkManifest } from '../../src/manifest/index.ts'

const HEAD = `lzc-sdk-version: '0.1'
package: dev.example.notes
version: 0.1.0
name: Notes
min_os_version: 1.9.0
locales: { zh: {}, en: {} }
application:
  subdomain: notes
`
const ROUTE = '  routes: [ "/=http://web:3000" ]\n'
const SERVICE = 'services:\n  web:\n    image: nginx\n'
const codes = (text: string, options: Omit<CheckOptions, 'text'> = {}) =>
  checkManifest({ text, ...options }).map(({ code }) => code)
const service = (lines: string) => codes(HEAD + ROUTE + SERVICE + lines)
const application = (lines: string) => codes(HEAD + ROUTE + lines + SERVICE)

describe('no finding comes of', () => {
  it.each([
    [
      'routes to this container and beyond',
      '  upstreams:\n    - { location: /a, backend: "http://app:1" }\n    - { location: /b, backend: "http://localhost:1" }\n    - { location: /c, backend: "http://_outbound" }\n    - { location: /d, backend: "http://[::1]:80" }\n',
    ],
    ['a flag from a template', '  multi_instance: {{ .U.many }}\n'],
    [
      'the scheme of a route from a template',
      '  upstreams:\n    - location: /x\n      backend: {{ if .U.tls }}https{{ else }}http{{ end }}://web:1\n',
    ],
    ['a key without a value', '  workdir:\n'],
    ['a key of one’s own', '  x-note: x\n'],
    [
      'a secret of a template',
      '  environment:\n    - API_KEY={{ stable_secret "k1234567890123456" }}\n',
    ],
    ['a secret from a variable', '  environment:\n    - CLIENT_SECRET=${LAZYCAT_APP_ID}\n'],
    ['a short password', '  environment:\n    - DB_PASSWORD=postgres\n'],
    [
      'an address by a name like a secret',
      '  environment:\n    - TOKEN=/run/secrets/token0123456789\n',
    ],
    ['an empty value', '  environment:\n    - CLIENT_SECRET=\n'],
    ['a variable of one’s own', '  environment:\n    - A=${HOME}\n'],
    ['a misspelling in a comment', '  # ${LAZYCAT_BOXDOMAIN}\n'],
    ['a public path below the callback', '  public_path: [ /callback2 ]\n'],
    [
      'another app’s container',
      '  upstreams:\n    - location: /x\n      backend: http://web.dev.other.lzcapp:80\n',
    ],
    [
      'the same path at another prefix',
      '  upstreams:\n    - { location: /x, backend: "http://web:1" }\n    - { location: /x, domain_prefix: y, backend: "http://web:1" }\n',
    ],
  ])('%s', (_, lines) => {
    expect(application(lines)).toEqual([])
  })

  it.each([
    [
      'waiting for a service of a template',
      `${HEAD}${ROUTE}services:\n  web:\n    image: nginx\n    depends_on: [ db ]\n  {{ .U.name }}:\n    image: db\n`,
    ],
    ['a service of a template', `${HEAD + ROUTE}services:\n  {{ .U.name }}:\n    image: nginx\n`],
    [
      'branches that repeat a route',
      `${HEAD}  routes:\n{{ if .U.x }}\n    - /=http://web:1\n{{ else }}\n    - /=http://web:2\n{{ end }}\n${SERVICE}`,
    ],
    ['an app of ports alone', `${HEAD}  ingress: [ { protocol: tcp, port: 22 } ]\n`],
    ['a version with a letter before it', (HEAD + ROUTE + SERVICE).replace('1.9.0', 'v1.9.0')],
    [
      'languages with regions',
      (HEAD + ROUTE + SERVICE).replace('zh: {}, en: {}', 'zh_CN: {}, en-US: {}'),
    ],
  ])('%s', (_, text) => {
    expect(codes(text)).toEqual([])
  })
})

describe('the files beside a manifest', () => {
  it('are not judged when the build names them by its variables', () => {
    const files = { build: 'icon: ${ICON}\n', icon: null }
    expect(codes(HEAD + ROUTE + SERVICE, { files })).toEqual([])
  })

  it('are asked for by paths inside the content only', () => {
    const asked: string[] = []
    const content = { exists: (path: string) => asked.push(path) > 0, isExecutable: () => true }
    const line = '/=exec://1,/lzcapp/pkg/content/../../../etc/passwd /lzcapp/pkg/content//run.sh'
    codes(`${HEAD}  routes: [ "${line}" ]\n`, { files: { content } })
    expect(asked).toEqual(['run.sh'])
  })
})

describe('a finding comes of', () => {
  it.each([
    ['a flag in quotes', service('    netadmin: "true"\n'), ['wrong-type']],
    ['a number as text', service('    cpu_shares: many\n'), ['wrong-type']],
    ['a list where one value is', service('    runtime: [ a ]\n'), ['wrong-type']],
    ['a service that is a text', codes(`${HEAD}${ROUTE}services:\n  web: nginx\n`), ['wrong-type']],
    [
      'services that are a list',
      codes(`${HEAD}  ingress: [ { port: 22 } ]\nservices: [ web ]\n`),
      ['wrong-type'],
    ],
    [
      'an application that is a text',
      codes('application: notes\n').filter((code) => code === 'wrong-type'),
      ['wrong-type'],
    ],
    [
      'an unknown key of a health check',
      service('    healthcheck: { tests: [ CMD, x ] }\n'),
      ['unknown-key'],
    ],
    [
      'a broken package.yml',
      codes(HEAD + ROUTE + SERVICE, { files: { package: 'a: [' } }),
      ['yaml-syntax'],
    ],
    [
      'a package.yml that is a list',
      codes(HEAD + ROUTE + SERVICE, { files: { package: '- a' } }),
      ['not-a-mapping'],
    ],
    [
      'a broken lzc-build.yml',
      codes(HEAD + ROUTE + SERVICE, { files: { build: '"' } }),
      ['yaml-syntax'],
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected)
  })

  it('names the nearest known key, permission and variable', () => {
    const text = `${HEAD}${ROUTE}  enviroment: []\n${SERVICE}    environment: [ "A=\${LAZYCAT_APP_DOMIAN}" ]\n`
    const fixes = checkManifest({ text }).map(({ fix }) => fix.en)
    expect(fixes).toEqual([
      'Write environment, if that is meant.',
      'Write ${LAZYCAT_APP_DOMAIN}, if that is meant.',
    ])
  })

  it('says of what is needed the newest only', () => {
    const text = (HEAD + ROUTE + SERVICE).replace('min_os_version: 1.9.0\n', '')
    const [finding, ...more] = checkManifest({
      text: `${text}    healthcheck: {}\n    mem_limit: 1G\n`,
    })
    expect(more).toEqual([])
    expect(finding?.fix.en).toContain('1.4.1')
  })

  it('shortens a long value', () => {
    const long = 'x'.repeat(500)
    const [finding] = checkManifest({
      text: (HEAD + ROUTE + SERVICE).replace('subdomain: notes', `subdomain: ${long}`),
    })
    expect(finding?.why.en.length).toBeLessThan(300)
  })
})
