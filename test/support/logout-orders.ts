/**
 * Logout Tokens in the name of a devbox, which like LazyCat sends none: its key set, with a key of ours.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Devbox } from 'catflap-devbox'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export interface LogoutOrders {
  /** What makes an app believe them. */
  readonly environment: Readonly<Record<string, string>>
  /** A Logout Token that ends all sessions of a person. */
  order(sub: string): Promise<string>
  close(): Promise<void>
}

export async function startLogoutOrders({ issuer, environment }: Devbox): Promise<LogoutOrders> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const header = { alg: 'RS256', kid: 'logout-orders' }
  const ours = { ...(await exportJWK(publicKey)), ...header, use: 'sig' }
  const server = createServer((_, res) => {
    void fetch(`${issuer}/keys`)
      .then((answer) => answer.json())
      .then((set) => {
        const { keys } = set as { readonly keys: readonly object[] }
        res.setHeader('content-type', 'application/json')
        res.end(JSON.stringify({ keys: [...keys, ours] }))
      })
      .catch(() => res.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    environment: { OIDC_JWKS_URI: `http://127.0.0.1:${port}/keys` },
    order(sub) {
      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
      return new SignJWT({ events })
        .setProtectedHeader({ ...header, typ: 'logout+jwt' })
        .setIssuer(issuer)
        .setAudience(environment.LAZYCAT_AUTH_OIDC_CLIENT_ID ?? '')
        .setSubject(sub)
        .setJti(crypto.randomUUID())
        .setIssuedAt()
        .setExpirationTime('2m')
        .sign(privateKey)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
