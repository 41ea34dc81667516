import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import Koa from 'koa'
import { type LoginState, requireGroup, requireLogin, withLogin } from '../../src/adapters/koa.ts'
import { describeAdapter } from '../contract/adapter.ts'
import { listen } from '../support/server.ts'

describeAdapter('Koa 3', (login, { guarded, groups, answer }) => {
  const app = new Koa<LoginState>()
  const guard = groups ? requireGroup(login, ...groups) : requireLogin(login)
  app.use(groups || guarded ? (guard as never) : withLogin(login))
  app.use((ctx) => {
    ctx.body = Readable.from(answer(ctx.originalUrl, ctx.state.session))
  })
  return listen(createServer(app.callback()))
})
