/** Ory Hydra, built by Go from go/hydra, with SQLite; its pages are an operator's own, here hydra-pages.ts. */
import { generateKeyPairSync } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { startFront } from './front.ts'
import { startHydraPages } from './hydra-pages.ts'
import { createProgram, install, launch } from './program.ts'
import type { RealProvider, Registration } from './provider.ts'

const SOURCE = new URL('go/hydra', import.meta.url).pathname
const CLIENT = { id: 'catflap', secret: 'a secret with %2F and + in it' }

export const hydra: RealProvider = {
  name: 'Ory Hydra',
  column: 'Ory Hydra 2.3.0',
  person: { username: 'carol', password: 'any' },
  accessTokenLifetime: 300,
  scopesForRenewal: 'openid offline_access',
  ownSession: true,
  tabs: 'others refused',
  endSession: true,
  backChannel: true,
  remembers: true,
  lostAnswers: 'repeated',
  renewals: 'each',
  async start(app) {
    const folder = mkdtempSync(join(tmpdir(), 'catflap-hydra-'))
    cpSync(SOURCE, folder, { recursive: true })
    const tags = 'sqlite,sqlite_omit_load_extension'
    const build = ['build', '-mod=readonly', '-tags', tags, '-o', 'hydra']
    install('go', [...build, 'github.com/ory/hydra/v2'], folder)
    const [port, adminPort] = [await freePort(), await freePort()]
    const admin = `http://127.0.0.1:${adminPort}`
    const front = await startFront(port)
    const pages = await startHydraPages(admin)
    // Transactions wait for one another from their beginning: one that waits in the middle of its own is refused.
    const locking = '_txlock=immediate&_journal_mode=WAL&_busy_timeout=20000'
    const dsn = `sqlite://${folder}/hydra.sqlite?_fk=true&${locking}`
    const file = join(folder, 'hydra')
    install(file, ['migrate', 'sql', '--yes', dsn], folder)
    const program = createProgram({
      file,
      argv: ['serve', 'all', '--dev', '--sqa-opt-out'],
      env: {
        DSN: dsn,
        SERVE_PUBLIC_HOST: '127.0.0.1',
        SERVE_PUBLIC_PORT: `${port}`,
        SERVE_ADMIN_HOST: '127.0.0.1',
        SERVE_ADMIN_PORT: `${adminPort}`,
        URLS_SELF_ISSUER: front.origin,
        URLS_LOGIN: `${pages.origin}/login`,
        URLS_CONSENT: `${pages.origin}/consent`,
        URLS_LOGOUT: `${pages.origin}/logout`,
        SECRETS_SYSTEM: 'only for tests and for nothing else',
        TTL_ACCESS_TOKEN: '300s',
        // Else a renewal whose answer got lost ends the session, if Hydra was quick enough to carry it out.
        OAUTH2_GRANT_REFRESH_TOKEN_ROTATION_GRACE_PERIOD: '60s',
      },
      ready: `${admin}/health/ready`,
    })
    return {
      ...(await launch(program, {
        front,
        async prepare() {
          await newKey(admin, 'hydra.openid.id-token')
          await newKey(admin, 'hydra.jwt.access-token')
          await send('POST', `${admin}/admin/clients`, registration(app))
        },
        async remove() {
          await pages.close()
          rmSync(folder, { recursive: true, force: true })
        },
      })),
      credentials: { issuer: front.origin, ...CLIENT },
      rotateKeys: () => newKey(admin, 'hydra.openid.id-token'),
    }
  },
}

/** Nothing is said of how the client proves itself: Hydra's default is Basic. */
const registration = ({ redirectUri, postLogoutUri, backChannelUri }: Registration) => ({
  client_id: CLIENT.id,
  client_secret: CLIENT.secret,
  redirect_uris: [redirectUri],
  post_logout_redirect_uris: [postLogoutUri],
  backchannel_logout_uri: backChannelUri,
  backchannel_logout_session_required: true,
  grant_types: ['authorization_code', 'refresh_token'],
})

/** Hydra's own way makes a key of 4096 bits while somebody waits, which on a busy machine ends the request. */
async function newKey(admin: string, set: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = crypto.randomUUID()
  const key = { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }
  await send('PUT', `${admin}/admin/keys/${set}/${kid}`, key)
}

async function send(method: string, url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  await answer.body?.cancel()
}
