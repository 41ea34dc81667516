import { Readable } from 'node:stream'
import Fastify from 'fastify'
import catflap from '../../src/adapters/fastify.ts'
import { describeAdapter } from '../contract/adapter.ts'

describeAdapter('Fastify 5', async (login, { guarded, groups, answer }) => {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(catflap, { login })
  if (groups) app.addHook('onRequest', app.requireGroup(...groups))
  if (guarded) app.addHook('onRequest', app.requireLogin)
  app.setNotFoundHandler((request, reply) => {
    reply.code(200).send(Readable.from(answer(request.originalUrl, request.auth)))
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  return { origin: `http://127.0.0.1:${port}`, close: () => app.close() }
})
