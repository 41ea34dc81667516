/** The viewer and the box of a soak, each a process of its own, and the time that is the same in both. */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import type { Held } from './child.mjs'

/** The people of a box. */
export type UserName = 'alice' | 'bob'

export interface World {
  /** Origin of the viewer. */
  readonly app: string
  /** Issuer identifier of the box's provider. */
  readonly issuer: string
  /** How often the provider has restarted. */
  readonly restarts: number
  /** How many logins of each person have ended, and are under way. */
  readonly logins: Readonly<Record<UserName, { ended: number; underWay: number }>>
  /** Seconds since the epoch, as both processes have it. */
  now(): number
  /** Moves both clocks, by seconds. */
  pass(seconds: number): Promise<void>
  restart(): Promise<void>
  rotateKeys(): Promise<void>
  held(): Promise<Readonly<Record<'viewer' | 'box', Held>>>
  /** Bytes of the sessions' file. */
  storeSize(): number
  close(): Promise<void>
}

/** @param folder - where the programs of the two processes lie */
export async function createWorld(folder: string): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'catflap-soak-'))
  const port = await freePort()
  const app = `http://127.0.0.1:${port}`
  const box = await start(join(folder, 'box.mjs'), { APP: app })
  const { issuer, variables } = (await box.ask('told')) as {
    readonly issuer: string
    readonly variables: Readonly<Record<string, string>>
  }
  const viewer = await start(join(folder, 'viewer.mjs'), {
    ...{ ...variables, PORT: String(port), CATFLAP_DATA_DIR: directory },
    // Of both, the latter is asked for by itself at LazyCat only where it is named.
    OIDC_SCOPES: 'openid profile email groups offline_access',
  })
  let [skew, restarts] = [0, 0]
  return {
    app,
    issuer,
    get restarts() {
      return restarts
    },
    logins: { alice: { ended: 0, underWay: 0 }, bob: { ended: 0, underWay: 0 } },
    now: () => Date.now() / 1000 + skew,
    async pass(seconds) {
      skew += seconds
      await Promise.all([box, viewer].map((child) => child.ask('move', skew)))
    },
    async restart() {
      restarts++
      await box.ask('restart')
    },
    rotateKeys: async () => void (await box.ask('rotateKeys')),
    async held() {
      return {
        viewer: (await viewer.ask('held')) as Held,
        box: (await box.ask('held')) as Held,
      }
    },
    storeSize: () => statSync(join(directory, 'data.mdb')).size,
    async close() {
      await Promise.all([viewer, box].map((child) => child.end()))
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function start(program: string, variables: Readonly<Record<string, string>>) {
  const env = { PATH: process.env.PATH, ...variables }
  const child = fork(program, { env, execArgv: ['--expose-gc'] })
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`${program} has ended with ${code}`)))
  })
  gone.catch(() => undefined)
  const answer = () =>
    Promise.race([new Promise<unknown>((resolve) => child.once('message', resolve)), gone])
  await answer()
  let before: Promise<unknown> = Promise.resolve()
  async function ask(what: string, value?: unknown): Promise<unknown> {
    const answered = answer() as Promise<{ readonly answer: unknown }>
    child.send({ what, value })
    return (await answered).answer
  }
  return {
    /** One question at a time: their answers carry no name. */
    ask(what: string, value?: unknown): Promise<unknown> {
      const asked = before.then(() => ask(what, value))
      before = asked.catch(() => undefined)
      return asked
    },
    async end() {
      child.kill()
      await gone.catch(() => undefined)
    },
  }
}
