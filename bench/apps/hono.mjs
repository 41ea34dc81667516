/**
 * A Hono app that greets; with `GUARDED` only whoever is signed in.
 */
import { createAdaptorServer } from '@hono/node-server'
import { createLogin } from 'catflap'
import { requireLogin } from 'catflap/hono'
import { Hono } from 'hono'
import { listen, tellProcessorTime } from './listen.mjs'

tellProcessorTime()
const guarded = process.env.GUARDED === 'yes'
const app = guarded
  ? new Hono()
      .use(requireLogin(createLogin()))
      .get('/', (c) => c.text(`Hello ${c.get('session').claims.name}`))
  : new Hono().get('/', (c) => c.text('Hello Alice'))
const server = createAdaptorServer({ fetch: app.fetch })
listen(/** @type {import('node:http').Server} */ (server))
