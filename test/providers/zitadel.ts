/** The example provider of github.com/zitadel/oidc, built by Go; go/zitadel/main.go. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { startFront } from './front.ts'
import { createProgram, install, launch } from './program.ts'
import type { RealProvider } from './provider.ts'

const SOURCE = new URL('go/zitadel', import.meta.url).pathname
const CLIENT = { id: 'catflap', secret: 'a secret with %2F and + in it' }

export const zitadel: RealProvider = {
  name: 'the example of zitadel/oidc',
  column: 'zitadel/oidc 3.52.0',
  person: { username: 'test-user2', password: 'verysecure' },
  accessTokenLifetime: 300,
  scopesForRenewal: 'openid profile email offline_access',
  ownSession: false,
  tabs: 'each',
  endSession: true,
  backChannel: false,
  remembers: false,
  lostAnswers: 'spent',
  renewals: 'each',
  async start({ redirectUri, postLogoutUri }) {
    const folder = mkdtempSync(join(tmpdir(), 'catflap-zitadel-'))
    cpSync(SOURCE, folder, { recursive: true })
    install('go', ['build', '-mod=readonly', '-o', 'provider', '.'], folder)
    const port = await freePort()
    const front = await startFront(port)
    const program = createProgram({
      file: join(folder, 'provider'),
      argv: [],
      env: {
        PORT: `${port}`,
        ISSUER: front.origin,
        CLIENT_ID: CLIENT.id,
        CLIENT_SECRET: CLIENT.secret,
        REDIRECT_URI: redirectUri,
        POST_LOGOUT_URI: postLogoutUri,
      },
      ready: `http://127.0.0.1:${port}/.well-known/openid-configuration`,
    })
    const remove = () => rmSync(folder, { recursive: true, force: true })
    return {
      ...(await launch(program, { front, remove })),
      credentials: { issuer: front.origin, ...CLIENT },
      async rotateKeys() {
        await (await fetch(`http://127.0.0.1:${port}/rotate`)).text()
      },
    }
  },
}
