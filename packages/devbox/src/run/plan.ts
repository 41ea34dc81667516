/** Decides what is to be started for a manifest, and says what cannot be. */
import { LAUNCH } from 'catflap-lazycat/facts'
import type { AppManifest, AppService } from './app-manifest.ts'
import { isBelowRoot } from './layout.ts'
import type { Need } from './needs.ts'
import { isHere, isOwnProgram, isOwnShellCommand } from './program.ts'
import { APP_SERVICE, type AppRoute, type Launch } from './routes.ts'
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
  /** A folder of the host that it may write to, if there is one. */
  readonly writable: string | undefined
}

/** Everything to start, and the ports that must be open once it runs. */
export interface Plan {
  readonly processes: readonly PlannedProcess[]
  readonly ports: readonly number[]
  /** What the user has to say before anything may be started. */
  readonly needs: readonly Need[]
}

/** What the user decides. */
export interface PlanOptions {
  /** Services that somebody else has started on this machine. */
  readonly external: readonly string[]
  /** Services whose commands may run on this machine, though they were written for a container. */
  readonly native: readonly string[]
  /** Runs in place of what is behind the route `/`; empty for nothing. */
  readonly command: readonly string[]
  /** Where that command runs. */
  readonly cwd: string
  /** The PATH to look for the programs of services on. */
  readonly path: string
}

/**
 * Plans the processes. What was written for a container is started here only when its program is the
 * app's own, below /lzcapp, or when the user has named its service.
 *
 * @throws {@link RunError} `RUN_NOT_SUPPORTED`
 */
export function planProcesses(manifest: AppManifest, options: PlanOptions): Plan {
  const { routes, services } = manifest
  const names = services.map(({ name }) => name)
  checkNamed('--external', options.external, names)
  checkNamed('--native', options.native, [APP_SERVICE, ...names])
  checkFolders(routes)
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
  const planned = [...started, ...launches]
  return {
    processes: planned.flatMap((one) => ('argv' in one ? one : [])),
    ports: [...ports.keys()],
    needs: planned.flatMap((one) => ('argv' in one ? [] : one)),
  }
}

function checkNamed(option: string, named: readonly string[], known: readonly string[]): void {
  const stranger = named.find((name) => !known.includes(name))
  if (stranger === undefined) return
  const [en, zh] = [`${option} ${stranger}: no such service`, `${option} ${stranger}：没有这个服务`]
  throw new RunError('RUN_NOT_SUPPORTED', en, zh)
}

/** In a container any folder is the image's; here all but the app's own would be the developer's. */
function checkFolders(routes: readonly AppRoute[]): void {
  for (const { prefix, target } of routes) {
    if (target.kind !== 'file' || isBelowRoot(`${target.path}/`)) continue
    throw new RunError(
      'RUN_NOT_SUPPORTED',
      `the route "${prefix}" would serve ${target.path} of this computer; only folders below /lzcapp are the app’s`,
      `路由“${prefix}”会提供本机的 ${target.path}；只有 /lzcapp 下的文件夹属于应用`,
    )
  }
}

/** The route whose process a command of the user replaces. */
function findMain(routes: readonly AppRoute[]): AppRoute {
  const main = routes.find(({ prefix, target }) => prefix === '/' && target.kind === 'http')
  if (main !== undefined) return main
  throw new RunError(
    'RUN_NOT_SUPPORTED',
    'a command after "--" stands for the process behind the route "/", and there is none',
    '“--”之后的命令代替路由“/”背后的进程，但 manifest 中没有这样的路由',
  )
}

/** What of a process a command of the user replaces. Its port is told in the way that such programs know. */
function standIn(
  { target }: AppRoute,
  environment: Variables,
  argv: readonly string[],
  cwd: string,
): Omit<PlannedProcess, 'name' | 'service'> {
  const port = target.kind === 'http' ? { PORT: `${target.port}` } : {}
  return { argv, cwd, writable: cwd, environment: { ...port, ...environment } }
}

function planLaunches(
  { routes, environment, workdir }: AppManifest,
  main: AppRoute | undefined,
  { command, cwd, native }: PlanOptions,
): readonly (PlannedProcess | Need)[] {
  const launches = routes.flatMap(({ launch }) => launch ?? [])
  const distinct = launches.filter(
    (launch, index) =>
      launches.findIndex(
        (other) => other.command === launch.command && other.port === launch.port,
      ) === index,
  )
  return distinct.map((launch) => {
    const name = distinct.length === 1 ? APP_SERVICE : `${APP_SERVICE}:${launch.port}`
    const planned = { name, service: APP_SERVICE, environment }
    if (main?.launch !== undefined && launch.port === main.launch.port) {
      return { ...planned, ...standIn(main, environment, command, cwd) }
    }
    if (!native.includes(APP_SERVICE) && !isOwnShellCommand(launch.command, workdir)) {
      return needForLaunch(launch)
    }
    const argv = [...LAUNCH.value.shell, launch.command]
    return { ...planned, argv, cwd: workdir, writable: undefined }
  })
}

function needForLaunch({ port }: Launch): Need {
  return {
    text: {
      en:
        `the route to port ${port} has a shell command that is no program of the app’s own, and here ` +
        `it would run on this computer: read it, then pass --native ${APP_SERVICE}`,
      zh:
        `通往端口 ${port} 的路由带有 shell 命令，它不是应用自带的程序，在此会直接在本机执行：` +
        `请先阅读该命令，再加上 --native ${APP_SERVICE}`,
    },
    options: ['--native', APP_SERVICE],
  }
}

function planService(
  service: AppService,
  main: AppRoute | undefined,
  { command, cwd, native, path }: PlanOptions,
): PlannedProcess | Need {
  const { name, environment } = service
  const planned = { name, service: name, environment }
  if (main?.target.kind === 'http' && main.target.service === name) {
    return { ...planned, ...standIn(main, environment, command, cwd) }
  }
  const [program = ''] = service.command
  const home = LAUNCH.value.cwd
  if (isOwnProgram(program, home) || (native.includes(name) && isHere(program, path))) {
    return { ...planned, argv: service.command, cwd: home, writable: undefined }
  }
  return isHere(program, path) ? needForCommand(service, program) : needForImage(service)
}

/** The words of the command may hold secrets, so only its program is named. */
function needForCommand({ name, image }: AppService, program: string): Need {
  return {
    text: {
      en:
        `the command of the service "${name}" was written for the image ${image || '?'}, and here its ` +
        `program "${program}" would run on this computer: read it, then pass --native ${name}; ` +
        `or start the service yourself and pass --external ${name}`,
      zh:
        `服务“${name}”的命令是为镜像 ${image || '?'} 编写的，其程序“${program}”在此会直接在本机执行：` +
        `请先阅读该命令，再加上 --native ${name}；或者自行启动该服务，并加上 --external ${name}`,
    },
    options: ['--native', name],
  }
}

function needForImage({ name, image }: AppService): Need {
  return {
    text: {
      en:
        `the service "${name}" needs the image ${image || '?'}, and containers are not supported here; ` +
        `start it yourself on this machine and pass --external ${name}`,
      zh:
        `服务“${name}”需要镜像 ${image || '?'}，此处不支持容器；` +
        `请自行在本机启动它，并加上 --external ${name}`,
    },
    options: ['--external', name],
  }
}

function shared(port: number, one: string, other: string): RunError {
  return new RunError(
    'RUN_NOT_SUPPORTED',
    `the services "${one}" and "${other}" both listen on port ${port}, and here they share one machine`,
    `服务“${one}”和“${other}”都监听端口 ${port}，而此处它们共用一台机器`,
  )
}
