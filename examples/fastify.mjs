import { createLogin } from 'catflap'
import catflap from 'catflap/fastify'
import Fastify from 'fastify'

const app = Fastify()
await app.register(catflap, { login: createLogin() })
app.get('/', async (request) => (request.auth ? 'You are signed in' : 'Everybody may see this'))
app.get(
  '/private/*',
  { onRequest: app.requireLogin },
  async (request) => `Hello ${request.auth?.claims.name}, you asked for ${request.url}`,
)
await app.listen({ port: Number(process.env.PORT ?? 5005), host: '127.0.0.1' })
