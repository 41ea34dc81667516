/**
 * Load on one server: 50 connections, each with one request under way.
 *
 * This process never sleeps meanwhile: waking it would be the server's work, more of it the slower
 * the server is, and two servers of different speed could not be compared.
 */
// @ts-expect-error: the package has no types.
import autocannon from 'autocannon'

const CONNECTIONS = 50

/**
 * @param {string} url
 * @param {string} cookie
 * @param {number} duration - seconds
 * @returns {Promise<{ requests: number, seconds: number }>} fails when an answer was not 2xx
 */
export async function load(url, cookie, duration) {
  let awake = true
  const stayAwake = () => void (awake && setImmediate(stayAwake))
  stayAwake()
  const options = { url, duration, connections: CONNECTIONS, headers: { cookie } }
  const { non2xx, errors, requests, duration: seconds } = await autocannon(options)
  awake = false
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers were not 2xx, ${errors} failed`)
  return { requests: requests.total, seconds }
}
