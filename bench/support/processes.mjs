/**
 * Apps in processes of their own: started with an environment, asked over the process's channel,
 * ended by id.
 */
import { fork } from 'node:child_process'
import { Agent } from 'node:http'

/**
 * @typedef {object} App
 * @property {string} origin
 * @property {Agent} agent - keeps the connections to this process
 * @property {boolean} doomed - about to be killed: what fails there from now on is meant to
 * @property {(message: object) => Promise<any>} ask - sends a message, resolves with the answer
 * @property {() => Promise<void>} kill - ends it without warning, and waits until it is gone
 */

/**
 * Starts one of the programs in `apps`, and waits until it listens.
 *
 * @param {string} program - its name there
 * @param {Readonly<Record<string, string>>} variables - its environment, but for `PATH`
 * @returns {Promise<App>}
 */
export async function startApp(program, variables) {
  const path = new URL(`../apps/${program}.mjs`, import.meta.url).pathname
  const env = { PATH: process.env.PATH, ...variables }
  const child = fork(path, { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const gone = new Promise((resolve) => child.once('exit', resolve))

  /** @returns {Promise<any>} */
  const answer = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve)
      void gone.then((code) => reject(new Error(`${program} ended with ${code}`)))
    })

  const { port } = await answer()
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  /** @type {App} */
  const app = {
    origin: `http://127.0.0.1:${port}`,
    agent,
    doomed: false,
    ask(message) {
      const answered = answer()
      child.send(message)
      return answered
    },
    async kill() {
      app.doomed = true
      child.kill('SIGKILL')
      await gone
      agent.destroy()
    },
  }
  return app
}
