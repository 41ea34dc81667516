/**
 * passport-openidconnect with express-session, as passport's tutorial has it: sessions in memory, or in
 * Redis where `SESSION_REDIS` names one.
 */
import { RedisStore } from 'connect-redis'
import express from 'express'
import session from 'express-session'
import passport from 'passport'
import Strategy from 'passport-openidconnect'
import { createClient } from 'redis'
import { BASE, PROVIDER, SECRET, serve, tellClocks } from './listen.mjs'

tellClocks()
const { SESSION_REDIS } = process.env
const client = SESSION_REDIS ? createClient({ url: SESSION_REDIS }) : undefined
client?.on('error', () => undefined)
await client?.connect()
const store = client ? new RedisStore({ client }) : new session.MemoryStore()

passport.use(
  new Strategy(
    {
      issuer: PROVIDER.issuer,
      authorizationURL: PROVIDER.authorization,
      tokenURL: PROVIDER.token,
      userInfoURL: PROVIDER.userInfo,
      clientID: PROVIDER.clientId,
      clientSecret: PROVIDER.clientSecret,
      callbackURL: `${BASE}/callback`,
      scope: ['profile', 'email'],
    },
    (_issuer, profile, done) => done(null, { id: profile.id, name: profile.displayName }),
  ),
)
passport.serializeUser((user, done) => done(null, user))
passport.deserializeUser((user, done) => done(null, user))

const app = express()
app.use(session({ secret: SECRET, resave: false, saveUninitialized: false, store }))
app.use(passport.session())
app.get('/login', passport.authenticate('openidconnect'))
app.get('/callback', passport.authenticate('openidconnect'), (_req, res) => res.redirect('/'))
app.get('/', (req, res) => {
  if (req.isAuthenticated()) res.send(`Hello ${req.user.name}`)
  else res.redirect('/login')
})
serve(app)
