import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { authenticate, requireSession } from '../../src/adapters/web.ts'
import { describeAdapter } from '../contract/adapter.ts'
import { listen } from '../support/server.ts'

describeAdapter('web', (login, { guarded, groups, answer }) =>
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
