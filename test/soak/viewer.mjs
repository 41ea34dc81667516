/** The ENV viewer of a soak, as a process of its own, with a clock that the parent moves. */
import { createAdaptorServer } from '@hono/node-server'
import { createViewer } from 'catflap-env-viewer'
import { answerParent } from './child.mjs'

let skew = 0
const viewer = createViewer({ environment: process.env, now: () => Date.now() / 1000 + skew })
const server = createAdaptorServer({ fetch: viewer.app.fetch })
server.listen(Number(process.env.PORT), '127.0.0.1', () =>
  answerParent({
    /** @param {number} seconds - from the true time */
    move: (seconds) => {
      skew = seconds
    },
  }),
)
