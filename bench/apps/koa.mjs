/**
 * A Koa app that greets; with `GUARDED=yes` only whoever is signed in, with `GUARDED=empty` behind a
 * middleware that does nothing.
 */
import { createLogin } from 'catflap'
import { requireLogin } from 'catflap/koa'
import Koa from 'koa'
import { serve, tellClocks } from './listen.mjs'

tellClocks()
const app = new Koa()
if (process.env.GUARDED === 'yes') {
  app.use(requireLogin(createLogin()))
  app.use((ctx) => {
    ctx.body = `Hello ${ctx.state.session.claims.name}`
  })
} else {
  if (process.env.GUARDED === 'empty') app.use((_, next) => next())
  app.use((ctx) => {
    ctx.body = 'Hello Alice'
  })
}
serve(app.callback())
