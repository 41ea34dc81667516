/** Which variables go where: into the manifest while it is rendered, and into each process. */
import { PLATFORM_VARIABLES, VARIABLE } from 'catflap-lazycat/facts'
import { APP_SERVICE } from './routes.ts'

/** Variables by name. */
export type Variables = Readonly<Record<string, string>>

/** What the box tells an app. Read anew at each start, since all of it may change. */
export interface RunBox {
  /** What the platform hands out; without a redirect URI nothing of OpenID Connect. */
  readonly environment: Variables
  /** What an app's process needs on a laptop and not on a box. */
  readonly appEnvironment?: Variables
}

/** Of the caller's environment only this goes to an app: a variable more would hide a missing one. */
const INHERITED = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'TERM']

const namesOf = (when: 'deploy' | 'run'): ReadonlySet<string> =>
  new Set(
    PLATFORM_VARIABLES.filter((variable) => variable.when === when || variable.when === 'both').map(
      ({ name }) => name,
    ),
  )
const DEPLOY_TIME = namesOf('deploy')
const RUN_TIME = namesOf('run')

/** What a manifest may name as `${NAME}`. */
export function deployVariables(environment: Variables): Variables {
  return pick(environment, (name) => DEPLOY_TIME.has(name))
}

/**
 * The environment of a process.
 *
 * @param own - what the manifest sets for its service; wins over the platform's.
 */
export function processEnvironment(
  box: RunBox,
  service: string,
  own: Variables,
  inherited: NodeJS.ProcessEnv,
): Variables {
  const { environment, appEnvironment = {} } = box
  const laptop: Variables = {
    ...pick(environment, (name) => !DEPLOY_TIME.has(name) && !RUN_TIME.has(name)),
    ...appEnvironment,
  }
  const base = INHERITED.flatMap((name) => {
    const value = inherited[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const options = [own.NODE_OPTIONS, laptop.NODE_OPTIONS].filter(Boolean).join(' ')
  return {
    ...Object.fromEntries(base),
    ...pick(environment, (name) => RUN_TIME.has(name)),
    [VARIABLE.serviceName.name]: service || APP_SERVICE,
    ...laptop,
    ...own,
    ...(options !== '' && { NODE_OPTIONS: options }),
  }
}

function pick(variables: Variables, wanted: (name: string) => boolean): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => wanted(name)))
}
