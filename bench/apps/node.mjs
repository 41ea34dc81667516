/**
 * A plain node:http app that greets; with `GUARDED` only whoever is signed in.
 */
import { createServer } from 'node:http'
import { createLogin } from 'catflap'
import { requireLogin } from 'catflap/node'
import { listen, tellProcessorTime } from './listen.mjs'

/**
 * @param {import('node:http').ServerResponse} res
 * @param {string} name
 */
const greet = (res, name) =>
  res.writeHead(200, { 'content-type': 'text/plain' }).end(`Hello ${name}`)

tellProcessorTime()
const guarded = process.env.GUARDED === 'yes'
listen(
  createServer(
    guarded
      ? requireLogin(createLogin(), (_, res, session) => greet(res, String(session.claims.name)))
      : (_, res) => greet(res, 'Alice'),
  ),
)
