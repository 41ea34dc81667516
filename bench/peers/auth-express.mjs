/**
 * @auth/express as its documentation has it: an encrypted cookie, read by `getSession`.
 */
import { ExpressAuth, getSession } from '@auth/express'
import express from 'express'
import { PROVIDER, SECRET, serve, tellClocks } from './listen.mjs'

tellClocks()
const config = {
  secret: SECRET,
  trustHost: true,
  providers: [
    {
      id: 'box',
      name: 'Box',
      type: 'oidc',
      issuer: PROVIDER.issuer,
      clientId: PROVIDER.clientId,
      clientSecret: PROVIDER.clientSecret,
      authorization: { params: { scope: 'openid profile email' } },
      checks: ['pkce', 'state', 'nonce'],
    },
  ],
}
const app = express()
app.use('/auth', ExpressAuth(config))
app.get('/', async (req, res) => {
  const session = await getSession(req, config)
  if (session?.user) res.send(`Hello ${session.user.name}`)
  else res.status(401).send('nobody')
})
serve(app)
