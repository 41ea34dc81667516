/**
 * Debian's Apache with mod_auth_openidc: as a proxy, and with a page of nothing in the place of an answer to a
 * proxy's question.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { serverOf, startProgram, untilListening } from '../support/programs.mjs'
import { freePort, temporaryDirectory } from '../support/stores.mjs'
import { ASKED, BROWSER, CALLBACK, SECRET } from './place.mjs'

const [FILE, MODULES] = ['/usr/sbin/apache2', '/usr/lib/apache2/modules']
const NAMES = [
  ...['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_openidc'],
  ...['headers', 'proxy', 'proxy_http'],
]
/** Answers at once: all threads of one process, so that no process begins or ends while it is measured. */
const THREADS = 256

/** Installs it where it is not there yet. */
export function installModAuthOpenidc() {
  if (existsSync(FILE) && existsSync(`${MODULES}/mod_auth_openidc.so`)) return
  const command =
    'apt-get update && apt-get install -y --no-install-recommends apache2 libapache2-mod-auth-openidc'
  const { status } = spawnSync('sh', ['-c', command], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`mod_auth_openidc is needed: ${command}`)
}

/** The headers that the app gets, or the proxy that asks. */
const HEADERS = [
  ['User', 'OIDC_CLAIM_preferred_username'],
  ['Groups', 'OIDC_CLAIM_groups'],
  ['Email', 'OIDC_CLAIM_email'],
  ['Preferred-Username', 'OIDC_CLAIM_preferred_username'],
]
const setHeaders = (/** @type {string} */ directive) =>
  HEADERS.map(([name, claim]) => `${directive} set X-Forwarded-${name} "%{${claim}}e"`)

/** @param {import('./place.mjs').Around} around @returns {Promise<import('./place.mjs').Gate>} */
export async function startModAuthOpenidc({ upstream, provider, redis }) {
  const { directory, remove } = temporaryDirectory()
  const origin = `http://127.0.0.1:${await freePort()}`
  const of = (/** @type {string} */ name) => provider[`LAZYCAT_AUTH_OIDC_${name}`] ?? ''
  // Apache's threads run as somebody else.
  chmodSync(directory, 0o755)
  mkdirSync(`${directory}/pages`)
  writeFileSync(`${directory}/pages/auth`, '')
  const lines = [
    ...NAMES.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`),
    ...[`ServerRoot ${directory}`, `Listen ${new URL(origin).host}`, `ServerName ${origin}`],
    ...[`PidFile ${directory}/pid`, `DefaultRuntimeDir ${directory}`, `Mutex file:${directory}`],
    ...[`ErrorLog ${directory}/error.log`, 'LogLevel error', `DocumentRoot ${directory}/pages`],
    ...['ServerLimit 1', 'StartServers 1', `ThreadLimit ${THREADS}`, `ThreadsPerChild ${THREADS}`],
    ...[`MaxRequestWorkers ${THREADS}`, 'MinSpareThreads 1', `MaxSpareThreads ${THREADS}`],
    'MaxKeepAliveRequests 0',
    ...['KeepAliveTimeout 75', 'MaxConnectionsPerChild 0'],
    ...['User www-data', 'Group www-data'],
    // Each address by itself would have to be https.
    ...[`OIDCProviderMetadataURL ${of('ISSUER_URI')}/.well-known/openid-configuration`],
    ...[`OIDCClientID ${of('CLIENT_ID')}`, `OIDCClientSecret ${of('CLIENT_SECRET')}`],
    ...[`OIDCRedirectURI ${CALLBACK}`, `OIDCCryptoPassphrase ${SECRET}`, 'OIDCPKCEMethod S256'],
    ...['OIDCScope "openid profile email groups"', 'OIDCRemoteUserClaim preferred_username'],
    ...['OIDCSessionType server-cache', `OIDCCacheType ${redis ? 'redis' : 'shm'}`],
    ...(redis ? [`OIDCRedisCacheServer ${new URL(redis.url).host}`] : []),
    ...['<Location />', 'AuthType openid-connect', 'Require valid-user'],
    ...[...setHeaders('RequestHeader'), '</Location>'],
    ...['<Location /auth>', ...setHeaders('Header'), '</Location>'],
    ...['ProxyPass /auth !', `ProxyPass / ${upstream}/`],
  ]
  writeFileSync(`${directory}/apache.conf`, `${lines.join('\n')}\n`)
  const args = ['-f', `${directory}/apache.conf`, '-DFOREGROUND']
  const program = startProgram(FILE, args, { PATH: process.env.PATH })
  await untilListening(program, origin)
  const server = serverOf(origin, [{ pid: program.pid, oneThread: false }, ...(redis?.parts ?? [])])
  return {
    ...{ id: `mod-auth-openidc-${redis ? 'redis' : 'memory'}`, name: 'mod_auth_openidc' },
    store: redis ? 'Redis' : 'shared memory',
    ...{ proxy: server, auth: server },
    question: ['GET /auth HTTP/1.1', ...ASKED, ...BROWSER].join('\r\n'),
    ...{ allowed: 200, compiles: false },
    async end() {
      await program.end()
      remove()
      await redis?.remove()
    },
  }
}
