import { serve } from '@hono/node-server'
import { createLogin } from 'catflap'
import { requireLogin, withLogin } from 'catflap/hono'
import { Hono } from 'hono'

const login = createLogin()
const app = new Hono()
  .use(withLogin(login))
  .get('/', (c) => c.text(c.get('session') ? 'You are signed in' : 'Everybody may see this'))
  .get('/private/*', requireLogin(login), (c) =>
    c.text(`Hello ${c.get('session').claims.name}, you asked for ${c.req.path}`),
  )
serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 5005), hostname: '127.0.0.1' })
