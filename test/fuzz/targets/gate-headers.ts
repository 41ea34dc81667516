/** Headers at the gate and the ingress: what a client says of itself gets no further. */
import { buildDownstreamHeaders, pairsOf } from 'catflap-forward'
import { buildAppHeaders } from '../../../packages/devbox/src/ingress/headers.ts'
import { createAskReader } from '../../../packages/gate/src/ask/ask.ts'
import { clientAddress, LOOPBACK, parsePeers } from '../../../packages/gate/src/ask/peers.ts'
import { FAMILIES, type ProxyKind } from '../../../packages/gate/src/ask/proxies.ts'
import {
  createAppHeaders,
  withoutOwnCookies,
} from '../../../packages/gate/src/doors/app-headers.ts'
import { checkArrival } from '../../../packages/gate/src/doors/arrival.ts'
import { GateError } from '../../../packages/gate/src/errors.ts'
import { DEFAULT_IDENTITY, spellingOf } from '../../../packages/gate/src/identity/headers.ts'
import { createIdentity } from '../../../packages/gate/src/identity/identity.ts'
import { must, type Target } from '../engine/target.ts'

const APP = 'https://app.example'
const login = { origin: APP, ownsCookie: (name: string) => name.startsWith('__Host-catflap') }
const identity = createIdentity(DEFAULT_IDENTITY)
const build = createAppHeaders({
  login,
  identity,
  host: undefined,
  authorization: 'remove',
  isLazyCat: false,
})
const PEERS = parsePeers(LOOPBACK)
const READERS = (Object.keys(FAMILIES) as ProxyKind[]).map(
  (proxy) => [proxy, createAskReader(proxy, APP)] as const,
)
const HOP = [
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'proxy-authorization',
  'expect',
]

export const target: Target = {
  words: [
    ...[
      'Remote-User: a',
      'Remote_User: a',
      'X-Forwarded-For: ',
      'X-Forwarded-Host: app.example',
      'X-Forwarded-Proto: https',
      'X-Forwarded-Uri: /',
      'X-Forwarded-Method: GET',
    ],
    ...[
      'X-Original-URL: https://app.example/',
      'X-Original-Method: GET',
      'Host: app.example',
      'Cookie: ',
      '__Host-catflap=1',
      'Connection: ',
      'keep-alive',
      'Transfer-Encoding: chunked',
    ],
    ...[
      'Authorization: ',
      'X-HC-User-ID: ',
      'Forwarded: ',
      'Content-Length: 0',
      'Set-Cookie: ',
      '; Path=/',
      ', ',
      '127.0.0.1',
      '::1',
      '::ffff:127.0.0.1',
      '10.0.0.1',
      '\n',
      ': ',
      '_',
      '.',
    ],
  ],
  run(input) {
    const raw = input
      .toString('latin1')
      .split('\n')
      .flatMap((line) => {
        const at = line.indexOf(':')
        return at < 1 ? [] : [line.slice(0, at), line.slice(at + 1).replace(/^ /, '')]
      })
    checkAtGate(raw)
    checkAtIngress(raw)
    checkAsked(raw)
    const address = clientAddress(firstOf(raw, 'x-forwarded-for'), '127.0.0.1', PEERS as never)
    must(address === undefined || !/[^\da-f.:%\w]/i.test(address), 'an address is one')
    must(
      clientAddress('8.8.8.8', '9.9.9.9', PEERS as never) === '9.9.9.9',
      'a stranger tells of nobody else',
    )
  },
}

const firstOf = (raw: readonly string[], wanted: string): string | undefined =>
  pairsOf(raw).find(([name]) => name.toLowerCase() === wanted)?.[1]

function checkAtGate(raw: readonly string[]): void {
  const told = [
    ['Remote-User', 'told'],
    ['Remote-Groups', ''],
    ['Remote-Email', ''],
    ['Remote-Name', ''],
  ] as const
  const built = pairsOf(
    build(raw, {
      host: 'app.example',
      client: '9.9.9.9',
      identity: told,
      authorization: 'Bearer told',
    }),
  )
  const spelt = (wanted: string) =>
    built.filter(([name]) => spellingOf(name) === wanted).map(([, value]) => value)
  for (const [name, value] of told)
    must(spelt(name.toLowerCase()).join('|') === value, `${name} is what the gate tells`)
  must(spelt('authorization').join('|') === 'Bearer told', 'so is what it authorizes with')
  must(spelt('host').join('|') === 'app.example', 'there is one Host')
  must(spelt('x-forwarded-for').join('|') === '9.9.9.9', 'and one address of the client')
  for (const [name, value] of built) {
    const plain = spellingOf(name)
    must(!HOP.includes(plain), `${plain} is about one connection`)
    must(!/^x-hc-|^forwarded$|^x-original-/.test(plain), `${plain} stays behind`)
    if (plain === 'cookie')
      must(!/(?:^|;)[ \t]*__Host-catflap/.test(value), 'no cookie of ours goes on')
  }
  const back = pairsOf(withoutOwnCookies(raw, login, () => undefined))
  must(
    !back.some(
      ([name, value]) => /^set-cookie$/i.test(name) && /^[ \t]*__Host-catflap/.test(value),
    ),
    'no app sets our cookies',
  )
  for (const [name] of pairsOf(buildDownstreamHeaders(raw)))
    must(!HOP.slice(0, 5).includes(name.toLowerCase()), 'nor what is about its connection')
  const refused = checkArrival({ method: 'GET', rawHeaders: [...raw] }, 'app.example')
  must(refused === undefined || refused instanceof GateError, 'an arrival is refused by a code')
}

function checkAtIngress(raw: readonly string[]): void {
  const passing = {
    host: 'app.example',
    scheme: 'https',
    caller: undefined,
    packageId: 'a.b',
    askedHost: 'h',
  } as const
  for (const [name] of pairsOf(buildAppHeaders(raw, passing))) {
    must(!/^x[-_]hc[-_]/i.test(name), 'the ingress alone says who is asking')
  }
}

function checkAsked(raw: readonly string[]): void {
  for (const [proxy, read] of READERS) {
    try {
      const { method, target } = read({ method: 'GET', target: '/auth/envoy/x', rawHeaders: raw })
      must(method !== '' && target !== '', 'what is asked about is named')
      for (const name of FAMILIES[proxy].required) {
        must(
          pairsOf(raw).filter(([one]) => one.toLowerCase() === name).length === 1,
          `${name} is there once`,
        )
      }
    } catch (error) {
      if (!(error instanceof GateError)) throw error
      must(error.code === 'GATE_PROXY_MISCONFIGURED', 'a question is refused by its code')
    }
  }
}
