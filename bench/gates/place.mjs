/** What all gates of the bench share: where a browser would reach them, and the provider they use. */
import { REDIRECT_URI } from '../support/agent.mjs'

/** Nothing listens there: the bench carries the answers to the real ports. */
export const ORIGIN = new URL(REDIRECT_URI).origin
/** Below this lies what is a gate's own. */
export const PREFIX = '/_catflap'
export const CALLBACK = `${ORIGIN}${PREFIX}/callback`

/** For what a gate seals with; nothing but a bench uses it. */
export const SECRET = 'only-a-bench-uses-this-secret-32'

/**
 * A gate that runs.
 *
 * @typedef {object} Gate
 * @property {string} id
 * @property {string} name - as the tables have it
 * @property {'LMDB' | 'cookie' | 'shared memory' | 'Redis'} store
 * @property {ReturnType<typeof import('../support/programs.mjs').serverOf>} proxy - in front of the app
 * @property {ReturnType<typeof import('../support/programs.mjs').serverOf>} auth - what a proxy asks
 * @property {string} question - head of what a proxy asks it, but for `Host` and cookies
 * @property {number} allowed - status of its yes
 * @property {boolean} compiles - whether it does so while it runs
 * @property {() => Promise<void>} end
 */

/**
 * What a gate is started with.
 *
 * @typedef {object} Around
 * @property {string} upstream - origin of the app behind
 * @property {Readonly<Record<string, string>>} provider - as LazyCat's variables have it
 * @property {import('../support/stores.mjs').RedisPlace} [redis] - for its sessions
 * @property {import('../support/stores.mjs').Place} [lmdb] - for its sessions, instead of a new one
 */

/** A browser's headers. */
export const BROWSER = [
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language: en-US,en;q=0.5',
  'Accept-Encoding: gzip, deflate',
  'Sec-Fetch-Dest: document',
  'Sec-Fetch-Mode: navigate',
  'Sec-Fetch-Site: none',
]

/** What nginx says of the request that it asks about. */
export const ASKED = [
  'X-Original-Method: GET',
  `X-Original-URL: ${ORIGIN}/notes/today?page=2`,
  'X-Forwarded-For: 192.0.2.7',
]
