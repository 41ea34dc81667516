/** What stands for cryptography, compression and the web's classes in histories does as those do, as far as is seen there. */
import * as realCrypto from 'node:crypto'
import * as realZlib from 'node:zlib'
import { expect, it } from 'vitest'
import { loadHistories } from './build.mjs'
import * as crypto from './stand-ins/crypto.ts'
import * as web from './stand-ins/web.ts'
import * as zlib from './stand-ins/zlib.ts'

it('a seed gives the same history, step by step, with the real ones', async () => {
  const [real, cheap] = [await loadHistories(undefined, { real: true }), await loadHistories()]
  for (let seed = 1; seed <= 10; seed++) {
    const [one, two] = [await real.runHistory(seed), await cheap.runHistory(seed)]
    expect(two.order).toBe(one.order)
    expect(two.log()).toEqual(one.log())
    expect(one.steps).toBeGreaterThan(50)
  }
}, 600_000)

const CRYPTO = [
  ['real', realCrypto],
  ['stand-in', crypto as unknown as typeof realCrypto],
] as const

it.each(CRYPTO)(
  'a digest follows from algorithm, key and text alone: %s',
  (_, { createHash, createHmac, hash }) => {
    const one = (text: string, algorithm = 'sha256') =>
      createHash(algorithm).update(text).digest('hex')
    const keyed = (key: string, text: string) =>
      createHmac('sha256', key).update(text).digest('base64url')
    expect(one('a')).toBe(one('a'))
    expect(hash('sha256', 'a', 'hex')).toBe(one('a'))
    expect(keyed('k', 'a')).toBe(keyed('k', 'a'))
    const different = [one('a'), one('b'), one(''), one('a', 'sha512'), keyed('k', 'a')]
    expect(new Set([...different, keyed('l', 'a'), keyed('k', 'b')]).size).toBe(7)
    expect(createHash('sha256').update('a').digest()).toHaveLength(32)
    expect(hash('sha512', 'a', 'buffer')).toHaveLength(64)
    expect(() => createHash('none')).toThrow(/not supported/)
    const done = createHash('sha256')
    done.digest()
    expect(() => done.digest()).toThrow('already called')
  },
)

it.each(CRYPTO)('random bytes never come twice: %s', (_, { randomBytes }) => {
  const drawn = Array.from({ length: 20_000 }, () => randomBytes(9).toString('hex'))
  expect(new Set(drawn).size).toBe(drawn.length)
  expect(drawn.every((one) => one.length === 18)).toBe(true)
})

it.each(CRYPTO)('a seal opens for its key, name, start and bytes alone: %s', (_, library) => {
  const { createCipheriv, createDecipheriv } = library
  const [key, iv] = [Buffer.alloc(32, 1), Buffer.alloc(12, 2)]
  const options = { authTagLength: 16 }
  const cipher = createCipheriv('aes-256-gcm', key, iv, options)
  cipher.setAAD(Buffer.from('name'))
  const sealed = Buffer.from(cipher.update('a text'))
  expect(cipher.final()).toHaveLength(0)
  const tag = cipher.getAuthTag()
  expect(tag).toHaveLength(16)
  const good = { key, iv, name: 'name', sealed, tag }
  const open = (change: Partial<typeof good>): string => {
    const one = { ...good, ...change }
    const decipher = createDecipheriv('aes-256-gcm', one.key, one.iv, options)
    decipher.setAAD(Buffer.from(one.name)).setAuthTag(one.tag)
    const text = decipher.update(one.sealed)
    decipher.final()
    return text.toString()
  }
  expect(open({})).toBe('a text')
  const altered = (bytes: Buffer) =>
    Buffer.from(bytes.map((byte, i) => (i === 3 ? byte ^ 1 : byte)))
  for (const part of ['key', 'iv', 'sealed', 'tag'] as const) {
    expect(() => open({ [part]: altered(good[part]) })).toThrow('unable to authenticate')
  }
  expect(() => open({ name: 'another' })).toThrow('unable to authenticate')
  expect(() => createCipheriv('aes-256-gcm', key.subarray(1), iv)).toThrow('Invalid key length')
})

it.each(CRYPTO)('a signature is that of its key and text alone: %s', (_, library) => {
  const { createPublicKey, generateKeyPairSync, sign, verify } = library
  const make = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const [pair, other] = [make(), make()]
  const dsaEncoding = 'ieee-p1363' as const
  const text = Buffer.from('a text')
  const signature = sign('sha256', text, { key: pair.privateKey, dsaEncoding })
  const published = (of: typeof pair) =>
    createPublicKey({ key: of.publicKey.export({ format: 'jwk' }), format: 'jwk' })
  const fits = (of: typeof pair, data = text, made = signature) =>
    verify('sha256', data, { key: published(of), dsaEncoding }, made)
  expect(signature).toHaveLength(64)
  expect(fits(pair)).toBe(true)
  expect(fits(other)).toBe(false)
  expect(fits(pair, Buffer.from('another'))).toBe(false)
  expect(fits(pair, text, signature.subarray(1))).toBe(false)
  expect(() => sign('sha256', text, { key: published(pair), dsaEncoding })).toThrow(/public/)
})

it.each([
  ['real', realZlib],
  ['stand-in', zlib as unknown as typeof realZlib],
] as const)('what was packed is unpacked, and nothing else is: %s', (_, library) => {
  const { deflateRawSync, inflateRawSync } = library
  expect(inflateRawSync(deflateRawSync('a text, 懒猫')).toString()).toBe('a text, 懒猫')
  expect(() => inflateRawSync(Buffer.from([7, 7, 7]))).toThrow()
})

const WEB = [
  ['real', { Headers, Response, Request, AbortController }],
  ['stand-in', web as unknown as typeof globalThis],
] as const

it.each(WEB)('headers are read in any case, and cookies stay apart: %s', (_, { Headers }) => {
  const headers = new Headers({ Location: '/a', 'x-two': '1' })
  headers.append('X-Two', '2')
  headers.append('set-cookie', 'a=1')
  headers.append('Set-Cookie', 'b=2')
  headers.set('location', '/b')
  headers.delete('none')
  expect(headers.get('LOCATION')).toBe('/b')
  expect(headers.get('x-two')).toBe('1, 2')
  expect(headers.get('set-cookie')).toBe('a=1, b=2')
  expect(headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect([headers.has('x-two'), headers.has('none'), headers.get('none')]).toEqual([
    true,
    false,
    null,
  ])
  expect(Object.fromEntries(new Headers(headers))).toMatchObject({
    location: '/b',
    'x-two': '1, 2',
  })
})

it.each(WEB)('a body is read once: %s', async (_, { Response }) => {
  const response = new Response('{"a":1}', { status: 401, headers: { 'x-a': '1' } })
  expect([response.status, response.ok, response.headers.get('x-a')]).toEqual([401, false, '1'])
  expect(await response.clone().json()).toEqual({ a: 1 })
  expect(response.bodyUsed).toBe(false)
  expect(await response.text()).toBe('{"a":1}')
  expect(response.bodyUsed).toBe(true)
  await expect(response.text()).rejects.toThrow(TypeError)
  expect(() => response.clone()).toThrow(TypeError)
  expect([new Response(null).status, new Response(null).body]).toEqual([200, null])
})

it.each(WEB)('a form is read in chunks: %s', async (_, { Request }) => {
  const init = { method: 'POST', body: 'a=1', headers: { 'content-type': 'x/y' } }
  const request = new Request('https://app.example/path?x=1', init)
  expect([request.method, request.url]).toEqual(['POST', 'https://app.example/path?x=1'])
  const reader = request.body!.getReader()
  const { done, value } = await reader.read()
  expect([done, Buffer.from(value!).toString()]).toEqual([false, 'a=1'])
  expect((await reader.read()).done).toBe(true)
  expect(request.bodyUsed).toBe(true)
  expect(new Request('https://app.example/').method).toBe('GET')
})

it.each(WEB)('a signal is given once, with its reason: %s', (_, { AbortController }) => {
  const controller = new AbortController()
  let told = 0
  controller.signal.addEventListener('abort', () => told++)
  const reason = new Error('late')
  controller.abort(reason)
  controller.abort(new Error('again'))
  expect([told, controller.signal.aborted, controller.signal.reason]).toEqual([1, true, reason])
})
