/**
 * A Fastify app that greets; with `GUARDED=yes` only whoever is signed in, with `GUARDED=empty` behind
 * hooks that do nothing.
 */
import { createLogin } from 'catflap'
import catflap from 'catflap/fastify'
import fastify from 'fastify'
import { listen, tellClocks } from './listen.mjs'

tellClocks()
const app = fastify()
if (process.env.GUARDED === 'yes') {
  await app.register(catflap, { login: createLogin() })
  app.get(
    '/',
    { onRequest: app.requireLogin },
    async (request) => `Hello ${request.auth?.claims.name}`,
  )
} else {
  /** @type {import('fastify').onRequestHookHandler} */
  const empty = (_request, _reply, done) => done()
  const hooks = process.env.GUARDED === 'empty'
  if (hooks) app.addHook('onRequest', empty)
  app.get('/', hooks ? { onRequest: empty } : {}, async () => 'Hello Alice')
}
await app.ready()
listen(app.server)
