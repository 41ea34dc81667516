import { describe, expect, it } from 'vitest'
import { acceptableEndpoint, acceptableUrl, movedAddress } from '../../src/protocol/url.ts'

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
