/** `oidc-provider` as a program: its own development pages, what it has issued in memory. */
import { createServer } from 'node:http'
import { exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'

const { ISSUER = '', PORT, CLIENT_ID = '', CLIENT_SECRET = '' } = process.env
const { REDIRECT_URI = '', POST_LOGOUT_URI = '', BACK_CHANNEL_URI = '' } = process.env
/** What it has issued, by kind and id, for whichever provider has the newest key. @type {Map<string, any>} */
const issued = new Map()

/** @type {import('oidc-provider').AdapterFactory} */
const adapter = (kind) => {
  /** @param {(payload: any) => boolean} fits */
  const search = (fits) =>
    [...issued].find(([key, payload]) => key.startsWith(`${kind}:`) && fits(payload))?.[1]
  return {
    upsert: async (id, payload) => void issued.set(`${kind}:${id}`, payload),
    find: async (id) => issued.get(`${kind}:${id}`),
    findByUid: async (uid) => search((payload) => payload.uid === uid),
    findByUserCode: async (code) => search((payload) => payload.userCode === code),
    destroy: async (id) => void issued.delete(`${kind}:${id}`),
    async consume(id) {
      const payload = issued.get(`${kind}:${id}`)
      issued.set(`${kind}:${id}`, { ...payload, consumed: Math.floor(Date.now() / 1000) })
    },
    async revokeByGrantId(grantId) {
      for (const [key, payload] of issued) if (payload.grantId === grantId) issued.delete(key)
    },
  }
}

/** The newest first, which signs. @type {import('jose').JWK[]} */
let keys = []

async function makeProvider() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = {
    ...(await exportJWK(privateKey)),
    alg: 'RS256',
    use: 'sig',
    kid: crypto.randomUUID(),
  }
  keys = [key, ...keys]
  return new Provider(ISSUER, {
    adapter,
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [REDIRECT_URI],
        post_logout_redirect_uris: [POST_LOGOUT_URI],
        backchannel_logout_uri: BACK_CHANNEL_URI,
        backchannel_logout_session_required: true,
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    jwks: /** @type {import('oidc-provider').JWKS} */ ({ keys }),
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub', 'sid'], profile: ['name'], email: ['email'] },
    features: { backchannelLogout: { enabled: true }, revocation: { enabled: true } },
    // By default only after prompt=consent, which would ask at every login.
    issueRefreshToken: async () => true,
    ttl: {
      AccessToken: 300,
      AuthorizationCode: 60,
      IdToken: 600,
      Interaction: 600,
      Grant: 3600,
      RefreshToken: 3600,
      Session: 3600,
    },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: 'A. Name', email: 'a@example.org' }),
    }),
    // Its dispatcher reaches no address of this very machine, where the app is.
    fetch(url, init) {
      const { dispatcher: _, ...kept } = { dispatcher: undefined, ...init }
      return fetch(url, kept)
    },
  })
}

let answer = (await makeProvider()).callback()
const server = createServer((req, res) => {
  if (req.url !== '/rotate') return void answer(req, res)
  void makeProvider().then((provider) => {
    answer = provider.callback()
    res.end('rotated')
  })
})
server.listen(Number(PORT), '127.0.0.1')
