/**
 * express-openid-connect as its README has it: an encrypted cookie, rolling.
 */
import express from 'express'
import oidc from 'express-openid-connect'
import { BASE, PROVIDER, SECRET, serve, tellClocks } from './listen.mjs'

tellClocks()
const app = express()
app.use(
  oidc.auth({
    issuerBaseURL: PROVIDER.issuer,
    baseURL: BASE,
    clientID: PROVIDER.clientId,
    clientSecret: PROVIDER.clientSecret,
    secret: SECRET,
    authorizationParams: { response_type: 'code', scope: 'openid profile email' },
  }),
)
app.get('/', (req, res) => {
  res.send(`Hello ${req.oidc.user.name}`)
})
serve(app)
