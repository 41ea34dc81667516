/** Which request each proxy asks about, by its own headers and no others. */
import { describe, expect, it } from 'vitest'
import { type Asked, createAskReader } from '../../src/ask/ask.ts'
import { clientAddress, LOOPBACK, type Peers, parsePeers } from '../../src/ask/peers.ts'
import { FAMILIES, PROXIES, type ProxyKind } from '../../src/ask/proxies.ts'
import { GateError } from '../../src/errors.ts'

const ORIGIN = 'https://app.example'

type Headers = Readonly<Record<string, string>>
const FORWARDED: Headers = {
  'X-Forwarded-Method': 'POST',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': 'app.example',
  'X-Forwarded-Uri': '/a%2Fb//c?d=é',
}
const GOOD: Readonly<Record<ProxyKind, Headers>> = {
  nginx: { 'X-Original-Method': 'POST', 'X-Original-URL': 'https://app.example/a%2Fb//c?d=é' },
  caddy: FORWARDED,
  traefik: FORWARDED,
  haproxy: FORWARDED,
  envoy: { Host: 'app.example', 'X-Forwarded-Proto': 'https' },
}
const WIRE = { method: 'POST', target: '/auth/envoy/a%2Fb//c?d=é' }

const ask = (proxy: ProxyKind, headers: Headers, more: readonly string[] = []): Asked =>
  createAskReader(
    proxy,
    ORIGIN,
  )({ ...WIRE, rawHeaders: [...Object.entries(headers).flat(), ...more] })

const refused = (call: () => unknown) => {
  try {
    return call()
  } catch (error) {
    if (!(error instanceof GateError)) throw error
    return { code: error.code, ...error.details }
  }
}

const rows = PROXIES.flatMap((proxy) =>
  FAMILIES[proxy].required.map((header): [ProxyKind, string] => [proxy, header]),
)
const named = (headers: Headers, name: string): string =>
  Object.keys(headers).find((header) => header.toLowerCase() === name) ?? ''

describe.each(PROXIES)('a question of %s', (proxy) => {
  it('is about method and target, byte for byte', () => {
    expect(ask(proxy, GOOD[proxy])).toEqual({ method: 'POST', target: '/a%2Fb//c?d=é' })
  })

  it.each(['APP.example', 'app.example:443'])('may name the host as %s', (host) => {
    const text = JSON.stringify(GOOD[proxy]).replace('app.example', host)
    expect(ask(proxy, JSON.parse(text)).target).toBe('/a%2Fb//c?d=é')
  })

  it.each([
    ...[
      'app.example.',
      'app.example:8443',
      'evil.example',
      'app.example@evil',
      'app.example.evil',
      '',
    ],
  ])(
    'about another host is refused: %j (CVE-2026-48794, GHSA-j748-h363-wqj8, CVE-2026-27588, CVE-2026-68548)',
    (host) => {
      const text = JSON.stringify(GOOD[proxy]).replace('app.example', host)
      expect(refused(() => ask(proxy, JSON.parse(text)))).toMatchObject({
        code: 'GATE_PROXY_MISCONFIGURED',
      })
    },
  )

  it('may be about a WebSocket by its scheme, and about no other scheme', () => {
    const of = (scheme: string) => JSON.parse(JSON.stringify(GOOD[proxy]).replace('https', scheme))
    expect(ask(proxy, of('wss')).method).toBe('POST')
    for (const scheme of ['http', 'ws', 'ftp', 'https:']) {
      expect(refused(() => ask(proxy, of(scheme)))).toHaveProperty('code')
    }
  })

  it('with a header of another family is refused: it is the client’s (CVE-2026-40575, CVE-2026-76835, CVE-2026-35051, CVE-2026-54764)', () => {
    const others = [
      'X-Original-URL',
      'X-Original-URI',
      'X-Rewrite-URL',
      'X-Forwarded-Uri',
      'X-Original-Method',
    ]
    for (const header of others) {
      if (FAMILIES[proxy].required.includes(header.toLowerCase())) continue
      const seen = refused(() => ask(proxy, GOOD[proxy], [header, '/public']))
      expect(seen).toMatchObject({
        code: 'GATE_PROXY_MISCONFIGURED',
        parameter: header.toLowerCase(),
        line: expect.stringContaining(header.toLowerCase()),
      })
    }
  })
})

describe('malformed request = allowed (CVE-2021-32637, GHSA-68wm-pfjf-wqp6, CVE-2026-27586, CVE-2026-54762)', () => {
  it.each(rows)('%s without %s is refused, and told which line to add', (proxy, header) => {
    const name = named(GOOD[proxy], header)
    const { [name]: _, ...rest } = GOOD[proxy]
    expect(refused(() => ask(proxy, rest))).toEqual({
      code: 'GATE_PROXY_MISCONFIGURED',
      parameter: header,
      expected: 'sent',
      seen: 'not sent',
      line: expect.stringMatching(/\S{6}/),
    })
  })

  it.each(rows)('%s with an empty %s is refused', (proxy, header) => {
    const headers = { ...GOOD[proxy], [named(GOOD[proxy], header)]: '' }
    expect(refused(() => ask(proxy, headers))).toMatchObject({ parameter: header, seen: 'empty' })
  })

  it.each(rows)('%s with %s twice is refused', (proxy, header) => {
    const name = named(GOOD[proxy], header)
    for (const second of [GOOD[proxy][name] ?? '', '']) {
      const seen = refused(() => ask(proxy, GOOD[proxy], [name.toUpperCase(), second]))
      expect(seen).toMatchObject({ parameter: header, seen: 'several' })
    }
  })

  it.each([
    '/a',
    'app.example/a',
    'https://app.example',
    'https:/app.example/a',
    '://',
    'https://app.examplehttp://x/a',
  ])('nginx with the address %j is refused', (url) => {
    const headers = { ...GOOD.nginx, 'X-Original-URL': url }
    expect(refused(() => ask('nginx', headers))).toHaveProperty('code', 'GATE_PROXY_MISCONFIGURED')
  })
})

describe('whom the gate answers', () => {
  const peers = (list: readonly string[]): Peers => parsePeers(list) as Peers

  it.each([
    ['127.0.0.1', true],
    ['::ffff:127.0.0.1', true],
    ['::1', true],
    [undefined, true],
    ['10.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['fe80::1', false],
    ['nonsense', false],
  ])('by default loopback and Unix sockets: %s is %s', (address, known) => {
    expect(peers(LOOPBACK).has(address)).toBe(known)
  })

  it('is told of each address by itself, whoever asked before', () => {
    const known = peers(['10.0.0.1', '10.0.0.2'])
    const asked = ['10.0.0.1', '10.0.0.3', '10.0.0.2', '10.0.0.3', '10.0.0.1', '10.0.0.1']
    expect(asked.map((address) => known.has(address))).toEqual([
      true,
      false,
      true,
      false,
      true,
      true,
    ])
  })

  it.each([
    '0.0.0.0/0',
    '::/0',
    '*',
    '10.0.0.0/7',
    '',
    '10.0.0.0/33',
    '10.0.0.0/x',
    'proxy',
    '10.0.0.1/',
  ])('is nobody whom %j names: such a list is refused (CVE-2026-76835)', (text) => {
    expect(parsePeers(['10.0.0.1', text])).toEqual({ unusable: [text] })
  })

  it('client address (GHSA-wr5q-7wxw-x568, CVE-2024-47070, CVE-2023-36456, CVE-2024-21494): the right-most untrusted', () => {
    const known = peers(['127.0.0.1', '10.0.0.0/8'])
    const of = (forwarded: string | undefined) => clientAddress(forwarded, '127.0.0.1', known)
    expect(of(undefined)).toBe('127.0.0.1')
    expect(of('1.1.1.1, 203.0.113.7,10.1.1.1')).toBe('203.0.113.7')
    expect(of('203.0.113.7, ::ffff:10.1.1.1')).toBe('203.0.113.7')
    expect(of('10.1.1.1')).toBe('127.0.0.1')
    expect(of('203.0.113.7, nonsense')).toBe('127.0.0.1')
    expect(clientAddress('::ffff:203.0.113.7', undefined, known)).toBe('203.0.113.7')
    expect(clientAddress('', undefined, known)).toBe(undefined)
    // Who is no proxy names nobody.
    expect(clientAddress('203.0.113.7', '192.0.2.1', known)).toBe('192.0.2.1')
  })
})
