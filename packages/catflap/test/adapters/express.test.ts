import { createServer } from 'node:http'
import express from 'express'
// @ts-expect-error Express 4 under a second name; its types are those of `express`.
import express4 from 'express4'
import type { Framework } from '../../../../test/contract/table.ts'
import { requireGroup, requireLogin, withLogin } from '../../src/adapters/express.ts'
import { describeAdapter } from '../contract/adapter.ts'
import { listen } from '../support/server.ts'

const VERSIONS: readonly (readonly [Framework, typeof express])[] = [
  ['Express 5', express],
  ['Express 4', express4 as typeof express],
]

for (const [name, framework] of VERSIONS) {
  describeAdapter(name, (login, { guarded, groups, answer }) => {
    const app = framework()
    app.use(groups ? requireGroup(login, ...groups) : (guarded ? requireLogin : withLogin)(login))
    app.use(async (req, res) => {
      for (const piece of answer(req.originalUrl, req.auth)) {
        if (!res.write(piece)) await new Promise((resolve) => res.once('drain', resolve))
      }
      res.end()
    })
    return listen(createServer(app))
  })
}
