/** What is asked of a transport, and which of its answers are handed on. */
import { describe, expect, it, vi } from 'vitest'
import type { ProviderEndpoint } from '../../src/events.ts'
import { createProviderFetch, readObject } from '../../src/provider/http.ts'
import { ProxyFailure } from '../../src/provider/proxy.ts'
import type { Incoming, Outgoing, Transport } from '../../src/provider/transport.ts'
import { createEventLog } from '../support/events.ts'
import { refusal } from '../support/refusal.ts'

const URL_ = 'https://op.example/path'

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly text?: string
  readonly defect?: Incoming['defect']
}

/** A transport that gives one answer, and keeps what it was asked. */
function answering({ status = 200, headers, text = '{}', defect }: Answer = {}) {
  const asked: Outgoing[] = []
  const all: Readonly<Record<string, string>> = { 'content-type': 'application/json', ...headers }
  const transport: Transport = {
    async send(_, request) {
      asked.push(request)
      return { status, header: (name) => all[name] ?? null, body: Buffer.from(text), defect }
    },
    proxyOf: () => undefined,
    close: async () => undefined,
  }
  const log = createEventLog()
  return { ask: createProviderFetch(transport, 5, log.emit), asked, log }
}
const ask = (endpoint: ProviderEndpoint, answer: Answer) => answering(answer).ask(endpoint, URL_)

describe('a request', () => {
  it('is one of GET without a body, and one of POST with one', async () => {
    const { ask, asked } = answering()
    await ask('jwks', URL_)
    await ask('token', URL_, { headers: { accept: 'x' }, body: 'a=b' })
    expect(asked).toMatchObject([
      { method: 'GET', headers: {}, body: undefined, timeout: 5, maxBytes: 1_048_576 },
      { method: 'POST', headers: { accept: 'x' }, body: 'a=b' },
    ])
  })

  it('waits no longer than usual, and less where less is left; where nothing is, nothing is sent', async () => {
    const { ask, asked } = answering()
    await ask('jwks', URL_, {}, 9)
    await ask('jwks', URL_, {}, 2)
    expect(asked.map(({ timeout }) => timeout)).toEqual([5, 2])
    for (const left of [0, -1]) {
      await expect(ask('token', URL_, { body: 'code=1' }, left)).rejects.toEqual(
        refusal('TOKEN_ENDPOINT_UNAVAILABLE', { parameter: 'timeout' }),
      )
    }
    expect(asked).toHaveLength(2)
  })

  it.each<[ProviderEndpoint, readonly number[]]>([
    ['jwks', [200, 299, 400, 404, 428, 430, 499]],
    ['token', [200, 299, 400, 404, 428, 429, 430, 499, 500, 503]],
  ])('of %s has bodies read of these answers alone: %j', async (endpoint, read) => {
    const { ask, asked } = answering()
    await ask(endpoint, URL_)
    const all = [0, 200, 299, 300, 302, 399, 400, 404, 428, 429, 430, 499, 500, 503]
    expect(all.filter((status) => asked[0]?.reads(status))).toEqual(read)
  })
})

describe('an answer', () => {
  it.each<[ProviderEndpoint, Answer]>([
    ['userinfo', { headers: { 'content-type': 'application/jwt' }, text: 'a.b.c' }],
    ['jwks', { headers: { 'content-type': 'application/jwk-set+json' } }],
    ['revocation', { headers: { 'content-type': 'text/html' }, text: '<p>' }],
    ['jwks', { status: 404, headers: { 'content-type': 'text/html' }, text: '<p>' }],
  ])('of %s is handed on: %j', async (endpoint, answer) => {
    const { status = 200, text = '{}' } = answer
    expect(await ask(endpoint, answer)).toMatchObject({ status, text })
  })

  it.each<[ProviderEndpoint, string]>([
    ['jwks', 'application/jwt'],
    ['userinfo', 'application/jwtx'],
    ['jwks', 'text/application/json'],
    ['jwks', 'application/jsonx'],
  ])('of %s in %s is refused', async (endpoint, type) => {
    await expect(ask(endpoint, { headers: { 'content-type': type }, text: 'x' })).rejects.toEqual(
      refusal(endpoint === 'jwks' ? 'JWKS_INVALID' : 'USERINFO_INVALID', {
        parameter: 'content-type',
        expected: `application/json from ${URL_}`,
        seen: type,
      }),
    )
  })

  it.each<[number, object, string]>([
    [302, { location: '/x?hush' }, 'a redirect (302) to https://op.example/x'],
    [300, {}, 'a redirect (300)'],
    [399, { location: 'http://[' }, 'a redirect (399)'],
    [0, {}, 'a redirect (0)'],
  ])('of %d %j leads nowhere', async (status, headers, seen) => {
    await expect(ask('userinfo', { status, headers: { ...headers } })).rejects.toEqual(
      refusal('USERINFO_INVALID', {
        parameter: 'status',
        expected: `an answer from ${URL_}`,
        seen,
      }),
    )
  })

  it.each<[Answer, string]>([
    [{ status: 503, text: '{"error":"server_error"}' }, 'status 503 (server_error)'],
    [{ status: 429, text: '{"error":"slow_down"}' }, 'status 429 (slow_down)'],
    [{ status: 500, text: '{"error":"<p>server_error"}' }, 'status 500'],
    [{ status: 500, text: '{"error":"server_error<p>"}' }, 'status 500'],
    [{ status: 500, text: `{"error":"${'x'.repeat(41)}"}` }, 'status 500'],
    [{ status: 500, text: '{"error":7}' }, 'status 500'],
    [{ status: 502, text: '<p>' }, 'status 502'],
    [
      { status: 500, text: '{"error":"server_error"}', defect: { kind: 'oversized' } },
      'status 500',
    ],
  ])(
    'that fails is told by its status, and by its name where it is one: %j',
    async (answer, seen) => {
      await expect(ask('token', answer)).rejects.toEqual(
        refusal('TOKEN_ENDPOINT_UNAVAILABLE', { parameter: 'status', seen }),
      )
    },
  )

  it('of an endpoint whose failures have no names is told by its status alone', async () => {
    await expect(ask('jwks', { status: 503, text: '{"error":"server_error"}' })).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', { parameter: 'status', seen: 'status 503' }),
    )
  })

  it.each<[Incoming['defect'], object]>([
    [{ kind: 'late' }, { code: 'JWKS_UNAVAILABLE', parameter: 'timeout' }],
    [{ kind: 'oversized' }, { code: 'JWKS_INVALID', parameter: 'body', seen: 'more' }],
    [{ kind: 'coding' }, { code: 'JWKS_INVALID', parameter: 'content-encoding' }],
    [
      { kind: 'cut', error: Object.assign(new Error('hush'), { code: 'ECONNRESET' }) },
      { code: 'JWKS_UNAVAILABLE', seen: 'ECONNRESET (the connection was cut)' },
    ],
  ])('whose body is not whole is told as what it is: %j', async (defect, expected) => {
    await expect(ask('jwks', { defect })).rejects.toMatchObject(expected)
  })

  it('of more than may be read says whether it was packed', async () => {
    const headers = { 'content-encoding': 'gzip' }
    await expect(ask('jwks', { headers, defect: { kind: 'oversized' } })).rejects.toMatchObject({
      seen: 'more, once decompressed',
    })
  })

  it('to a revocation is good by its status, and by nothing else', async () => {
    await expect(ask('revocation', { status: 404 })).rejects.toEqual(
      refusal('REVOCATION_REFUSED', {
        parameter: 'status',
        expected: `status 200 from ${URL_}`,
        seen: 'status 404',
      }),
    )
  })
})

it('an exchange takes the time from its request to its end, in whole milliseconds', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValueOnce(1000).mockReturnValueOnce(1041.6)
  const { ask, log } = answering()
  await ask('jwks', URL_)
  now.mockRestore()
  expect(log.events).toMatchObject([{ type: 'provider-answered', duration: 42 }])
})

it('a refusal names the endpoint, and what of its answer is no good', async () => {
  await expect(ask('jwks', { status: 302 })).rejects.toThrow(/^jwks: unacceptable status /)
})

it('an object is read of status 200 alone', () => {
  expect(readObject('jwks', URL_, { status: 200, text: '{"a":1}' })).toEqual({ a: 1 })
  const expected = `status 200 and a JSON object from ${URL_}`
  expect(() => readObject('jwks', URL_, { status: 201, text: '{"a":1}' })).toThrow(
    refusal('JWKS_INVALID', { parameter: 'status', expected, seen: 'status 201' }) as Error,
  )
  expect(() => readObject('jwks', URL_, { status: 200, text: '[]' })).toThrow(
    refusal('JWKS_INVALID', { parameter: 'body', expected, seen: 'other JSON' }) as Error,
  )
})

describe('no answer', () => {
  const PROXY = 'http://proxy.example:3128'
  const failing = (error: unknown, proxy?: string) =>
    createProviderFetch(
      {
        send: () => Promise.reject(error),
        proxyOf: () => proxy,
        close: async () => undefined,
      },
      5,
      createEventLog().emit,
    )
  const refused = Object.assign(new Error('hush'), { code: 'ECONNREFUSED' })
  const SAID = 'ECONNREFUSED (nothing listens at this port)'

  it.each<[string, unknown, string | undefined, string, string]>([
    ['the provider', refused, undefined, 'jwks', SAID],
    ['what is behind a proxy', refused, PROXY, 'jwks', `${SAID}, by way of the proxy ${PROXY}`],
    ['a proxy', new ProxyFailure(undefined, refused), PROXY, 'proxy', `proxy ${PROXY}: ${SAID}`],
    ['a proxy', new ProxyFailure(502), PROXY, 'proxy', `proxy ${PROXY}: status 502`],
    [
      'a proxy',
      new ProxyFailure(407),
      PROXY,
      'proxy',
      `proxy ${PROXY}: status 407 (it wants other credentials)`,
    ],
  ])('is told of %s', async (_, error, proxy, parameter, seen) => {
    await expect(failing(error, proxy)('jwks', URL_, {}, 2)).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', {
        parameter,
        expected: `an answer from ${URL_} within 5 seconds`,
        seen,
      }),
    )
  })

  it.each([
    [0.34, '0.3'],
    [1.4, '1'],
    [2.6, '3'],
  ])('within %s seconds is told as such', async (left, seconds) => {
    const error = new DOMException('late', 'TimeoutError')
    await expect(failing(error)('jwks', URL_, {}, left)).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', {
        parameter: 'timeout',
        expected: `an answer from ${URL_} within ${seconds} seconds`,
        seen: 'no answer in time',
      }),
    )
  })
})
