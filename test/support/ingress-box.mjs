/** A box in front of an app that is not there, and of its files: a process of its own, to be hit. */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDevbox } from 'catflap-devbox'

const route = { trimPrefix: false, useBackendHost: false }
const folder = dirname(fileURLToPath(import.meta.url))
const box = await createDevbox({
  port: Number(process.env.PORT),
  app: {
    packageId: 'dev.catflap.app',
    name: 'app',
    subdomain: 'app',
    multiInstance: false,
    owner: undefined,
    publicPaths: ['/'],
    routes: [
      {
        ...route,
        prefix: '/login',
        target: { kind: 'http', origin: 'http://127.0.0.1:9', path: '/' },
      },
      { ...route, prefix: '/', target: { kind: 'file', folder } },
    ],
  },
})
console.log(`${new URL(box.appOrigin).host} listening`)
