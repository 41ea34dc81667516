import { describe, expect, it } from 'vitest'
import { createProxyChoice, ProxyFailure, proxyCause } from '../../src/provider/proxy.ts'
import { DIRECT } from '../support/transport.ts'

const HTTP = 'http://plain.example:3128/'
const HTTPS = 'http://secure.example:3128/'

const choose = (url: string, noProxy = '', direct?: string) =>
  createProxyChoice(
    { ...DIRECT, httpProxy: HTTP, httpsProxy: HTTPS, noProxy },
    direct,
  )(new URL(url))

describe('the proxy of an address', () => {
  it('is that of its scheme, and no other', () => {
    expect(choose('https://op.example')).toBe(HTTPS)
    expect(choose('http://op.example')).toBe(HTTP)
    const alone = createProxyChoice({ ...DIRECT, httpProxy: HTTP }, undefined)
    expect(alone(new URL('https://op.example'))).toBeUndefined()
  })

  it.each([
    'https://localhost',
    'https://op.localhost:8443',
    'http://127.0.0.1:5556',
    'http://127.1.2.3',
    'https://[::1]',
  ])('is none for this machine: %s', (url) => {
    expect(choose(url)).toBeUndefined()
    expect(choose(url, 'op.example,<-loopback>')).toBe(url.startsWith('https') ? HTTPS : HTTP)
  })

  it('is none for the internal address, whatever NO_PROXY says', () => {
    const internal = 'http://keycloak:8080/realms/a'
    expect(choose('http://keycloak:8080/realms/a/token', '', internal)).toBeUndefined()
    expect(choose('http://keycloak:8081/', '', internal)).toBe(HTTP)
  })

  it.each([
    ['*', 'https://op.example'],
    ['a.example, *', 'https://op.example'],
    ['op.example', 'https://op.example'],
    ['OP.example', 'https://op.EXAMPLE'],
    ['op.example', 'https://op.example.'],
    ['op.example.', 'https://op.example'],
    ['example', 'https://op.example'],
    ['.example', 'https://op.example'],
    ['.op.example', 'https://op.example'],
    ['*.example', 'https://op.example'],
    ['a.example b.example\top.example', 'https://op.example'],
    ['op.example:8443', 'https://op.example:8443'],
    ['op.example:443', 'https://op.example'],
    ['op.example:80', 'http://op.example'],
    ['*.example:443', 'https://op.example'],
    ['10.1.2.3', 'https://10.1.2.3'],
    ['10.1.2.3:8443', 'https://10.1.2.3:8443'],
    ['10.0.0.0/8', 'https://10.200.3.4'],
    ['192.168.1.0/24', 'https://192.168.1.255'],
    ['0.0.0.0/0', 'https://8.8.8.8'],
    ['[fd00::1]', 'https://[fd00::1]'],
    ['fd00::1', 'https://[fd00::1]'],
    ['[fd00::1]:8443', 'https://[fd00:0:0::1]:8443'],
    ['fd00::/8', 'https://[fdab::7]'],
    ['fd00:0:0::1', 'https://[fd00::1]'],
    ['10.1.2.3/32', 'https://10.1.2.3'],
  ])('is none where NO_PROXY=%s names %s', (noProxy, url) => {
    expect(choose(url, noProxy)).toBeUndefined()
  })

  it.each([
    ['', 'https://op.example'],
    [',, ', 'https://op.example'],
    ['op.example[', 'https://op.example'],
    ['[op.example', 'https://op.example'],
    ['op.]example', 'https://op.example'],
    ['op.[example]', 'https://op.example'],
    ['[op.]example', 'https://op.example'],
    ['fd00::1]', 'https://[fd00::1]'],
    ['.', 'https://op.example'],
    ['*.', 'https://op.example'],
    ['p.example', 'https://op.example'],
    ['op.example.org', 'https://op.example'],
    ['sub.op.example', 'https://op.example'],
    ['op.example:8443', 'https://op.example'],
    ['op.example:443', 'https://op.example:8443'],
    ['10.0.0.0/8', 'https://11.0.0.1'],
    ['10.0.0.0/33', 'https://10.0.0.1'],
    ['10.0.0.0/', 'https://10.0.0.1'],
    ['10.0.0.0/8x', 'https://10.0.0.1'],
    ['10.0.0.0/x8', 'https://10.0.0.1'],
    ['10.1.2.3:8443', 'https://10.1.2.3'],
    ['.', 'https://op.example..'],
    ['10.0.0.0/8/8', 'https://10.0.0.1'],
    ['10.0.0.0/8', 'https://op.example'],
    ['fd00::/8', 'https://10.0.0.1'],
    ['http://op.example', 'https://op.example'],
  ])('is used where NO_PROXY=%j does not name %s', (noProxy, url) => {
    expect(choose(url, noProxy)).toBe(HTTPS)
  })
})

it('a proxy that fails is told from a provider that does', () => {
  const failure = new ProxyFailure(502, 'why')
  expect([failure.name, failure.status, failure.cause]).toEqual(['ProxyFailure', 502, 'why'])
})

it.each([
  [new ProxyFailure(502), 'status 502'],
  [new ProxyFailure(407), 'status 407 (it wants other credentials)'],
  [
    new ProxyFailure(undefined, Object.assign(new Error('no'), { code: 'ECONNREFUSED' })),
    'ECONNREFUSED (nothing listens at this port)',
  ],
])('of a proxy that fails is told what there was of it: %s', (failure, told) => {
  expect(proxyCause(failure)).toBe(told)
})
