/** `oidc-provider` by F. Skokan, from npm. */
import { freePort } from '../support/free-port.ts'
import { startFront } from './front.ts'
import { createProgram, launch } from './program.ts'
import type { RealProvider } from './provider.ts'

const PROGRAM = new URL('oidc-provider.mjs', import.meta.url).pathname
const CLIENT = { id: 'catflap', secret: 'a secret with %2F and + in it' }

export const oidcProvider: RealProvider = {
  name: 'oidc-provider',
  person: { login: 'carol', password: 'any' },
  accessTokenLifetime: 300,

  ownSession: true,
  tabs: 'each',
  endSession: true,
  backChannel: true,
  remembers: false,
  lostAnswers: 'repeated',
  renewals: 'each',
  async start({ redirectUri, postLogoutUri, backChannelUri }) {
    const port = await freePort()
    const front = await startFront(port)
    const program = createProgram({
      file: process.execPath,
      argv: [PROGRAM],
      env: {
        PORT: `${port}`,
        ISSUER: front.origin,
        CLIENT_ID: CLIENT.id,
        CLIENT_SECRET: CLIENT.secret,
        REDIRECT_URI: redirectUri,
        POST_LOGOUT_URI: postLogoutUri,
        BACK_CHANNEL_URI: backChannelUri,
      },
      ready: `http://127.0.0.1:${port}/.well-known/openid-configuration`,
    })
    return {
      ...(await launch(program, { front })),
      credentials: { issuer: front.origin, ...CLIENT },
      async rotateKeys() {
        await (await fetch(`http://127.0.0.1:${port}/rotate`)).text()
      },
    }
  },
}
