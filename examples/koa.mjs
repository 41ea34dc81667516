import { createLogin } from 'catflap'
import { requireLogin, withLogin } from 'catflap/koa'
import Koa from 'koa'

const login = createLogin()
const guard = requireLogin(login)
const app = new Koa()
app.use(withLogin(login))
app.use((ctx, next) => {
  if (ctx.path.startsWith('/private')) return guard(ctx, next)
  ctx.body = ctx.state.session ? 'You are signed in' : 'Everybody may see this'
})
app.use((ctx) => {
  ctx.body = `Hello ${ctx.state.session?.claims.name}, you asked for ${ctx.originalUrl}`
})
app.listen(Number(process.env.PORT ?? 5005), '127.0.0.1')
