/**
 * Several processes of one app at one box, and many people signed in who keep asking.
 */
import { createDevbox } from 'catflap-devbox'
import { get, NAVIGATION, REDIRECT_URI, signIn } from './agent.mjs'
import { startApp } from './processes.mjs'

/** Connections to each process that always have a request under way. */
const CONNECTIONS = 8

/** @typedef {import('./processes.mjs').App} App */

/**
 * An answer, or `undefined` for a connection that broke; `app` is whom it was asked of.
 *
 * @typedef {(app: App, answer: import('./agent.mjs').Answer | undefined) => void} Observer
 */

/**
 * Starts the processes and signs people in, in turn at each of them. There are no refresh tokens:
 * LazyCat's provider keeps one per person and app, and here one person signs in again and again.
 *
 * @param {import('./stores.mjs').Place} place
 * @param {{ readonly processes: number, readonly sessions: number }} size
 */
export async function createCrowd(place, { processes, sessions }) {
  let offset = 0
  const box = await createDevbox({
    autoApprove: 'alice',
    redirectUri: REDIRECT_URI,
    now: () => Math.floor(Date.now() / 1000) + offset,
  })
  const variables = { ...box.environment, ...place.variables }
  const start = () => startApp('worker', { ...variables, CLOCK_OFFSET: String(offset) })
  const apps = await Promise.all(Array.from({ length: processes }, start))
  const cookies = /** @type {string[]} */ ([])

  /** Signs one more person in. @param {App} app */
  async function join(app) {
    cookies.push(await signIn(app.origin))
  }
  for (let i = 0; i < sessions; i++) await join(/** @type {App} */ (apps[i % processes]))

  let busy = true
  let requests = 0
  /** @param {number} slot @param {Observer} observe */
  async function keepAsking(slot, observe) {
    for (let i = slot; busy; i++) {
      const app = /** @type {App} */ (apps[slot])
      const cookie = cookies[Math.floor(Math.random() * cookies.length)] ?? ''
      // Half of them are navigations, which a guard would send to the login.
      const headers = i % 2 === 0 ? { cookie, ...NAVIGATION } : { cookie }
      const answer = await get(app.origin, headers, app.agent).catch(() => undefined)
      requests++
      observe(app, answer)
      // A killed process refuses at once: no need to ask it a thousand times.
      if (answer === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  /** @type {Promise<void>[]} */
  let asking = []
  return {
    apps,
    join,
    get requests() {
      return requests
    },
    get sessions() {
      return cookies.length
    },
    /** @param {Observer} observe */
    begin(observe) {
      asking = apps.flatMap((_, slot) =>
        Array.from({ length: CONNECTIONS }, () => keepAsking(slot, observe)),
      )
    },
    async finish() {
      busy = false
      await Promise.all(asking)
    },
    /**
     * Moves all clocks, when nobody is signing in. A twentieth of the idle lifetime makes every
     * session's next request write its idle end.
     *
     * @param {number} seconds
     */
    async pass(seconds) {
      offset += seconds
      await Promise.all(apps.map((app) => app.ask({ offset })))
    },
    /** Ends a process without warning, and starts another in its place. @param {number} slot */
    async replace(slot) {
      await apps[slot]?.kill()
      apps[slot] = await start()
    },
    /** How many sessions do not apply any more, asked of each process. */
    async lost() {
      const alive = await Promise.all(
        cookies.map(async (cookie) => {
          const answers = await Promise.all(apps.map(({ origin }) => get(origin, { cookie })))
          return answers.every(({ status }) => status === 200)
        }),
      )
      return alive.filter((one) => !one).length
    },
    async close() {
      await Promise.all(apps.map((app) => app.kill()))
      await box.close()
      await place.remove()
    },
  }
}
