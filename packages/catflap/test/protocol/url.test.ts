import { describe, expect, it } from 'vitest'
import {
  acceptableEndpoint,
  acceptableInternalIssuer,
  acceptableUrl,
  isInternal,
  movedAddress,
} from '../../src/protocol/url.ts'

describe('addresses that may carry a login', () => {
  it.each([
    'https://app.example',
    'https://app.example:8443/callback?x=1',
    'https://[2001:db8::1]/callback',
    'http://localhost:5005/callback',
    'http://app.devbox.localhost:5006/callback',
    'http://127.0.0.1:5005/callback',
    'http://127.8.9.10',
    'http://[::1]:5005/',
    'https://应用.example/callback',
  ])('accepts %s', (value) => {
    expect(acceptableUrl(value)).toBeInstanceOf(URL)
  })

  it.each([
    '',
    '/callback',
    'app.example/callback',
    '//app.example/callback',
    'http://app.example',
    'http://localhost.evil.example',
    'http://evil-localhost',
    'http://app.evil-localhost',
    'http://app.localhost.evil.example',
    'http://.localhost.',
    'http://127.0.0.1.evil.example',
    'http://128.0.0.1',
    'http://0.0.0.0',
    'http://192.168.1.2',
    'http://[::2]/',
    'http://[::ffff:127.0.0.1]/',
    'ws://localhost',
    'ftp://localhost',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://user@app.example',
    'https://user:password@app.example',
    'https://:password@app.example',
    'https://app.example/#fragment',
    'https://app.example/#',
    ' https://app.example',
    'https://app.example\n',
    'https://app .example',
    'https://app.exa\tmple',
    'https://app.example/a\nb',
    'https://app.example/a b',
    '\ufeffhttps://app.example',
    'https://app.example/\xa0',
    'https://',
  ])('refuses %j', (value) => {
    expect(acceptableUrl(value)).toBeUndefined()
  })
})

describe('an address moved to the other of a provider’s two', () => {
  const PUBLIC = 'https://sso.example/auth/realms/cats'
  const INTERNAL = 'http://keycloak:8080/realms/cats'

  it.each([
    [`${PUBLIC}/token`, `${INTERNAL}/token`],
    [`${PUBLIC}?x=1`, `${INTERNAL}?x=1`],
    [PUBLIC, INTERNAL],
    // Elsewhere at the same origin, the path stays what it is.
    [`${PUBLIC}-and-dogs/token`, 'http://keycloak:8080/auth/realms/cats-and-dogs/token'],
    ['https://sso.example/keys?a=b', 'http://keycloak:8080/keys?a=b'],
    ['https://sso.example:443/keys', 'http://keycloak:8080/keys'],
    ['https://other.example/keys', 'https://other.example/keys'],
    ['https://sso.example.evil/keys', 'https://sso.example.evil/keys'],
    ['http://sso.example/keys', 'http://sso.example/keys'],
  ])('%s becomes %s', (address, moved) => {
    expect(movedAddress(address, PUBLIC, INTERNAL)).toBe(moved)
    expect(movedAddress(address, `${PUBLIC}/`, `${INTERNAL}/`)).toBe(moved)
  })
})

describe('an endpoint', () => {
  const SECURE = 'https://op.example'
  const long = (length: number) => 'https://op.example/'.padEnd(length, 'x')

  it('has 2048 characters at most', () => {
    expect(acceptableEndpoint(long(2048), SECURE)?.href).toBe(long(2048))
    expect(acceptableEndpoint(long(2049), SECURE)).toBeUndefined()
  })

  it.each([
    ['https beside https', 'https://op.example/token', SECURE, true],
    ['this machine beside https', 'http://127.0.0.1:1/token', SECURE, false],
    ['this machine beside this machine', 'http://127.0.0.1:1/token', 'http://127.0.0.1:1', true],
    ['https beside this machine', 'https://op.example/token', 'http://127.0.0.1:1', true],
    ['plain http elsewhere', 'http://op.example/token', 'http://127.0.0.1:1', false],
  ])('of %s: %s at %s may serve: %s', (_, value, issuer, may) => {
    expect(acceptableEndpoint(value, issuer) !== undefined).toBe(may)
  })
})

describe('the address of a provider on an internal network', () => {
  it.each([
    'https://op.example/dex',
    'https://8.8.8.8',
    'http://dex:5556/dex',
    'http://op.example',
    // Names, though numbers stand at their ends.
    ...['http://dex1', 'http://1dex'],
    ...['10.0.0.1', '127.0.0.1', '192.168.1.1', '169.254.0.1'].map((host) => `http://${host}`),
    ...['172.16.0.1', '172.20.0.1', '172.31.0.1'].map((host) => `http://${host}`),
    ...['100.64.0.1', '100.70.0.1', '100.99.0.1', '100.110.0.1', '100.127.0.1'].map(
      (host) => `http://${host}`,
    ),
    ...['[::1]', '[fc00::1]', '[fd00::1]', '[fe80::1]', '[feb0::1]'].map(
      (host) => `http://${host}`,
    ),
  ])('may be %s', (value) => {
    expect(acceptableInternalIssuer(value)?.href).toBe(new URL(value).href)
  })

  it.each([
    'dex:5556',
    '',
    'ftp://dex',
    ...['8.8.8.8', '172.32.0.1', '172.15.0.1', '100.128.0.1', '100.63.0.1', '100.6.0.1'].map(
      (host) => `http://${host}`,
    ),
    ...['11.0.0.1', '110.0.0.1', '12.7.0.1', '192.169.0.1', '169.255.0.1', '210.127.0.1'].map(
      (host) => `http://${host}`,
    ),
    ...['[2001:db8::1]', '[::10]', '[fec0::1]', '[ff02::1]'].map((host) => `http://${host}`),
    'https://op.example/?x=1',
    'https://op.example/#x',
    'https://me@op.example',
    'http://dex/\n',
    ' http://dex',
  ])('may not be %j', (value) => {
    expect(acceptableInternalIssuer(value)).toBeUndefined()
  })
})

describe('an address at the internal issuer', () => {
  const INTERNAL = 'http://dex:5556/dex'

  it.each([
    ['at its origin', 'http://dex:5556/other', INTERNAL, true],
    ['at another port', 'http://dex:5557/dex', INTERNAL, false],
    ['at another host', 'http://dexter:5556/dex', INTERNAL, false],
    ['by another scheme', 'https://dex:5556/dex', INTERNAL, false],
    ['that is none', 'no address', INTERNAL, false],
    ['with a name to sign in by', 'http://me@dex:5556/dex', INTERNAL, false],
    ['with a fragment', 'http://dex:5556/dex#x', INTERNAL, false],
    ['where there is no such issuer', 'http://dex:5556/dex', undefined, false],
    ['of 2048 characters', `${INTERNAL}/`.padEnd(2048, 'x'), INTERNAL, true],
    ['of more', `${INTERNAL}/`.padEnd(2049, 'x'), INTERNAL, false],
  ])('%s: %s beside %s is one: %s', (_, value, issuer, is) => {
    expect(isInternal(value, issuer)).toBe(is)
  })
})
