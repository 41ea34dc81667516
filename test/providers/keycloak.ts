/** Keycloak, its distribution fetched by Maven, with its development database and one realm. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { startFront } from './front.ts'
import { createProgram, install, launch } from './program.ts'
import type { RealProvider, Registration } from './provider.ts'

const VERSION = '26.7.3'
const CLIENT = { id: 'catflap', secret: 'a secret with %2F and + in it' }
const PERSON = { username: 'carol', password: 'her password' }
const ADMIN = { username: 'admin', password: 'only for tests' }
const REALM = 'home'

export const keycloak: RealProvider = {
  name: 'Keycloak',
  column: `Keycloak ${VERSION}`,
  person: PERSON,
  accessTokenLifetime: 300,
  ownSession: true,
  tabs: 'each',
  endSession: true,
  backChannel: true,
  lostAnswers: 'repeated',
  renewals: 'each',
  remembers: true,
  async start(app) {
    const folder = mkdtempSync(join(tmpdir(), 'catflap-keycloak-'))
    const artifact = `org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`
    const copy = ['-B', '-q', 'dependency:copy', `-Dartifact=${artifact}`, '-DoutputDirectory=.']
    install('mvn', copy, folder)
    install('unzip', ['-q', `keycloak-quarkus-dist-${VERSION}.zip`], folder)
    const home = join(folder, `keycloak-${VERSION}`)
    mkdirSync(join(home, 'data/import'), { recursive: true })
    writeFileSync(join(home, 'data/import/realm.json'), JSON.stringify(realm(app)))
    const port = await freePort()
    const inside = `http://127.0.0.1:${port}`
    const front = await startFront(port)
    const program = createProgram({
      file: join(home, 'bin/kc.sh'),
      argv: [
        ...['start-dev', '--import-realm', '--http-host=127.0.0.1', `--http-port=${port}`],
        `--hostname=${front.origin}`,
      ],
      env: {
        JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m',
        // It answers sooner.
        JAVA_OPTS_APPEND: '-XX:TieredStopAtLevel=1',
        KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
        KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
      },
      ready: `${inside}/realms/${REALM}/.well-known/openid-configuration`,
    })
    const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    return {
      ...(await launch(program, { front, remove })),
      credentials: { issuer: `${front.origin}/realms/${REALM}`, ...CLIENT },
      rotateKeys: () => rotateKeys(inside),
    }
  },
}

/** What its console makes of a new realm, a confidential client and a user. */
const realm = ({ redirectUri, postLogoutUri, backChannelUri }: Registration) => ({
  realm: REALM,
  enabled: true,
  sslRequired: 'none',
  clients: [
    {
      clientId: CLIENT.id,
      secret: CLIENT.secret,
      protocol: 'openid-connect',
      publicClient: false,
      standardFlowEnabled: true,
      redirectUris: [redirectUri],
      attributes: {
        'post.logout.redirect.uris': postLogoutUri,
        'backchannel.logout.url': backChannelUri,
        'backchannel.logout.session.required': 'true',
      },
    },
  ],
  users: [
    {
      username: PERSON.username,
      enabled: true,
      email: 'carol@example.org',
      emailVerified: true,
      firstName: 'Carol',
      lastName: 'Name',
      credentials: [{ type: 'password', value: PERSON.password, temporary: false }],
    },
  ],
})

/** As an administrator adds a key of a higher priority. */
async function rotateKeys(origin: string): Promise<void> {
  const login = await fetch(`${origin}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...ADMIN }),
  })
  const { access_token } = (await login.json()) as { access_token: string }
  const answer = await fetch(`${origin}/admin/realms/${REALM}/components`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'newer',
      providerId: 'rsa-generated',
      providerType: 'org.keycloak.keys.KeyProvider',
      config: { priority: ['200'], enabled: ['true'], active: ['true'], algorithm: ['RS256'] },
    }),
  })
  if (!answer.ok) throw new Error(`a new key: ${answer.status} ${await answer.text()}`)
}
