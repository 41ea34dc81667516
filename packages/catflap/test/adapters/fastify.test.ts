import { Readable } from 'node:stream'
import Fastify from 'fastify'
import catflap from '../../src/adapters/fastify.ts'
import { describeAdapter } from '../contract/adapter.ts'
import type { Serve } from '../contract/adapter-fixture.ts'
import { describeHotPath } from '../contract/adapter-hot-path.ts'

const serve: Serve = async (login, { guarded, source, row, groups, status, answer }) => {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(catflap, { login })
  if (groups) app.addHook('onRequest', app.requireGroup(...groups))
  if (guarded) app.addHook('onRequest', source ? app.requireOidcLogin : app.requireLogin)
  if (row) app.addHook('onRequest', app.requireLogin)
  app.setNotFoundHandler((request, reply) => {
    reply.code(status).send(Readable.from(answer(request.originalUrl, request.auth)))
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  return { server: app.server, origin: `http://127.0.0.1:${port}`, close: () => app.close() }
}

describeAdapter('Fastify 5', serve)
describeHotPath('Fastify 5', serve)
