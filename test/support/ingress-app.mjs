/** A small app behind the login, with nothing but the variables that it is given. */
import { createServer } from 'node:http'
import { createLogin } from 'catflap'
import { requireLogin } from 'catflap/node'

// An app that anybody may open, as one outside a box does, is told no user by the ingress.
const login = createLogin(process.env.OPEN === '1' ? { session: { followIngressUser: false } } : {})
const page = requireLogin(login, (req, res, session) => {
  res.setHeader('content-type', 'text/html; charset=utf-8')
  const user = req.headers['x-hc-user-id']
  res.end(`<!doctype html><title>app</title><p id="who">${session.claims.name} via ${user}</p>`)
})
createServer(page).listen(Number(process.env.PORT), '127.0.0.1')
