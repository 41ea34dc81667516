/**
 * An app in which whatever can fail does: its handlers, its log, its own error page, its store and
 * its way to the provider. It runs with `--unhandled-rejections=strict`, so one rejection that
 * nobody handles ends it.
 */
import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { createLogin, createMemoryStore } from 'catflap'
import { sendResponse, withLogin } from 'catflap/node'

/** What fails now: `store` or its `write`s throw or reject, `fetch` hangs or rejects; `offset` in seconds. */
let faults = new URLSearchParams()
const memory = createMemoryStore()
const later = () => new Promise((resolve) => setTimeout(resolve, 5))

/** @type {<T>(work: () => T, mode?: string | null) => T | Promise<never>} */
function breakable(work, mode = faults.get('store')) {
  if (mode === 'throw') throw new Error('disk full')
  if (mode === 'reject') return Promise.reject(new Error('connection lost'))
  return work()
}

const login = createLogin({
  now: () => Math.floor(Date.now() / 1000) + Number(faults.get('offset')),
  session: {
    store: {
      read: (key, now) => breakable(() => memory.read(key, now)),
      write: (...write) =>
        breakable(() => memory.write(...write), faults.get('write') ?? faults.get('store')),
      close: () => breakable(() => memory.close()),
    },
  },
  async fetch(...asked) {
    if (faults.get('fetch') === 'hang') await new Promise((resolve) => setTimeout(resolve, 3000))
    if (faults.has('fetch')) throw new TypeError('fetch failed')
    return fetch(...asked)
  },
  async onEvent(event) {
    console.log(JSON.stringify(event))
    await later()
    throw new Error('the log is full')
  },
  failurePage: /** @type {any} */ (async () => Promise.reject(new Error('no such template'))),
})

/** @type {Record<string, import('catflap/node').OpenHandler>} */
const HANDLERS = {
  '/throw': () => {
    throw new Error('bug')
  },
  '/reject': async () => {
    await later()
    throw new Error('bug')
  },
  '/half': async (_, res) => {
    res.write('half')
    await later()
    throw new Error('bug')
  },
  '/twice': async (req, res) => {
    res.end('whole')
    await sendResponse(req, res, new Response('again'))
    await sendResponse(req, res, new Response('again'))
  },
  '/gone': async (req, res) => {
    req.socket.destroy()
    await later()
    await sendResponse(req, res, new Response('late'))
    throw new Error('bug')
  },
  '/session': (_, res, session) => res.end(session?.sub ?? 'nobody'),
}

const app = withLogin(login, (req, res, session) => {
  const handler = HANDLERS[req.url?.split('?')[0] ?? '']
  return handler === undefined ? res.end('app') : handler(req, res, session)
})

/** In front of the login, so that it works whatever fails. @type {typeof app} */
function listener(req, res) {
  const [path, query] = req.url?.split('?') ?? []
  if (path === '/faults') {
    faults = new URLSearchParams(query)
    res.end('set')
  } else if (path === '/close') {
    login.close().then(
      () => res.end('closed'),
      () => res.end('closed with an error'),
    )
  } else app(req, res)
}

const second = createHttp2Server(listener).listen(0, '127.0.0.1', () => {
  const address = /** @type {import('node:net').AddressInfo} */ (second.address())
  createServer(listener).listen(Number(process.env.PORT), '127.0.0.1', () => {
    console.log(`http2 at ${address.port}\nlistening`)
  })
})
