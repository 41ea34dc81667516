/** An app with a password of its own: a form, a form that is drawn late, and a path behind Basic. */
import { createServer } from 'node:http'

const { PORT, APP_USER, APP_PASSWORD } = process.env
const BASIC = `Basic ${Buffer.from(`${APP_USER}:${APP_PASSWORD}`).toString('base64')}`
/** @param {string} action */
const form = (action) =>
  `<form method="post" action="${action}"><input type="search" name="q"><input name="account"><input type="password" name="secret"><button>Go</button></form>`
/** @param {string} body */
const page = (body) => `<!doctype html><meta charset="utf-8"><title>Own</title>${body}`
const late = `<main id="main"></main><script>
  const draw = () => setTimeout(() => {
    document.querySelector('#main').innerHTML = location.hash === '#/sign-in' ? ${JSON.stringify(form('/sign-in'))} : 'home'
  }, 200)
  addEventListener('hashchange', draw); draw()
</script>`
let attempts = 0

createServer(async (req, res) => {
  /** @param {number} status @param {string} body @param {Record<string, string>} headers */
  const send = (status, body, headers = {}) => {
    res.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers })
    res.end(page(body))
  }
  let text = ''
  for await (const part of req) text += part
  const fields = new URLSearchParams(text)
  const [path] = (req.url ?? '').split('?')
  const isRight = fields.get('account') === APP_USER && fields.get('secret') === APP_PASSWORD
  if (path === '/basic/') {
    const right = req.headers.authorization === BASIC
    return send(right ? 200 : 401, right ? '<p id="who">let in</p>' : 'who?')
  }
  if (path === '/attempts') return send(200, `<p id="count">${attempts}</p>`)
  if (path === '/wrong') {
    if (req.method === 'POST') attempts++
    return send(200, form('/wrong'))
  }
  if (path === '/strict') {
    return send(200, form('/sign-in'), { 'content-security-policy': "script-src 'none'" })
  }
  if (path === '/late') return send(200, late)
  if (path !== '/sign-in') return send(200, '<p id="who">home</p>')
  if (req.method !== 'POST') return send(200, form('/sign-in'))
  send(200, `<p id="who">${isRight ? `welcome ${APP_USER}` : 'no'}</p>`)
}).listen(Number(PORT), '127.0.0.1')
