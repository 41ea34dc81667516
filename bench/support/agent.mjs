/**
 * A browser reduced to what the benches need: one request, and one whole login.
 */
import { request } from 'node:http'

/** Registered at the box; nothing listens there: the benches carry the answer to a process. */
export const REDIRECT_URI = 'http://127.0.0.1:5005/callback'

/** Headers of a navigation, which a guard would send to the login. */
export const NAVIGATION = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {string} body
 */

/**
 * @param {string} url
 * @param {Readonly<Record<string, string>>} headers
 * @param {import('node:http').Agent} [agent]
 * @returns {Promise<Answer>}
 */
export function get(url, headers, agent) {
  return new Promise((resolve, reject) => {
    const req = request(url, { headers: { ...headers }, ...(agent && { agent }) }, (res) => {
      let body = ''
      res.setEncoding('utf8').on('data', (text) => {
        body += text
      })
      res.on('error', reject)
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }))
    })
    req.on('error', reject)
    req.end()
  })
}

/**
 * Signs somebody in at a process, through a box that approves by itself.
 *
 * @param {string} origin
 * @returns {Promise<string>} the Cookie header of the session
 */
export async function signIn(origin) {
  const jar = new Map()
  let url = `${origin}/login`
  for (let i = 0; i < 10; i++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const { status, headers } = await get(url, { ...NAVIGATION, ...(cookie && { cookie }) })
    for (const line of headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const session = [...jar].find(([name]) => /^catflap-\d+$/.test(name))
    if (status === 303 && session !== undefined) return session.join('=')
    if (headers.location === undefined) throw new Error(`a login ended with ${status} at ${url}`)
    const next = new URL(headers.location, url).href
    url = next.startsWith(REDIRECT_URI) ? next.replace(new URL(next).origin, origin) : next
  }
  throw new Error('a login went in circles')
}
