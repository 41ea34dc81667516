/**
 * A plain node:http app that greets: everybody, with `GUARDED=open` by name whoever is signed in, with
 * `GUARDED=yes` only those.
 */
import { createLogin } from 'catflap'
import { requireLogin, withLogin } from 'catflap/node'
import { serve, tellClocks } from './listen.mjs'

/**
 * @param {import('node:http').ServerResponse} res
 * @param {unknown} name
 */
const greet = (res, name) =>
  res.writeHead(200, { 'content-type': 'text/plain' }).end(`Hello ${name}`)

tellClocks()
switch (process.env.GUARDED) {
  case 'yes':
    serve(requireLogin(createLogin(), (_, res, session) => greet(res, session.claims.name)))
    break
  case 'open':
    serve(
      withLogin(createLogin(), (_, res, session) => greet(res, session?.claims.name ?? 'Alice')),
    )
    break
  default:
    serve((_, res) => greet(res, 'Alice'))
}
