import { describe, expect, it } from 'vitest'
import { ProxyFailure } from '../../src/provider/proxy.ts'
import { fetchRedirect } from '../../src/provider/redirect.ts'
import type { Outgoing, Transport } from '../../src/provider/transport.ts'

const ADDRESS = 'https://op.example/sys/auth?client_id=rp-1'
const failing = (error: unknown): Transport => ({
  send: () => Promise.reject(error),
  proxyOf: () => 'http://proxy.example:3128',
  close: async () => undefined,
})

describe('where an address of the provider sends a browser', () => {
  const asked: unknown[] = []
  const answered = (status: number, location: string | null) => {
    const send = async (url: string, request: Outgoing) => {
      asked.push([url, { ...request, reads: request.reads(200) }])
      const header = (name: string) => (name === 'location' ? location : 'of another')
      return { status, header, body: new Uint8Array(), defect: undefined }
    }
    return fetchRedirect({ ...failing(undefined), send }, ADDRESS, 3)
  }

  it.each([
    [302, 'https://op.example/login', 'https://op.example/login'],
    [300, '/login?a=1', 'https://op.example/login?a=1'],
    [399, 'login', 'https://op.example/sys/login'],
    [303, '', ADDRESS],
    [302, null, undefined],
    [302, 'https://', undefined],
    [200, '/login', undefined],
    [299, '/login', undefined],
    [400, '/login', undefined],
  ])('is told by %i and %j', async (status, location, whole) => {
    expect(await answered(status, location)).toEqual({ status, location: whole })
  })

  it('is asked without a cookie, and no body is read', async () => {
    asked.length = 0
    await answered(302, '/login')
    const request = { method: 'GET', headers: {}, body: undefined, timeout: 3, maxBytes: 0 }
    expect(asked).toEqual([[ADDRESS, { ...request, reads: false }]])
  })

  it.each([
    ['nobody', new DOMException('late', 'TimeoutError'), 'no answer in time'],
    [
      'a name that does not resolve',
      Object.assign(new Error('no'), { code: 'ENOTFOUND' }),
      'ENOTFOUND (the host name does not resolve)',
    ],
    [
      'the proxy',
      new ProxyFailure(undefined, Object.assign(new Error('no'), { code: 'ECODE' })),
      'proxy http://proxy.example:3128: ECODE',
    ],
    [
      'a proxy that refuses',
      new ProxyFailure(407),
      'proxy http://proxy.example:3128: status 407 (it wants other credentials)',
    ],
    ['what is no error', 'no', 'a failed connection'],
  ])('is not told by %s, but why', async (_, error, failure) => {
    expect(await fetchRedirect(failing(error), ADDRESS, 3)).toEqual({ failure })
  })
})
