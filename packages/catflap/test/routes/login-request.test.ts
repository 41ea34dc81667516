/** What a route reads of a request, whether somebody has made a `Request` of it or not. */
import { describe, expect, it } from 'vitest'
import { readRequest } from '../../src/routes/login-request.ts'
import { createFixture } from '../support/fixture.ts'
import { APP } from '../support/provider.ts'

const HEADERS: Readonly<Record<string, string>> = { cookie: 'a=b', host: 'elsewhere.example' }
const header = (name: string) => HEADERS[name]

describe('a request without a body', () => {
  it('has its address from the configured origin, whatever its headers say', async () => {
    const asked = readRequest({ method: 'GET', target: '/login?return_to=%2Fa', header }, APP)
    expect([asked.method, asked.url.href]).toEqual(['GET', `${APP}/login?return_to=%2Fa`])
    expect([asked.header('cookie'), asked.header('origin')]).toEqual(['a=b', undefined])
    expect(await asked.body()).toBe('')
  })

  it.each([
    ['get', 'GET'],
    ['Delete', 'DELETE'],
    ['patch', 'patch'],
    ['getx', 'getx'],
    ['xput', 'xput'],
  ])('of the method %s is one of %s, as a Request would have it', (method, read) => {
    expect(readRequest({ method, target: '/login', header }, APP).method).toBe(read)
    expect(new Request(APP, { method }).method).toBe(read)
  })

  it('is answered as the same Request is', async () => {
    const { login } = createFixture()
    for (const [method, target, status] of [
      ['GET', '/login?return_to=%2Fa', 302],
      ['get', '/login?return_to=%2Fa', 302],
      ['HEAD', '/login', 405],
      ['patch', '/login', 405],
      ['GET', '/callback?state=x&code=y', 400],
      ['DELETE', '/logout', 405],
      ['TRACE', '/login', 405],
    ] as const) {
      const plain = await login.handle({ method, target, header })
      expect([method, target, plain.status]).toEqual([method, target, status])
      if (method === 'TRACE') continue
      const web = await login.handle(new Request(APP + target, { method, headers: HEADERS }))
      const names = (of: Response) => [...of.headers.keys()].sort()
      expect([web.status, names(web)]).toEqual([plain.status, names(plain)])
    }
  })

  it('is of no path where its target makes no address', async () => {
    const { login } = createFixture()
    for (const target of ['*', ':99999/', 'http://[/login']) {
      expect((await login.handle({ method: 'GET', target, header })).status, target).toBe(404)
    }
  })
})
