/**
 * What differs between engines in how pages look: the fonts of columns, and what a policy makes them
 * complain about. Pages of the viewer, the library and the devbox, in both languages.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pass } from 'node:timers/promises'
import { createLogin, createMemoryStore, type Login } from 'catflap'
import { withLogin } from 'catflap/node'
import { createDevbox, type Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, ROOM } from '../support/engines/engine.ts'
import { freePort } from '../support/free-port.ts'
import { runViewer } from '../support/viewer.ts'

/** Milliseconds in which an engine that wants an icon asks for it. */
const ICON_TIME = 1500

/** A site in front of another, which sees it in one language and hears every complaint. */
interface Listening {
  readonly origin: string
  readonly complaints: readonly string[]
  readonly server: Server
}

async function listen(upstream: string, language: string): Promise<Listening> {
  const complaints: string[] = []
  const server = createServer(async (req, res) => {
    if (req.url === '/favicon.ico') complaints.push('asked for /favicon.ico')
    if (req.url === '/complaint') {
      for await (const bytes of req) complaints.push(String(bytes))
      return res.writeHead(204).end()
    }
    const headers = { 'accept-language': language, accept: req.headers.accept ?? '*/*' }
    const answer = await fetch(upstream + req.url, { headers })
    const policy = answer.headers.get('content-security-policy')
    res.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? '',
      ...(policy !== null && { 'content-security-policy': `${policy}; report-uri /complaint` }),
    })
    res.end(Buffer.from(await answer.arrayBuffer()))
  })
  return { origin: await open(server), complaints, server }
}

async function open(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The widths of ten narrow letters, ten wide ones and five Chinese ones in an element. */
const widthsIn = (
  element: string,
): string => `['iiiiiiiiii', 'WWWWWWWWWW', '猫猫猫猫猫'].map((text) => {
  const span = document.createElement('span')
  span.textContent = text
  const holder = document.createElement('${element}')
  holder.append(span)
  document.querySelector('main').append(holder)
  return Math.round(span.getBoundingClientRect().width)
}).join(' ')`

/** The pages by whose they are, and the element of theirs that has columns. */
const PAGES = [
  ['the viewer', '/', 'code'],
  ['the library', '/logout', 'dd'],
  ['the devbox', '/', 'code'],
] as const

/** Looks at the pages in an engine. */
export function describeLooks(start: () => Promise<Engine>): void {
  let engine: Engine
  let box: Devbox
  let login: Login
  let library: Server
  let viewer: Awaited<ReturnType<typeof runViewer>>
  const upstreams = new Map<string, string>()

  beforeAll(async () => {
    const port = await freePort()
    const origin = `http://127.0.0.1:${port}`
    ;[engine, box] = await Promise.all([
      start(),
      createDevbox({ redirectUri: `${origin}/callback` }),
    ])
    login = createLogin({ environment: box.environment, session: { store: createMemoryStore() } })
    library = createServer(withLogin(login, (_, res) => res.end()))
    viewer = await runViewer(port, box.environment)
    upstreams.set('the viewer', origin)
    upstreams.set('the library', await open(library))
    upstreams.set('the devbox', box.origin)
  }, ROOM)
  afterAll(async () => {
    await engine?.close()
    await viewer?.close()
    library?.close()
    await login?.close()
    await box?.close()
  })

  describe.each(['en', 'zh'])('in %s', (language) => {
    it.each(PAGES)(
      '%s has equal columns and complains about nothing',
      async (of, path, element) => {
        const site = await listen(upstreams.get(of) ?? '', language)
        const tab = await engine.visitor()
        try {
          await tab.open(site.origin + path)
          const shown = await tab.evaluate('document.documentElement.lang')
          expect(shown.slice(0, 2)).toBe(language)
          const [narrow, wide, han] = (await tab.evaluate(widthsIn(element))).split(' ')
          expect(wide).toBe(narrow)
          // Half a pixel for each letter, where fonts stand on whole ones.
          if (language === 'zh') expect(Math.abs(Number(han) - Number(narrow))).toBeLessThan(6)
          await pass(ICON_TIME)
          expect(site.complaints).toEqual([])
        } finally {
          await tab.leave()
          site.server.closeAllConnections()
          site.server.close()
        }
      },
      ROOM,
    )
  })
}
