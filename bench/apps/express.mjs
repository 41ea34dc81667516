/**
 * An Express app that greets; with `GUARDED=yes` only whoever is signed in, with `GUARDED=empty` behind
 * a middleware that does nothing.
 */
import { createLogin } from 'catflap'
import { requireLogin, sessionOf } from 'catflap/express'
import express from 'express'
import { serve, tellClocks } from './listen.mjs'

tellClocks()
const guarded = process.env.GUARDED === 'yes'
const app = express()
if (guarded) app.use(requireLogin(createLogin()))
else if (process.env.GUARDED === 'empty') app.use((_req, _res, next) => next())
app.get('/', (req, res) => {
  res.send(`Hello ${guarded ? sessionOf(req).claims.name : 'Alice'}`)
})
serve(app)
