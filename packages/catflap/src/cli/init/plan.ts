/** Which names things get, given the project and the answers. */

import { FRAMEWORKS } from './frameworks.ts'
import type { Project } from './project.ts'
import type { Answers } from './questions.ts'

/** What the written files have in common. */
export interface Plan {
  /** The file that starts the app, relative to the folder. */
  readonly entry: string
  /** The lines of `entry`, when it is to be written. */
  readonly server: readonly string[] | undefined
  /** The tsconfig that compiles `entry`, when it must be compiled. */
  readonly tsconfig: string | undefined
  /** The file for Node to run: `entry`, or what it is compiled to. */
  readonly run: string
  readonly scripts: Readonly<Record<string, string>>
  /** The script that starts the app beside a box of its own. */
  readonly dev: string
  /** The script that compiles, when there is one. */
  readonly build: string | undefined
}

/**
 * Decides names. A server that is there stays as it is: the example goes beside it.
 *
 * @param hasTsconfig - whether there is a tsconfig.json other than the one for this entry
 */
export function makePlan(
  project: Project,
  { framework }: Answers,
  hasTsconfig: (entry: string) => boolean,
): Plan {
  const { server, typed, modules } = project
  const ending = `${modules ? '' : 'm'}${typed ? 'ts' : 'js'}`
  const stem = server === undefined ? 'server' : 'catflap-example'
  const entry = server?.hasLogin ? server.name : `${stem}.${ending}`
  const lines = server?.hasLogin ? undefined : FRAMEWORKS[framework].server(typed)
  const compiled = /\.m?ts$/.test(entry)
  const run = compiled ? `dist/${entry.replace(/ts$/, 'js')}` : entry
  const tsconfig = compiled
    ? hasTsconfig(entry)
      ? 'tsconfig.catflap.json'
      : 'tsconfig.json'
    : undefined
  const compile = `tsc -p ${tsconfig}`
  const start = `catflap-devbox -- node ${run}`
  const existing = project.packageJson?.scripts ?? {}
  const name = (wanted: string, command: string): string =>
    existing[wanted] === undefined || existing[wanted] === command ? wanted : `${wanted}:catflap`
  const devCommand = compiled ? `${compile} && ${start}` : start
  const dev = name('dev', devCommand)
  const build = compiled ? name('build', compile) : undefined
  return {
    entry,
    server: lines,
    tsconfig,
    run,
    scripts: {
      [dev]: devCommand,
      ...(build !== undefined && { [build]: compile }),
      start: `node ${run}`,
    },
    dev,
    build,
  }
}
