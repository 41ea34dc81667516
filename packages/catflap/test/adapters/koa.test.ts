import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import Koa from 'koa'
import { type LoginState, requireGroup, requireLogin, withLogin } from '../../src/adapters/koa.ts'
import { describeAdapter } from '../contract/adapter.ts'
import type { Serve } from '../contract/adapter-fixture.ts'
import { describeHotPath } from '../contract/adapter-hot-path.ts'
import { listen } from '../support/server.ts'

const serve: Serve = (login, { guarded, source, row, groups, status, answer }) => {
  const app = new Koa<LoginState>()
  const guard = groups ? requireGroup(login, ...groups) : requireLogin(login, source && { source })
  app.use(groups || guarded ? (guard as never) : withLogin(login))
  if (row) app.use(withLogin(login)).use(requireLogin(login) as never)
  app.use((ctx) => {
    ctx.status = status
    ctx.body = Readable.from(answer(ctx.originalUrl, ctx.state.session))
  })
  return listen(createServer(app.callback()))
}

describeAdapter('Koa 3', serve)
describeHotPath('Koa 3', serve)
