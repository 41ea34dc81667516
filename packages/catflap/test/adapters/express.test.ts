import { createServer } from 'node:http'
import express from 'express'
// @ts-expect-error Express 4 under a second name; its types are those of `express`.
import express4 from 'express4'
import type { Framework } from '../../../../test/contract/table.ts'
import { requireGroup, requireLogin, withLogin } from '../../src/adapters/express.ts'
import { describeAdapter } from '../contract/adapter.ts'
import type { Serve } from '../contract/adapter-fixture.ts'
import { describeHotPath } from '../contract/adapter-hot-path.ts'
import { listen } from '../support/server.ts'

const VERSIONS: readonly (readonly [Framework, typeof express])[] = [
  ['Express 5', express],
  ['Express 4', express4 as typeof express],
]

for (const [name, framework] of VERSIONS) {
  describeHotPath(name, serve(framework))
  describeAdapter(name, serve(framework))
}

function serve(framework: typeof express): Serve {
  return (login, { guarded, source, row, groups, status, answer }) => {
    const app = framework()
    const guard = groups
      ? requireGroup(login, ...groups)
      : requireLogin(login, source && { source })
    app.use(groups || guarded ? guard : withLogin(login))
    if (row) app.use(withLogin(login), requireLogin(login))
    app.use(async (req, res) => {
      res.status(status)
      for await (const piece of answer(req.originalUrl, req.auth)) {
        if (!res.write(piece)) await new Promise((resolve) => res.once('drain', resolve))
      }
      res.end()
    })
    return listen(createServer(app))
  }
}
