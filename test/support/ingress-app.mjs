/** A small app behind the login, with nothing but the variables that it is given. */
import { createServer } from 'node:http'
import { createLogin } from 'catflap'
import { requireLogin } from 'catflap/node'

const login = createLogin()
const page = requireLogin(login, (req, res, session) => {
  res.setHeader('content-type', 'text/html; charset=utf-8')
  const user = req.headers['x-hc-user-id']
  res.end(`<!doctype html><title>app</title><p id="who">${session.claims.name} via ${user}</p>`)
})
createServer(page).listen(Number(process.env.PORT), '127.0.0.1')
