/**
 * A Hono app that greets; with `GUARDED=yes` only whoever is signed in, with `GUARDED=empty` behind a
 * middleware that does nothing.
 */
import { createAdaptorServer } from '@hono/node-server'
import { createLogin } from 'catflap'
import { requireLogin } from 'catflap/hono'
import { Hono } from 'hono'
import { listen, tellClocks } from './listen.mjs'

/** @param {import('hono').Context} c */
const greet = (c) => c.text('Hello Alice')

function createApp() {
  switch (process.env.GUARDED) {
    case 'yes':
      return new Hono()
        .use(requireLogin(createLogin()))
        .get('/', (c) => c.text(`Hello ${c.get('session').claims.name}`))
    case 'empty':
      return new Hono().use((_, next) => next()).get('/', greet)
    default:
      return new Hono().get('/', greet)
  }
}

tellClocks()
const server = createAdaptorServer({ fetch: createApp().fetch })
listen(/** @type {import('node:http').Server} */ (server))
