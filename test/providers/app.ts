/** An app of two processes at a provider: what every test of a life begins with. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { type Answer, createUserAgent, type UserAgent } from '../support/user-agent.ts'
import { killed, spawnWorker, type Worker } from '../support/workers.ts'
import { answerForms, type Person } from './forms.ts'
import type { Credentials } from './provider.ts'

/** What an app is told beside issuer, client id and secret, where a test says why. */
export interface AppOptions {
  readonly scopes?: string
  readonly secret?: string
}

export interface App {
  /** Where people open it; the first process. */
  readonly origin: string
  readonly workers: readonly [Worker, Worker]
  /** Starts one more process of it, at another address, with other options. */
  another(options: AppOptions): Promise<Worker>
  /** Opens a path behind the login and answers the provider's pages until the end. */
  signIn(agent: UserAgent, path?: string): Promise<Answer>
  /** Answers whatever pages of the provider follow. */
  follow(agent: UserAgent, address: string): Promise<Answer>
  /** The answers of all processes to a signed-in request. */
  ask(agent: UserAgent, path: string): Promise<readonly Answer[]>
  /** Moves the clocks of all processes on. */
  pass(seconds: number): Promise<void>
  /** What its processes have written: their events. */
  output(): string
  close(): Promise<void>
}

/** Starts it. `ports` are those of its two processes. */
export async function startApp(
  { issuer, id, secret }: Credentials,
  ports: readonly [number, number],
  person: Person,
  options: AppOptions = {},
): Promise<App> {
  const origin = `http://127.0.0.1:${ports[0]}`
  const directory = mkdtempSync(join(tmpdir(), 'catflap-provider-'))
  const variables = (own: AppOptions) => ({
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: id,
    OIDC_CLIENT_SECRET: own.secret ?? secret,
    OIDC_REDIRECT_URI: `${origin}/callback`,
    CATFLAP_DATA_DIR: directory,
    // Room for a provider that has just started on a busy machine.
    WORKER_TIMEOUT: '10',
    ...(own.scopes && { OIDC_SCOPES: own.scopes }),
  })
  const [first, second] = await Promise.all(
    ports.map((port) => spawnWorker(port, variables(options))),
  )
  if (first === undefined || second === undefined) throw new Error('two processes were wanted')
  const all: Worker[] = [first, second]
  const follow = async (agent: UserAgent, address: string) =>
    answerForms(agent, await agent.browse(address), { app: origin, person })
  return {
    origin,
    workers: [first, second],
    follow,
    async another(own) {
      const worker = await spawnWorker(await freePort(), variables({ ...options, ...own }))
      all.push(worker)
      return worker
    },
    signIn: (agent, path = '/wanted') =>
      follow(agent, `${origin}/login?return_to=${encodeURIComponent(path)}`),
    ask: (agent, path) => Promise.all(all.map((one) => agent.get(one.origin + path))),
    async pass(seconds) {
      const clock = createUserAgent()
      await Promise.all(all.map((one) => clock.get(`${one.origin}/clock?offset=${seconds}`)))
    },
    output: () => all.map((one) => one.output()).join('\n'),
    async close() {
      await Promise.all(all.map(killed))
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
