/**
 * A browser that signs in at any app, whatever library guards it, through a box that approves by itself.
 */
import { request } from 'node:http'
import { NAVIGATION, REDIRECT_URI } from './agent.mjs'

const BASE = new URL(REDIRECT_URI)
const HOPS = 12

/** How a login at an app begins: a path to go to, or a form of Auth.js. @typedef {string | { form: string }} Beginning */

/** @param {string} url @param {Readonly<Record<string, string>>} headers @param {string} [form] */
function send(url, headers, form) {
  return new Promise(
    (/** @type {(answer: import('./agent.mjs').Answer) => void} */ resolve, reject) => {
      const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
      const method = form === undefined ? 'GET' : 'POST'
      const asked = request(url, { method, headers: { ...headers, ...type } }, (res) => {
        let body = ''
        res.setEncoding('utf8').on('data', (text) => {
          body += text
        })
        res.on('error', reject)
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }))
      })
      asked.on('error', reject)
      asked.end(form)
    },
  )
}

/**
 * Signs somebody in, until the app's own page is there.
 *
 * @param {string} origin - of the app, which takes itself for the one at {@link REDIRECT_URI}
 * @param {Beginning} beginning
 * @returns {Promise<string>} the Cookie header that the app has given
 */
export async function signInAt(origin, beginning) {
  const jar = new Map()
  const header = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

  /** @param {string} path @param {string} [form] */
  async function ask(path, form) {
    const answer = await send(
      origin + path,
      { ...NAVIGATION, host: BASE.host, ...(jar.size > 0 && { cookie: header() }) },
      form,
    )
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }

  async function begin() {
    if (typeof beginning === 'string') return ask(beginning)
    const { csrfToken } = JSON.parse((await ask('/auth/csrf')).body)
    return ask(
      beginning.form,
      new URLSearchParams({ csrfToken, callbackUrl: BASE.origin }).toString(),
    )
  }

  let answer = await begin()
  let url = BASE
  for (let hop = 0; hop < HOPS; hop++) {
    const { location } = answer.headers
    if (location === undefined) {
      if (answer.status === 200) return header()
      throw new Error(`a login ended with ${answer.status}: ${answer.body.slice(0, 200)}`)
    }
    url = new URL(location, url)
    const isApp = url.origin === BASE.origin || url.origin === origin
    answer = isApp ? await ask(url.pathname + url.search) : await send(url.href, NAVIGATION)
  }
  throw new Error('a login went in circles')
}
