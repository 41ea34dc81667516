import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { expect, it, onTestFinished, vi } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import { authenticate, requireSession } from '../../src/adapters/web.ts'
import { describeAdapter } from '../contract/adapter.ts'
import { textResponse } from '../contract/adapter-fixture.ts'
import { createFixture, createSignedIn } from '../support/fixture.ts'
import { APP } from '../support/provider.ts'
import { listen } from '../support/server.ts'
import { countingStore } from '../support/stores.ts'

describeAdapter('catflap/web', (login, { guarded, source, groups, status, answer }) =>
  listen(
    createServer(
      getRequestListener(async (request) => {
        const found = await (guarded || groups
          ? requireSession(login, request, { ...(groups && { groups }), ...(source && { source }) })
          : authenticate(login, request))
        if (found instanceof Response) return found
        const { pathname, search } = new URL(request.url)
        const pieces = answer(pathname + search, found)
        return textResponse(status, pieces)
      }),
    ),
  ),
)

it(
  'web: however often it is asked, one request reads the store once, at once, and makes no other',
  holds('catflap/web', 17, 18),
  async () => {
    const store = countingStore()
    const { login, cookie } = await createSignedIn({ session: { store } })
    const request = new Request(`${APP}/x`, { headers: { cookie } })
    const made = vi.fn()
    vi.stubGlobal('Request', new Proxy(Request, { construct: made }))
    onTestFinished(() => void vi.unstubAllGlobals())
    const before = store.reads.length
    // No promise: whoever does not wait for one goes on in the same tick.
    expect(authenticate(login, request)).toMatchObject({ sub: 'u-1' })
    expect(requireSession(login, request)).toMatchObject({ sub: 'u-1' })
    expect(requireSession(login, request, { groups: ['ADMIN'] })).toMatchObject({ status: 403 })
    expect([store.reads.length - before, made.mock.calls]).toEqual([1, []])
    const other = createFixture().login
    expect(requireSession(other, request)).toMatchObject({ status: 401 })
  },
)

it('web: a request that lives on, as that of a stream does, loses a session that has ended', async () => {
  const { login, cookie } = await createSignedIn()
  const request = new Request(`${APP}/events`, { headers: { cookie } })
  expect(await authenticate(login, request)).toMatchObject({ sub: 'u-1' })
  await login.endSessions('u-1', () => true)
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5000)
  onTestFinished(() => clock.mockRestore())
  expect(await authenticate(login, request)).toBeUndefined()
  expect(await requireSession(login, request)).toMatchObject({ status: 401 })
})

it('web: a guard takes a WebSocket of another page that it was told of, with a session', async () => {
  const { login, cookie } = await createSignedIn()
  const allowedOrigins = ['https://friend.example']
  const ask = async (from: string, sent: Record<string, string>) => {
    const headers = { upgrade: 'websocket', origin: from, ...sent }
    const found = await requireSession(login, new Request(`${APP}/live`, { headers }), {
      allowedOrigins,
    })
    return found instanceof Response ? found.status : found.sub
  }
  expect(await ask('https://friend.example', { cookie })).toBe('u-1')
  expect(await ask('https://friend.example', {})).toBe(401)
  expect(await ask('https://other.example', { cookie })).toBe(403)
  expect(await ask('https://other.example', {})).toBe(403)
})
