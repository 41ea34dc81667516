/**
 * oauth2-proxy, built by Go from its module. In its own terms it gets what Catflap's gate gets: the same scopes,
 * PKCE, the same four identity headers, no log of requests, and one processor at a time.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { serverOf, startProgram, untilListening } from '../support/programs.mjs'
import { freePort } from '../support/stores.mjs'
import { ASKED, BROWSER, CALLBACK, PREFIX, SECRET } from './place.mjs'

const VERSION = 'v7.15.6'
const FOLDER = new URL(`../peers/.built-oauth2-proxy-${VERSION}`, import.meta.url).pathname
const FILE = `${FOLDER}/oauth2-proxy`

/** Builds it where it is not there yet: minutes, the first time. */
export function buildOauth2Proxy() {
  if (existsSync(FILE)) return
  const env = { ...process.env, GOBIN: FOLDER, GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' }
  const name = `github.com/oauth2-proxy/oauth2-proxy/v7@${VERSION}`
  const { status } = spawnSync('go', ['install', name], { env, stdio: 'inherit' })
  if (status !== 0) throw new Error('oauth2-proxy cannot be built: Go 1.26 or newer is needed')
}

/** @param {import('./place.mjs').Around} around @returns {Promise<import('./place.mjs').Gate>} */
export async function startOauth2Proxy({ upstream, provider, redis }) {
  const origin = `http://127.0.0.1:${await freePort()}`
  const of = (/** @type {string} */ name) => provider[`LAZYCAT_AUTH_OIDC_${name}`] ?? ''
  const options = {
    ...{ 'http-address': new URL(origin).host, upstream: `${upstream}/`, provider: 'oidc' },
    ...{ 'oidc-issuer-url': of('ISSUER_URI'), 'client-id': of('CLIENT_ID') },
    ...{ 'client-secret': of('CLIENT_SECRET'), 'redirect-url': CALLBACK, 'proxy-prefix': PREFIX },
    ...{ scope: 'openid profile email groups', 'code-challenge-method': 'S256' },
    ...{ 'email-domain': '*', 'insecure-oidc-allow-unverified-email': 'true' },
    ...{ 'cookie-secret': SECRET, 'cookie-secure': 'false', 'skip-provider-button': 'true' },
    ...{ 'set-xauthrequest': 'true', 'pass-access-token': 'false', 'pass-basic-auth': 'false' },
    ...{ 'request-logging': 'false', 'auth-logging': 'false', 'standard-logging': 'false' },
    ...(redis && { 'session-store-type': 'redis', 'redis-connection-url': redis.url }),
  }
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`)
  const program = startProgram(FILE, args, { PATH: process.env.PATH, GOMAXPROCS: '1' })
  await untilListening(program, origin)
  const server = serverOf(origin, [{ pid: program.pid, oneThread: false }, ...(redis?.parts ?? [])])
  return {
    ...{
      id: `oauth2-proxy-${redis ? 'redis' : 'cookie'}`,
      name: `oauth2-proxy ${VERSION.slice(1)}`,
    },
    store: redis ? 'Redis' : 'cookie',
    ...{ proxy: server, auth: server },
    question: [`GET ${PREFIX}/auth HTTP/1.1`, ...ASKED, ...BROWSER].join('\r\n'),
    ...{ allowed: 202, compiles: false },
    async end() {
      await program.end()
      await redis?.remove()
    },
  }
}
