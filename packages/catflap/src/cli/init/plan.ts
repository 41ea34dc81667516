/** Which files the app gets, and which names things get, given the project and the answers. */
import type { Framework } from './frameworks/framework.ts'
import { FRAMEWORKS } from './frameworks/frameworks.ts'
import type { Parts, Setting } from './parts.ts'
import { planProject } from './plan-project.ts'
import { planServer } from './plan-server.ts'
import { planSite } from './plan-site.ts'

/** What the written files have in common. */
export interface Plan extends Omit<Parts, 'dev' | 'build' | 'start'> {
  readonly scripts: Readonly<Record<string, string>>
  /** The script that starts the app beside a box of its own. */
  readonly dev: string
  /** The script that builds, when there is one. */
  readonly build: string | undefined
}

/** Decides. A file that is there stays as it is. */
export function makePlan(setting: Setting): Plan {
  const framework: Framework = FRAMEWORKS[setting.answers.framework]
  const { dev, build, start, ...parts } = partsOf(framework, setting)
  const existing = setting.project.packageJson?.scripts ?? {}
  const free = (wanted: string, command: string): string =>
    existing[wanted] === undefined || existing[wanted] === command ? wanted : `${wanted}:catflap`
  const devName = free('dev', dev)
  // A build of the project's own is the one to call, but for what `init` compiles itself.
  const own = parts.tsconfig === undefined && existing.build !== undefined
  const buildName = build === undefined || own ? (own ? 'build' : undefined) : free('build', build)
  return {
    ...parts,
    scripts: {
      [devName]: dev,
      ...(buildName !== undefined && build !== undefined && !own && { [buildName]: build }),
      ...(start !== undefined && { start }),
    },
    dev: devName,
    build: parts.content.kind === 'project' && !isBuilt(framework, build) ? undefined : buildName,
  }
}

/** Whether a build belongs to packing: a plain server needs none, whatever scripts there are. */
const isBuilt = ({ kind }: Framework, build: string | undefined): boolean =>
  kind !== 'server' || build !== undefined

function partsOf(framework: Framework, setting: Setting): Parts {
  if (framework.kind === 'server') return planServer(framework, setting)
  if (framework.kind === 'static') return planSite(framework, setting)
  return planProject(framework, setting)
}
