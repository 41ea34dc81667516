/**
 * An app below a path of a host, behind a real nginx and a real Caddy, with a browser that follows what it is sent. The
 * blocks of docs/proxies.md are run as they stand there, but for ports.
 */
import type { LoginOptions } from 'catflap'
import { describe, expect, it } from 'vitest'
import { blocksOf, describeBelow, startBelow } from '../support/below-path.ts'
import { startCaddy } from '../support/caddy.ts'
import { startNginx } from '../support/nginx.ts'

const [KEEPS = '', STRIPS = ''] = blocksOf('nginx')

describeBelow('nginx', startNginx, [KEEPS, STRIPS])
describeBelow('Caddy', startCaddy, blocksOf('caddyfile'))

describe('an app below a path, behind nginx', () => {
  it('leads a login that names no page to the start of the app', async () => {
    const { origin, person } = await startBelow({
      startProxy: startNginx,
      configuration: STRIPS,
      routes: { baseStripped: true },
    })
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
    const { origin, app, person } = await startBelow({
      startProxy: startNginx,
      configuration: server,
      routes,
      callback,
    })
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
