/**
 * One of several processes of an app behind the login: it tells who is signed in, and at `/token`
 * the hash of a live access token. Its clock is moved by the parent.
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { createLogin } from 'catflap'
import { requireLogin } from 'catflap/node'
import { listen } from './listen.mjs'

let offset = Number(process.env.CLOCK_OFFSET ?? 0)
const login = createLogin({ now: () => Math.floor(Date.now() / 1000) + offset })

const app = requireLogin(login, async (req, res, session) => {
  if (req.url !== '/token') return res.end(session.sub)
  try {
    res.end(
      createHash('sha256')
        .update(await session.accessToken())
        .digest('hex'),
    )
  } catch (error) {
    const { status, headers } = login.refuse(error, () => undefined)
    res.writeHead(status, Object.fromEntries(headers)).end()
  }
})

process.on('message', (/** @type {{ readonly offset: number }} */ message) => {
  offset = message.offset
  process.send?.({})
})
listen(createServer(app))
