/**
 * @hono/oidc-auth as its README has it: a signed cookie.
 */
import { createAdaptorServer } from '@hono/node-server'
import {
  getAuth,
  initOidcAuthMiddleware,
  oidcAuthMiddleware,
  processOAuthCallback,
} from '@hono/oidc-auth'
import { Hono } from 'hono'
import { BASE, listen, PROVIDER, SECRET, tellClocks } from './listen.mjs'

tellClocks()
const app = new Hono()
app.use(
  initOidcAuthMiddleware({
    OIDC_AUTH_SECRET: SECRET,
    OIDC_ISSUER: PROVIDER.issuer,
    OIDC_CLIENT_ID: PROVIDER.clientId,
    OIDC_CLIENT_SECRET: PROVIDER.clientSecret,
    OIDC_REDIRECT_URI: `${BASE}/callback`,
    OIDC_SCOPES: 'openid profile email',
  }),
)
app.get('/callback', (c) => processOAuthCallback(c))
app.use(oidcAuthMiddleware())
app.get('/', async (c) => c.text(`Hello ${(await getAuth(c))?.email}`))
listen(createAdaptorServer({ fetch: app.fetch }))
