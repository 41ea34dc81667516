import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { expect, it } from 'vitest'
import { authenticate, requireSession } from '../../src/adapters/web.ts'
import { describeAdapter } from '../contract/adapter.ts'
import { createSignedIn } from '../support/fixture.ts'
import { APP } from '../support/provider.ts'
import { listen } from '../support/server.ts'

describeAdapter('catflap/web', (login, { guarded, groups, answer }) =>
  listen(
    createServer(
      getRequestListener(async (request) => {
        const found = await (guarded || groups
          ? requireSession(login, request, groups ? { groups } : {})
          : authenticate(login, request))
        if (found instanceof Response) return found
        const { pathname, search } = new URL(request.url)
        const pieces = answer(pathname + search, found)
        return new Response(ReadableStream.from(pieces).pipeThrough(new TextEncoderStream()))
      }),
    ),
  ),
)

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
