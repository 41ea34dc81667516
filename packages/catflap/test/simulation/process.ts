/**
 * The processes of the app in a history: the real library, with the history's clock, store and provider; and the
 * way of a request to one of them.
 */
import { LoginError } from '../../src/errors.ts'
import { createLogin, type Login } from '../../src/login.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { ENVIRONMENT } from '../support/parties.ts'
import { countMaps, type Memory } from './memory.ts'
import type { Plan } from './plan.ts'
import type { Process, World } from './world.ts'

/** Secrets of a rotation, as docs/operations.md has it: each phase at all processes before the next. */
const SECRETS = [
  ['the first for histories'],
  ['the first for histories', 'the second for histories'],
  ['the second for histories', 'the first for histories'],
]

interface Running {
  readonly process: Process
  readonly login: Login
  readonly memory: Memory
  readonly phase: number
  /** Requests that nobody will answer when it crashes. */
  readonly waiting: Set<() => void>
}

export interface App {
  /** Asks one of the processes; `undefined` when it could not tell, crashed, or the answer got lost. */
  ask<T>(what: (login: Login, process: Process) => T | Promise<T>): Promise<T | undefined>
  /** The same of each of them, in turn. */
  askEach(what: (login: Login) => Promise<unknown>): Promise<void>
  crash(target: number): void
  /** True when this call was the one at which a process ends; it may also stop for a while. */
  crashIfDue(process: Process | undefined): boolean
  process(target: number): Process
  /** The next process gets the next secrets, by a restart in order. */
  rotateSecret(): Promise<void>
  /** From now on no process ends or stops. */
  calm(): void
  /** How often an answer gets lost: once in so many; 0 for never. */
  lost: number
  /** What each process remembers, with its name. */
  memories(): readonly { readonly name: string; readonly most: number }[]
  readonly crashes: number
}

interface Surroundings {
  readonly store: SessionStore
  readonly fetchOf: (process: Process) => typeof fetch
  readonly say: (text: string) => void
  /** Told of each event. */
  readonly told: (type: string, code: string) => void
  /** Told of what a request came to that can only be a bug. */
  readonly failed: (error: unknown) => void
}

/** Longest way of a request, and of its answer; milliseconds. */
const WAY = 15

export function createApp(
  world: World,
  plan: Plan,
  { store, fetchOf, say, told, failed }: Surroundings,
): App {
  let generation = 0
  let crashes = 0

  function start(phase: number): Running {
    const name = `p${++generation}`
    const process: Process = {
      name,
      skew: world.pick([-1000, -400, 0, 700, 1000]),
      alive: true,
      frozenUntil: 0,
      stopIn: undefined,
      stopFor: 0,
    }
    const [login, memory] = countMaps(() =>
      createLogin({
        environment: ENVIRONMENT,
        now: () => Math.floor((world.time() + process.skew) / 1000),
        fetch: fetchOf(process),
        session: {
          store,
          idleLifetime: plan.idleLifetime,
          absoluteLifetime: plan.absoluteLifetime,
          secrets: SECRETS[phase]!,
        },
        onEvent(event) {
          const code = 'code' in event ? event.code : ''
          say(`${name} ${event.type} ${code}`)
          told(event.type, code)
        },
      }),
    )
    return { process, login, memory, phase, waiting: new Set() }
  }

  const running = Array.from({ length: plan.processes }, () => start(0))
  const at = (target: number): number => target % running.length

  function end(place: number, why: string): void {
    const { process, waiting, phase } = running[place]!
    process.alive = false
    crashes++
    say(`${process.name} ${why}`)
    for (const give of waiting) world.post(undefined, 0, 'connection closed', give)
    running[place] = start(phase)
  }

  async function send<T>(
    one: Running,
    what: (login: Login, process: Process) => T | Promise<T>,
    isLost: boolean,
  ): Promise<T | undefined> {
    const { process, login, waiting } = one
    return new Promise((resolve, reject) => {
      const giveUp = () => resolve(undefined)
      const back = (label: string, run: () => void) => {
        waiting.delete(giveUp)
        world.post(undefined, world.random() * WAY, isLost ? 'answer lost' : label, run)
      }
      waiting.add(giveUp)
      world.post(process, world.random() * WAY, 'request', () => {
        const asked = (async () => what(login, process))()
        asked.then(
          (value) => back('answer', () => resolve(isLost ? undefined : value)),
          (error: unknown) => {
            const cannotTell = error instanceof LoginError && error.status >= 500
            if (cannotTell && error.code !== 'INTERNAL') return back('answer', giveUp)
            back('answer', () => reject(error))
          },
        )
      })
    })
  }

  const app: App = {
    lost: 0,
    get crashes() {
      return crashes
    },
    ask: (what) => send(world.pick(running), what, app.lost > 0 && world.once(app.lost)),
    async askEach(what) {
      for (const one of [...running]) await send(one, what, false)
    },
    crash: (target) => end(at(target), 'crashes'),
    crashIfDue(process) {
      if (process?.stopIn === undefined || !process.alive) return false
      process.stopIn--
      if (process.stopIn > 0) return false
      process.stopIn = undefined
      if (process.stopFor > 0) {
        process.frozenUntil = Math.max(process.frozenUntil, world.time() + process.stopFor)
        say(`${process.name} does nothing for ${process.stopFor} ms`)
        return false
      }
      const place = running.findIndex((one) => one.process === process)
      if (place === -1) return false
      end(place, 'crashes between two calls')
      return true
    },
    process: (target) => running[at(target)]!.process,
    async rotateSecret() {
      const phase = Math.min(...running.map((one) => one.phase))
      if (phase + 1 >= SECRETS.length) return
      const place = running.findIndex((one) => one.phase === phase)
      const { process, login } = running[place]!
      running[place] = start(phase + 1)
      say(`${process.name} ends in order, ${running[place].process.name} has the next secrets`)
      world.post(process, 0, 'close', () => void login.close().catch(failed))
    },
    calm() {
      for (const { process } of running)
        Object.assign(process, { frozenUntil: 0, stopIn: undefined })
    },
    memories: () =>
      running.map(({ process, memory }) => ({ name: process.name, most: memory.most() })),
  }
  return app
}
