/**
 * An app below a path of a host, behind a real nginx and a real Caddy, with a browser that follows what it is sent. The
 * blocks of docs/proxies.md are run as they stand there, but for ports.
 */
import { readFileSync } from 'node:fs'
import type { LoginOptions } from 'catflap'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { startCaddy } from '../support/caddy.ts'
import { freePort } from '../support/free-port.ts'
import { startNginx } from '../support/nginx.ts'
import { createUserAgent } from '../support/user-agent.ts'

const DOCUMENT = readFileSync(new URL('../../docs/proxies.md', import.meta.url), 'utf8')
const blocksOf = (language: string): readonly string[] =>
  [...DOCUMENT.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (block) => block[1] ?? '',
  )
const [KEEPS = '', STRIPS = ''] = blocksOf('nginx')

type StartProxy = (server: string, port: number) => ReturnType<typeof startNginx>

/** What the documents have for each proxy: passing paths on as they are, and taking the prefix off. */
const PROXIES: readonly (readonly [string, StartProxy, readonly string[]])[] = [
  ['nginx', startNginx, [KEEPS, STRIPS]],
  ['Caddy', startCaddy, blocksOf('caddyfile')],
]

/** @param server - of the proxy, with the app at port 5005 */
async function start(
  server: string,
  routes: LoginOptions['routes'] = {},
  callback = '/app/callback',
  startProxy: StartProxy = startNginx,
) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const redirectUri = origin + callback
  const { app, close } = await startBoxAndApp({ redirectUri }, () => ({ routes }))
  onTestFinished(close)
  const upstream = new URL(app.origin).host
  const proxy = await startProxy(server.replaceAll('127.0.0.1:5005', upstream), port)
  onTestFinished(() => proxy.close())
  return { origin, app, person: createUserAgent() }
}

describe.each(PROXIES)(
  'an app below a path, behind %s',
  (_, startProxy, [keeps = '', strips = '']) => {
    it('that passes paths on as they are: signs in, returns to the page, signs out', async () => {
      const { origin, app, person } = await start(keeps, {}, '/app/callback', startProxy)
      expect(app.login.paths.login).toBe('/app/login')
      const page = await person.browse(`${origin}/app/x?y=1`)
      expect(page).toMatchObject({ status: 200, url: `${origin}/app/x?y=1` })
      expect(page.body).toMatch(/ at \/app\/x\?y=1$/)
      const out = await person.post(`${origin}/app/logout`, { origin })
      expect([out.status, out.location]).toEqual([303, `${origin}/app/logout`])
      expect((await person.get(`${origin}/app/x`)).status).toBe(302)
    })

    it('that takes the prefix off, as the login is told: signs in, returns, signs out', async () => {
      const { origin, person } = await start(
        strips,
        { baseStripped: true },
        '/app/callback',
        startProxy,
      )
      const page = await person.browse(`${origin}/app/x?y=1`)
      expect(page).toMatchObject({ status: 200, url: `${origin}/app/x?y=1` })
      expect(page.body).toMatch(/ at \/x\?y=1$/)
      const question = await person.get(`${origin}/app/logout`)
      expect(question.body).toContain('action="/app/logout"')
      const out = await person.post(`${origin}/app/logout`, { origin })
      expect([out.status, out.location]).toEqual([303, `${origin}/app/logout`])
      expect((await person.get(`${origin}/app/x`)).location).toBe(
        `${origin}/app/login?return_to=%2Fapp%2Fx`,
      )
    })
  },
)

describe('an app below a path, behind nginx', () => {
  it('leads a login that names no page to the start of the app', async () => {
    const { origin, person } = await start(STRIPS, { baseStripped: true })
    expect(await person.browse(`${origin}/app/login`)).toMatchObject({
      status: 200,
      url: `${origin}/app/`,
    })
  })

  const loses = 'location ~ ^/app(/.*)$ { proxy_pass http://127.0.0.1:5005$1; }'
  const adds = 'location / { proxy_pass http://127.0.0.1:5005/inner/; }'
  it.each<[string, string, LoginOptions['routes'], string, string]>([
    ['takes the prefix off, and nobody says so', STRIPS, {}, '/app/callback', '/login'],
    ['takes the prefix off, and the query with it', loses, {}, '/app/callback', '/login'],
    [
      'keeps the prefix, against the options',
      KEEPS,
      { baseStripped: true },
      '/app/callback',
      '/app/login',
    ],
    ['puts a prefix before', adds, {}, '/callback', '/inner/login'],
  ])('that %s: ends at a page that says so', async (_, server, routes, callback, seen) => {
    const { origin, app, person } = await start(server, routes, callback)
    for (const path of ['x', 'login', 'login?return_to=/x', `x?${'y'.repeat(2000)}`]) {
      const end = await person.browse(`${origin}${callback.replace(/callback$/, '')}${path}`)
      expect([end.status, end.location], path).toEqual([404, undefined])
      expect(end.body).toContain('LOGIN_PATH_MISMATCH')
      const expected = routes?.baseStripped ? '/login' : app.login.paths.login
      expect(end.body).toContain(`<dd>${expected}</dd>`)
      expect(end.body).toContain(`<dd>${seen}</dd>`)
    }
    expect(person.cookies.size).toBe(0)
  })
})
