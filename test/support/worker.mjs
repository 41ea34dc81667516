/**
 * One process of an app behind the login, for tests that need several: it answers with its session,
 * with its access token's hash, and moves its clock when told to.
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { createLogin, LoginError } from 'catflap'
import { withLogin } from 'catflap/node'

let offset = 0
const login = createLogin({
  now: () => Math.floor(Date.now() / 1000) + offset,
  provider: { timeout: Number(process.env.WORKER_TIMEOUT ?? 5) },
  onEvent: (event) => console.log(JSON.stringify(event)),
})
/** @param {string} text */
const hash = (text) => createHash('sha256').update(text).digest('hex')

const app = withLogin(login, async (req, res, session) => {
  const { pathname, searchParams } = new URL(req.url ?? '/', login.origin)
  if (pathname === '/clock') {
    offset = Number(searchParams.get('offset'))
    return res.end('moved')
  }
  if (session === undefined) return res.writeHead(401).end('nobody')
  if (pathname !== '/token') return res.end(session.sub)
  try {
    res.end(hash(await session.accessToken()))
  } catch (error) {
    const refused = error instanceof LoginError
    res.writeHead(refused ? error.status : 500).end(refused ? error.code : 'a bug')
  }
})
createServer(app).listen(Number(process.env.PORT), '127.0.0.1', () => {
  console.log('listening')
})
