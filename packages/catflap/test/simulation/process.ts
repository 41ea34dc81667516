/** A process of the app in a history: the real library, with the history's clock, store and provider. */
import type { LoginEvent } from '../../src/events.ts'
import { createLogin, type Login } from '../../src/login.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { ENVIRONMENT } from '../support/provider.ts'
import type { Process, World } from './world.ts'

export interface Running {
  readonly process: Process
  readonly login: Login
  /** Comes with its crash. */
  readonly crashed: Promise<undefined>
}

interface Surroundings {
  readonly store: SessionStore
  readonly fetchOf: (process: Process) => typeof fetch
  /** Seconds. */
  readonly absoluteLifetime: number
  readonly onEvent: (process: string, event: LoginEvent) => void
}

export function startProcess(
  world: World,
  name: string,
  { store, fetchOf, absoluteLifetime, onEvent }: Surroundings,
): Running {
  const skew = world.pick([-1, 0, 1])
  const process: Process = { name, skew, alive: true, onCrash: () => undefined }
  const login = createLogin({
    environment: ENVIRONMENT,
    now: () => Math.floor(world.time() / 1000) + process.skew,
    fetch: fetchOf(process),
    session: { store, absoluteLifetime, secrets: ['for histories alone'] },
    onEvent: (event) => onEvent(name, event),
  })
  const crashed = new Promise<undefined>((resolve) => {
    process.onCrash = () => resolve(undefined)
  })
  return { process, login, crashed }
}
