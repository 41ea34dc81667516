import { createServer } from 'node:http'
import { createLogin } from 'catflap'
import { requireLogin } from 'catflap/node'

const login = createLogin()
const app = requireLogin(login, (req, res, session) => {
  res.end(`Hello ${session.claims.name}, you asked for ${req.url}`)
})
createServer(app).listen(Number(process.env.PORT ?? 5005), '127.0.0.1')
