/** Decides what is to be started for a manifest, and says what cannot be. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { APP_PATHS, LAUNCH } from 'catflap-lazycat/facts'
import type { AppManifest, AppService } from './app-manifest.ts'
import { APP_SERVICE, type AppRoute } from './routes.ts'
import { RunError } from './run-error.ts'
import type { Variables } from './variables.ts'

/** A process to be. */
export interface PlannedProcess {
  /** What its lines in the log begin with. */
  readonly name: string
  readonly service: string
  readonly argv: readonly string[]
  readonly cwd: string
  readonly environment: Variables
}

/** Everything to start, and the ports that must be open once it runs. */
export interface Plan {
  readonly processes: readonly PlannedProcess[]
  readonly ports: readonly number[]
}

/** What the user decides. */
export interface PlanOptions {
  /** Services that somebody else has started on this machine. */
  readonly external: readonly string[]
  /** Runs in place of what is behind the route `/`; empty for nothing. */
  readonly command: readonly string[]
  /** Where that command runs. */
  readonly cwd: string
  /** The PATH to look for the programs of services on. */
  readonly path: string
}

/** Plans the processes. @throws {@link RunError} `RUN_NOT_SUPPORTED`, `RUN_MANIFEST_INVALID` */
export function planProcesses(manifest: AppManifest, options: PlanOptions): Plan {
  const { routes, services } = manifest
  const stranger = options.external.find((name) => !services.some((row) => row.name === name))
  if (stranger !== undefined) {
    const [en, zh] = [
      `--external ${stranger}: no such service`,
      `--external ${stranger}：没有这个服务`,
    ]
    throw new RunError('RUN_NOT_SUPPORTED', en, zh)
  }
  const main = options.command.length === 0 ? undefined : findMain(routes)
  const launches = planLaunches(manifest, main, options)
  const own = services.filter(({ name }) => !options.external.includes(name))
  const started = own.map((service) => planService(service, main, options))
  const ports = new Map<number, string>()
  for (const { target } of routes) {
    if (target.kind !== 'http' || options.external.includes(target.service)) continue
    const other = ports.get(target.port)
    if (other !== undefined && other !== target.service)
      throw shared(target.port, other, target.service)
    ports.set(target.port, target.service)
  }
  return { processes: [...started, ...launches], ports: [...ports.keys()] }
}

/** The route whose process a command of the user replaces. */
function findMain(routes: readonly AppRoute[]): AppRoute {
  const main = routes.find(({ prefix, target }) => prefix === '/' && target.kind === 'http')
  if (main !== undefined) return main
  throw new RunError(
    'RUN_NOT_SUPPORTED',
    'a command after "--" stands for the process behind the route "/", and there is none',
    '“--”之后的命令代替路由“/”背后的进程，但清单中没有这样的路由',
  )
}

function planLaunches(
  { routes, environment, workdir }: AppManifest,
  main: AppRoute | undefined,
  { command, cwd }: PlanOptions,
): readonly PlannedProcess[] {
  const launches = routes.flatMap(({ launch }) => launch ?? [])
  const distinct = launches.filter(
    (launch, index) =>
      launches.findIndex(
        (other) => other.command === launch.command && other.port === launch.port,
      ) === index,
  )
  return distinct.map((launch) => {
    const name = distinct.length === 1 ? APP_SERVICE : `${APP_SERVICE}:${launch.port}`
    const replaced = main?.launch !== undefined && launch.port === main.launch.port
    return {
      name,
      service: APP_SERVICE,
      argv: replaced ? command : [...LAUNCH.value.shell, launch.command],
      cwd: replaced ? cwd : workdir,
      environment,
    }
  })
}

function planService(
  { name, image, environment, command }: AppService,
  main: AppRoute | undefined,
  options: PlanOptions,
): PlannedProcess {
  const planned = { name, service: name, environment }
  if (main?.target.kind === 'http' && main.target.service === name) {
    return { ...planned, argv: options.command, cwd: options.cwd }
  }
  if (hasProgram(command[0] ?? '', options.path))
    return { ...planned, argv: command, cwd: LAUNCH.value.cwd }
  throw new RunError(
    'RUN_NOT_SUPPORTED',
    `the service "${name}" needs the image ${image || '?'}, and containers are not supported here; ` +
      `start it yourself on this machine and pass --external ${name}`,
    `服务“${name}”需要镜像 ${image || '?'}，此处不支持容器；` +
      `请自行在本机启动它，并加上 --external ${name}`,
  )
}

/** Whether a command is on this machine; one below /lzcapp is the app's own. */
function hasProgram(program: string, path: string): boolean {
  if (program === '') return false
  if (program.includes('/'))
    return (
      program.replace(/^\.\//, '/').startsWith(`${APP_PATHS.value.root}/`) || existsSync(program)
    )
  return path.split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)))
}

function shared(port: number, one: string, other: string): RunError {
  return new RunError(
    'RUN_NOT_SUPPORTED',
    `the services "${one}" and "${other}" both listen on port ${port}, and here they share one machine`,
    `服务“${one}”和“${other}”都监听端口 ${port}，而此处它们共用一台机器`,
  )
}
