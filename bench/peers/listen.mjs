/**
 * What the peers' apps share: how they are reached, and which provider they use.
 */
export { listen, serve, tellClocks } from '../apps/listen.mjs'

/** Where a browser would reach each of these apps; the bench carries it to the real port. */
export const BASE = 'http://127.0.0.1:5005'

const variable = (name) => process.env[`LAZYCAT_AUTH_OIDC_${name}`] ?? ''

export const PROVIDER = {
  issuer: variable('ISSUER_URI'),
  clientId: variable('CLIENT_ID'),
  clientSecret: variable('CLIENT_SECRET'),
  authorization: variable('AUTH_URI'),
  token: variable('TOKEN_URI'),
  userInfo: variable('USERINFO_URI'),
}

/** For what the peers sign or encrypt; nothing but a bench uses it. */
export const SECRET = 'only-a-bench-uses-this-text-as-a-secret'
