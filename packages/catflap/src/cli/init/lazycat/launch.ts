/** How a box starts the app: the lines that stand in a manifest, new or not. */
import { CONTENT_DIRECTORY, LOGIN_VARIABLE_PREFIX, PLATFORM_VARIABLES } from 'catflap-lazycat/facts'
import type { Language } from '../../../pages/language.ts'
import type { Start } from '../arguments.ts'
import { COMMENTS } from '../comments.ts'

/** The image of a stock Node: Debian, since the binary of LMDB that is packed fits its libc. */
export const NODE_IMAGE = 'node:22-bookworm-slim'

/** Where the app listens, on a box and on a laptop. */
export const PORT = 5005

/** Where a route leads that starts `run.sh`. */
export const RUN_ROUTE: string = `exec://${PORT},${CONTENT_DIRECTORY.value}/run.sh`

/** What starts the app. */
export interface Launch {
  readonly id: string
  readonly start: Start
  /** The file for Node to run, relative to the content; words for it may follow. */
  readonly run: string
  /** Variables of its own. */
  readonly environment: readonly string[]
  readonly language: Language
}

/** What stands below the name of its service. */
export function serviceLines(launch: Launch): readonly string[] {
  return [
    `# ${COMMENTS[launch.language].image}`,
    `image: ${NODE_IMAGE}`,
    `command: node ${CONTENT_DIRECTORY.value}/${launch.run}`,
    'environment:',
    ...environmentOf(launch, true).map((line) => `  - ${line}`),
  ]
}

/** What stands below `application` when the app runs in its container; the route apart. */
export function execLines({ language }: Launch): readonly string[] {
  return [`# ${COMMENTS[language].image}`, `image: ${NODE_IMAGE}`]
}

/**
 * What the box knows only while it reads the manifest, mapped by name.
 *
 * @param own - whether the app is one that `init` starts, which is also told where to listen
 */
export function environmentOf({ start, environment }: Launch, own: boolean): string[] {
  const names = PLATFORM_VARIABLES.map(({ name }) => name).filter((name) =>
    name.startsWith(LOGIN_VARIABLE_PREFIX.value),
  )
  // Requests to a service come from another container.
  const open = environment.filter((line) => start === 'service' || !/^HOST(NAME)?=/.test(line))
  return [
    ...(own ? [...open, `PORT=${PORT}`] : []),
    ...names.map((name) => `${name}=$\{${name}}`),
    'CATFLAP_SECRET={{ stable_secret "catflap" }}',
  ]
}
