import { describe, expect, it } from 'vitest'
import { LoginError, type LoginErrorCode } from '../../src/errors.ts'
import { createFetchTransport } from '../../src/provider/fetch-transport.ts'
import { createProviderFetch } from '../../src/provider/http.ts'
import type { Transport } from '../../src/provider/transport.ts'
import { createEventLog } from '../support/events.ts'
import { json } from '../support/json.ts'
import { failureOf, refusal } from '../support/refusal.ts'

const URL_ = 'https://op.example/keys'
const MAX = 1_048_576
const { emit } = createEventLog()

/** Asks the `jwks` endpoint, where `answer` is what fetch gives. */
const ask = (answer: (url: string, init: RequestInit) => Response | Promise<Response>) =>
  createProviderFetch(
    createFetchTransport(async (url, init) => answer(String(url), init ?? {})),
    5,
    emit,
  )('jwks', URL_)

/** As Deno 2.9 was seen to say it. */
const DENO: readonly (readonly [string, string])[] = [
  [
    'client error (Connect): dns error: failed to lookup address information',
    'ENOTFOUND (the host name does not resolve)',
  ],
  [
    'client error (Connect): tcp connect error: Connection refused (os error 111)',
    'ECONNREFUSED (nothing listens at this port)',
  ],
  [
    'client error (SendRequest): connection closed before message completed',
    'ECONNRESET (the connection was cut)',
  ],
  [
    'client error (Connect): received corrupt message of type InvalidContentType',
    'ERR_SSL_WRONG_VERSION_NUMBER (no TLS at this port)',
  ],
  [
    'client error (Connect): invalid peer certificate: UnknownIssuer',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY (the issuing CA is not trusted)',
  ],
  [
    'client error (Connect): invalid peer certificate: certificate not valid for name "op.example"',
    'ERR_TLS_CERT_ALTNAME_INVALID (the certificate is for another host name)',
  ],
]

describe('an answer of the provider', () => {
  it.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['Application/JSON', 200],
    ['application/jwk-set+json', 200],
    ['text/html', 404],
    ['application/json', 400],
  ])('of type %s and status %d is handed over whole', async (type, status) => {
    const answer = await ask(() => json({ keys: [] }, status, { 'content-type': type }))
    expect(answer).toMatchObject({ status, text: '{"keys":[]}' })
    expect(answer.header('content-type')).toBe(type)
  })

  it('keeps text that is cut inside a character together', async () => {
    const bytes = Buffer.from('{"name":"猫"}')
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    const { text } = await ask(
      () => new Response(body, { headers: { 'content-type': 'application/json' } }),
    )
    expect(text).toBe('{"name":"猫"}')
  })

  it('may have exactly the largest size', async () => {
    expect((await ask(() => json('x'.repeat(MAX)))).text).toHaveLength(MAX)
  })

  it('may have no body', async () => {
    expect(await ask(() => new Response(null, { status: 204 }))).toMatchObject({
      status: 204,
      text: '',
    })
  })

  it.each<[string, LoginErrorCode, string, string, () => Response]>([
    ['one byte too large', 'JWKS_INVALID', 'body', 'more', () => json('x'.repeat(MAX + 1))],
    [
      'too large for an error',
      'JWKS_INVALID',
      'body',
      'more',
      () => json('x'.repeat(MAX + 1), 400),
    ],
    [
      'of HTML',
      'JWKS_INVALID',
      'content-type',
      'text/html',
      () => json('<p>', 200, { 'content-type': 'text/html' }),
    ],
    [
      'of text that says json',
      'JWKS_INVALID',
      'content-type',
      'JSON labelled text/json',
      () => json({}, 200, { 'content-type': 'text/json' }),
    ],
    [
      'of JSON lines',
      'JWKS_INVALID',
      'content-type',
      'JSON labelled application/jsonl',
      () => json({}, 200, { 'content-type': 'application/jsonl' }),
    ],
    ['of no type', 'JWKS_INVALID', 'content-type', 'none', () => new Response(new Uint8Array(2))],
    ['of status 301', 'JWKS_INVALID', 'status', 'a redirect (301)', () => json({}, 301)],
    [
      'of status 307',
      'JWKS_INVALID',
      'status',
      'a redirect (307) to https://op.example/sign-in',
      () => json({}, 307, { location: '/sign-in?secret=hush#hush' }),
    ],
    ['of status 500', 'JWKS_UNAVAILABLE', 'status', 'status 500', () => json({}, 500)],
    ['of status 503', 'JWKS_UNAVAILABLE', 'status', 'status 503', () => json({}, 503)],
    ['of status 429', 'JWKS_UNAVAILABLE', 'status', 'status 429', () => json({}, 429)],
  ])('%s is refused', async (_, code, parameter, seen, answer) => {
    await expect(ask(answer)).rejects.toEqual(refusal(code, { parameter, seen }))
  })

  it('that is refused is not read to its end', async () => {
    let cancelled = 0
    const endless = () =>
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        cancel: () => void cancelled++,
      })
    await expect(ask(() => new Response(endless(), { status: 500 }))).rejects.toThrow()
    await expect(ask(() => new Response(endless(), { status: 302 }))).rejects.toThrow()
    await expect(ask(() => new Response(endless()))).rejects.toThrow()
    expect(cancelled).toBe(3)
  })

  it('is asked for without following redirects, and with a time limit', async () => {
    const seen: RequestInit[] = []
    await ask((url, init) => {
      expect(url).toBe(URL_)
      seen.push(init)
      return json({})
    })
    expect(seen[0]).toMatchObject({ redirect: 'manual', signal: expect.any(AbortSignal) })
  })
})

describe('a request that gets no answer', () => {
  const broken = (error: unknown) => ask(() => Promise.reject(error))
  const withCode = (code: string) => Object.assign(new Error(code), { code })

  it.each<[string, unknown, string]>([
    [
      'the reason that Node hides in cause',
      new TypeError('fetch failed', { cause: withCode('ECONNREFUSED') }),
      'ECONNREFUSED (nothing listens at this port)',
    ],
    [
      'a reason two causes down',
      new Error('a', { cause: new Error('b', { cause: withCode('CERT_HAS_EXPIRED') }) }),
      'CERT_HAS_EXPIRED (the certificate has expired)',
    ],
    [
      'a code that nobody has explained',
      new TypeError('fetch failed', { cause: withCode('EUNHEARD') }),
      'EUNHEARD',
    ],
    ...DENO.map(([said, seen]): [string, Error, string] => [
      `what Deno says of it: ${seen}`,
      new TypeError('fetch failed', { cause: new Error(`error sending request: ${said}`) }),
      seen,
    ]),
    [
      'a flag that Deno was not started with',
      Object.assign(new Error('Requires net access'), { name: 'NotCapable' }),
      'NotCapable (Deno was started without --allow-net for it)',
    ],
    ['no reason when there is none', new TypeError('fetch failed'), 'a failed connection'],
    ['no reason when something else was thrown', 'text', 'a failed connection'],
  ])('tells %s', async (_, error, seen) => {
    await expect(broken(error)).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', { parameter: 'jwks', seen }),
    )
  })

  it('tells that time ran out', async () => {
    await expect(broken(new DOMException('late', 'TimeoutError'))).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', {
        parameter: 'timeout',
        expected: 'an answer from https://op.example/keys within 5 seconds',
        seen: 'no answer in time',
      }),
    )
  })

  it('keeps nothing of what fetch threw', async () => {
    const error = await failureOf(() => broken(new Error('hush', { cause: new Error('hush') })))
    expect(error.cause).toBeUndefined()
    expect(error.message).not.toContain('hush')
  })
})

describe('events', () => {
  it.each([
    ['discovery', 'METADATA_UNAVAILABLE', 'METADATA_INVALID'],
    ['jwks', 'JWKS_UNAVAILABLE', 'JWKS_INVALID'],
    ['pushed-authorization', 'AUTHORIZATION_UNAVAILABLE', 'AUTHORIZATION_REFUSED'],
    ['revocation', 'REVOCATION_UNAVAILABLE', 'REVOCATION_REFUSED'],
    ['token', 'TOKEN_ENDPOINT_UNAVAILABLE', 'TOKEN_RESPONSE_INVALID'],
    ['userinfo', 'USERINFO_UNAVAILABLE', 'USERINFO_INVALID'],
  ] as const)('of %s carry its own codes and durations', async (endpoint, unavailable, invalid) => {
    const log = createEventLog()
    const answers = [json({}), json({}, 500), json({}, 302)]
    const providerFetch = createProviderFetch(
      createFetchTransport(async () => answers.shift()!),
      5,
      log.emit,
    )
    await providerFetch(endpoint, URL_)
    await expect(providerFetch(endpoint, URL_)).rejects.toEqual(refusal(unavailable))
    await expect(providerFetch(endpoint, URL_)).rejects.toEqual(refusal(invalid))
    const duration = expect.any(Number)
    expect(log.events).toEqual([
      { type: 'provider-answered', endpoint, status: 200, duration },
      { type: 'provider-failed', endpoint, code: unavailable, duration },
      { type: 'provider-failed', endpoint, code: invalid, duration },
    ])
    expect(log.errors.map(({ code }) => code)).toEqual([unavailable, invalid])
  })
})

describe('what an answer repeats of its request', () => {
  const TOKEN = 'Zx9AbCdEfGhIjKlMnOpQrStUvWxYz0123-4'
  const failed = (
    answer: () => Response,
    endpoint: 'userinfo' | 'token' = 'userinfo',
    transport: Transport = createFetchTransport(async () => answer()),
  ) => {
    const request =
      endpoint === 'userinfo'
        ? { headers: { authorization: `Bearer ${TOKEN}` } }
        : { body: 'code=hush_code' }
    return failureOf(() => createProviderFetch(transport, 5, emit)(endpoint, URL_, request))
  }

  it.each([
    ['a media type', () => json({}, 200, { 'content-type': `text/${TOKEN}` })],
    ['a redirect', () => json({}, 302, { location: `/${TOKEN.replace('-', '%2d')}` })],
    ['one to a host', () => json({}, 302, { location: `https://${TOKEN}.example` })],
    ['a long redirect', () => json({}, 302, { location: `${'/a'.repeat(80)}/${TOKEN}` })],
  ])('is not in the error: %s', async (_, answer) => {
    const failure = await failed(answer)
    expect(failure).toBeInstanceOf(LoginError)
    const told = failure.message + JSON.stringify(failure) + (failure as LoginError).seen
    expect(told.toLowerCase()).not.toContain(TOKEN.slice(0, 8).toLowerCase())
  })

  it('is not in the error: a coding', async () => {
    const send: Transport['send'] = async () => ({
      status: 200,
      header: () => TOKEN,
      body: new Uint8Array(),
      defect: { kind: 'coding' },
    })
    const transport = { ...createFetchTransport(async () => json({})), send }
    const failure = await failed(() => json({}), 'userinfo', transport)
    expect((failure as LoginError).seen).toBe('a body in … that cannot be read')
  })

  it('is not in the error: the name of a failure', async () => {
    const failure = await failed(() => json({ error: 'hush_code' }, 503), 'token')
    expect(failure.message + JSON.stringify(failure)).not.toContain('hush')
  })
})
