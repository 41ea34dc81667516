/** By which way the provider is called: certificates, proxies, an address of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse, problemsOf, variablesOf } from '../support/options.ts'
import { createCertificate } from '../support/transport.ts'

const folder = mkdtempSync(join(tmpdir(), 'catflap-ca-'))
afterAll(() => rmSync(folder, { recursive: true }))
const [first, second] = [createCertificate(), createCertificate()]

function file(text: string): string {
  const path = join(folder, `${Math.random()}.pem`)
  writeFileSync(path, text)
  return path
}

describe('the certificates that are trusted', () => {
  it('are those of a file, in whatever company', () => {
    const text = `# ours\n${first.cert}\n\nand the next\n${second.cert}`
    const { ca } = parse({ OIDC_CA_FILE: file(text) }).provider.network
    expect(ca).toEqual([first.cert, second.cert])
  })

  it('are those of the option before those of the environment', () => {
    const { network } = parse(
      { OIDC_CA_FILE: '/nowhere' },
      { provider: { ca: first.cert } },
    ).provider
    expect(network.ca).toEqual([first.cert])
  })

  it('are Node’s own where nobody says', () => {
    expect(parse().provider.network.ca).toBeUndefined()
  })

  it.each([
    ['cannot be read', () => '/nowhere/ca.pem', '/nowhere/ca.pem (ENOENT)'],
    ['is a folder', () => folder, `${folder} (EISDIR)`],
    ['is empty', () => file(''), 'no such certificate'],
    ['holds something else', () => file('hush'), 'no such certificate'],
    ['holds a key', () => file(first.key), 'no such certificate'],
    ['holds a key beside one', () => file(first.cert + first.key), 'no such certificate'],
    [
      'holds a broken one beside a good one',
      () => file(first.cert + second.cert.replace(/\n.{64}\n/, '\n')),
      'no such certificate',
    ],
    ['is cut off', () => file(first.cert + second.cert.slice(0, 200)), 'no such certificate'],
  ])('are a problem at start where the file %s', (_, path, seen) => {
    expect(problemsOf({ OIDC_CA_FILE: path() })).toMatchObject([
      { kind: 'invalid', variable: 'OIDC_CA_FILE', seen },
    ])
  })

  it('are a problem where the app’s own fetch would not know of them', () => {
    expect(problemsOf({ OIDC_CA_FILE: file(first.cert) }, { fetch })).toMatchObject([
      { kind: 'invalid', variable: 'OIDC_CA_FILE', seen: 'a fetch of the app’s own' },
    ])
  })
})

describe('the proxies', () => {
  it('are read in small letters first', () => {
    const { network } = parse({
      https_proxy: 'http://a.example:1',
      HTTPS_PROXY: 'http://b.example:2',
      HTTP_PROXY: 'http://c.example:3',
      NO_PROXY: 'd.example',
    }).provider
    expect(network).toMatchObject({
      httpsProxy: 'http://a.example:1/',
      httpProxy: 'http://c.example:3/',
      noProxy: 'd.example',
    })
  })

  it.each([
    ['proxy.example:3128', 'http://proxy.example:3128/'],
    ['10.0.0.1:3128', 'http://10.0.0.1:3128/'],
    ['https://proxy.example', 'https://proxy.example/'],
    ['http://cat:p%40ss@proxy.example:3128', 'http://cat:p%40ss@proxy.example:3128/'],
  ])('may be written as %s', (value, read) => {
    expect(parse({ HTTPS_PROXY: value }).provider.network.httpsProxy).toBe(read)
  })

  it.each([
    'socks5://cat:hush@proxy.example:1080',
    'ftp://hush.example',
    'http://',
    'http://cat:%zz@hush.example',
    'not a proxy: hush',
  ])('of another kind are a problem at start, which repeats none: %s', (value) => {
    const problems = problemsOf({ HTTPS_PROXY: value })
    expect(problems).toMatchObject([{ kind: 'invalid', variable: 'HTTPS_PROXY' }])
    expect(JSON.stringify(problems)).not.toContain('hush')
  })

  it('are left to the app’s own fetch', () => {
    expect(parse({ HTTPS_PROXY: 'socks5://a:1' }, { fetch }).provider.network.httpsProxy).toBe(
      undefined,
    )
  })
})

describe('the internal address', () => {
  it.each([
    'http://keycloak:8080/realms/cats',
    'http://10.1.2.3:8080',
    'http://172.31.0.2',
    'http://[fd00::1]:8080',
    'https://sso.internal/dex/',
    'https://8.8.8.8',
  ])('may be %s', (value) => {
    expect(parse({ OIDC_INTERNAL_ISSUER: value }).provider.internalIssuer).toBe(value)
    const option = { provider: { internalIssuer: value } }
    expect(parse({ OIDC_INTERNAL_ISSUER: 'x' }, option).provider.internalIssuer).toBe(value)
  })

  it.each([
    'keycloak:8080',
    'http://8.8.8.8',
    'http://172.32.0.1',
    'http://[2001:db8::1]',
    'http://user:hush@keycloak:8080',
    'http://keycloak:8080?a=b',
    'http://keycloak:8080#a',
    'ftp://keycloak',
    '/realms/cats',
  ])('is a problem as %s', (value) => {
    expect(variablesOf({ OIDC_INTERNAL_ISSUER: value })).toEqual(['OIDC_INTERNAL_ISSUER'])
    expect(JSON.stringify(problemsOf({ OIDC_INTERNAL_ISSUER: value }))).not.toContain('hush')
    const option = { provider: { internalIssuer: value } }
    expect(variablesOf({}, option)).toEqual(['provider.internalIssuer'])
  })
})
