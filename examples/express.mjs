import { createLogin } from 'catflap'
import { requireLogin, sessionOf, withLogin } from 'catflap/express'
import express from 'express'

const login = createLogin()
const app = express()
app.use(withLogin(login))
app.get('/', (req, res) => {
  res.send(req.auth ? 'You are signed in' : 'Everybody may see this')
})
app.use('/private', requireLogin(login), (req, res) => {
  res.send(`Hello ${sessionOf(req).claims.name}, you asked for ${req.originalUrl}`)
})
app.listen(Number(process.env.PORT ?? 5005), '127.0.0.1')
