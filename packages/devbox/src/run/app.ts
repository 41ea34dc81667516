/** An app as the box runs it: prepared from its files, started, started again, ended. */
import { resolve } from 'node:path'
import { VARIABLE } from 'catflap-lazycat/facts'
import type { Profile } from 'catflap-lazycat/manifest'
import type { IngressApp } from '../box/ingress-app.ts'
import { describeUnresolved, findUnresolved, localNames } from '../box/names.ts'
import type { Sentence } from '../language/sentences.ts'
import type { AppManifest } from './app-manifest.ts'
import type { AppSource } from './app-source.ts'
import { checkSource } from './check.ts'
import { toIngressApp } from './ingress-app.ts'
import { type Layout, prepareLayout, withPrivateFolders } from './layout.ts'
import { checkNeeds, type Need } from './needs.ts'
import { readPackageId } from './package-id.ts'
import { fillParameters } from './parameters.ts'
import { type Plan, type PlannedProcess, type PlanOptions, planProcesses } from './plan.ts'
import { type AppProcess, startProcess } from './process.ts'
import { checkPortsFree, describeEnding, waitUntilReady } from './ready.ts'
import { type Rendered, renderManifest } from './render.ts'
import { createRoot, type Root, type RootKind } from './root.ts'
import { RunError } from './run-error.ts'
import { openSource } from './source.ts'
import { openState, type State } from './state.ts'
import { processEnvironment, type RunBox, type Variables } from './variables.ts'
import { createWatchdog, type Watchdog } from './watchdog.ts'

/** What to run, and how. */
export interface AppOptions {
  /** A folder, a manifest or an LPK. */
  readonly path: string
  /** Whom a project is built for; default: `release`. */
  readonly profile?: Profile
  /** The signed-in user, who owns the instance if each user has one. */
  readonly uid: string
  readonly parameters?: ReadonlyMap<string, string>
  /** Default: `.catflap-devbox/<package>` below the current directory. */
  readonly state?: string | undefined
  /** Services that are started already. */
  readonly external?: readonly string[]
  /** Services whose commands may run on this machine, though they were written for a container. */
  readonly native?: readonly string[]
  /** Runs in place of what is behind the route `/`. */
  readonly command?: readonly string[]
  /** The caller's environment: an app gets PATH and the like of it. */
  readonly env: NodeJS.ProcessEnv
  /** Gets each line that the app writes. */
  readonly tell: (line: string) => void
  /** Gets what is worth knowing about the app. */
  readonly remark: (sentence: Sentence) => void
  /** Gets what a check of the manifest has found. */
  readonly find: (finding: Sentence) => void
  /** Gives up a start that is not ready yet. */
  readonly signal?: AbortSignal
  /** For tests: how /lzcapp is made true. */
  readonly root?: RootKind
}

/** An app that has been read and not started. */
export interface PreparedApp {
  /** As far as it is known without a box: what it says of domains is made up. */
  readonly manifest: AppManifest
  readonly ingressApp: IngressApp
  /** Starts it with what the box says at that moment. @throws {@link RunError} */
  start(box: RunBox): Promise<RunningApp>
}

/** An app that is ready. */
export interface RunningApp {
  /** As of the last start. */
  readonly ingressApp: IngressApp
  readonly rootKind: RootKind
  /** Ends it and starts it with what the box says now. @throws {@link RunError} */
  restart(): Promise<void>
  close(): Promise<void>
}

interface Context {
  readonly options: AppOptions
  readonly source: AppSource
  readonly state: State
  readonly render: (environment: Variables) => Rendered
}

/** Reads an app and checks what can be checked before it is started. @throws {@link RunError} */
export async function prepareApp(options: AppOptions): Promise<PreparedApp> {
  const source = await openSource(options.path, options.profile)
  for (const finding of checkSource(source)) options.find(finding)
  const packageId = readPackageId(source.manifest, source.packageYml)
  if (packageId === undefined) {
    throw new RunError(
      'RUN_MANIFEST_INVALID',
      'lzc-manifest.yml: package must be like "dev.example.app"',
      'lzc-manifest.yml：package 必须形如“dev.example.app”',
    )
  }
  const state = openState(resolve(options.state ?? `.catflap-devbox/${packageId}`), packageId)
  const given = options.parameters ?? new Map()
  const { parameters, needs } = fillParameters(source.deployParams, given, state.randomParameter)
  const render = (environment: Variables) => renderManifest(source, state, parameters, environment)
  const context: Context = { options, source, state, render }
  const preview = previewFor(context, packageId, needs)
  const { ingressApp } = layOut(context, preview, [])
  return {
    manifest: preview.manifest,
    ingressApp,
    start: (box) => startApp(context, box),
  }
}

/** Renders and plans once, to learn all that the user has to say before it can be started. */
function previewFor(context: Context, packageId: string, missing: readonly Need[]): Rendered {
  const { preview, needs } = attemptPreview()
  const code = missing.length > 0 ? 'RUN_PARAMETER_INVALID' : 'RUN_NOT_SUPPORTED'
  checkNeeds(code, [...missing, ...needs])
  return preview

  function attemptPreview(): { preview: Rendered; needs: readonly Need[] } {
    try {
      const preview = renderFor(context, previewEnvironment(packageId))
      return { preview, needs: planProcesses(preview.manifest, planOptions(context)).needs }
    } catch (error) {
      // Without its parameters a manifest may make no sense.
      if (error instanceof RunError) checkNeeds('RUN_PARAMETER_INVALID', missing)
      throw error
    }
  }
}

/** What stands for a box while there is none, to learn what a manifest asks of it. */
function previewEnvironment(packageId: string): Variables {
  return {
    [VARIABLE.appDomain.name]: 'app.devbox.localhost',
    [VARIABLE.appId.name]: packageId,
    [VARIABLE.deployId.name]: packageId,
    [VARIABLE.boxDomain.name]: 'devbox.localhost',
    [VARIABLE.boxName.name]: 'devbox',
  }
}

/** Whether each user has an instance is in the manifest itself, and says what it is rendered with. */
function renderFor({ options, render }: Context, environment: Variables): Rendered {
  const shared = render({ ...environment, [VARIABLE.deployUid.name]: '' })
  if (!shared.manifest.multiInstance) return shared
  return render({ ...environment, [VARIABLE.deployUid.name]: options.uid })
}

function planOptions({ options }: Context): PlanOptions {
  const { external = [], native = [], command = [], env } = options
  return { external, native, command, cwd: process.cwd(), path: env.PATH ?? '' }
}

function planFor(context: Context, manifest: AppManifest): Plan {
  const plan = planProcesses(manifest, planOptions(context))
  checkNeeds('RUN_NOT_SUPPORTED', plan.needs)
  return plan
}

function layOut(
  { options, source, state }: Context,
  { text, manifest }: Rendered,
  names: readonly string[],
) {
  const owner = manifest.multiInstance ? options.uid : undefined
  const layout = prepareLayout(state, owner, source, { text, manifest, names })
  return { layout, ingressApp: toIngressApp(manifest, layout, options.uid) }
}

interface Started {
  readonly ingressApp: IngressApp
  readonly rootKind: RootKind
  readonly stop: () => Promise<void>
}

async function startApp(context: Context, box: RunBox): Promise<RunningApp> {
  let started = await startOnce(context, box)
  // One after the other: two restarts at a time would fight for the ports.
  let last: Promise<void> = Promise.resolve()
  const queue = (work: () => Promise<void>): Promise<void> => {
    last = last.catch(() => undefined).then(work)
    return last
  }
  return {
    get ingressApp() {
      return started.ingressApp
    },
    get rootKind() {
      return started.rootKind
    },
    restart: () =>
      queue(async () => {
        await started.stop()
        started = await startOnce(context, box)
      }),
    close: () => queue(() => started.stop()),
  }
}

async function startOnce(context: Context, box: RunBox): Promise<Started> {
  const { options } = context
  const rendered = renderFor(context, box.environment)
  const { manifest, remarks } = rendered
  for (const remark of remarks) options.remark(remark)
  const plan = planFor(context, manifest)
  const names = localNames(box.environment)
  const { layout, ingressApp } = layOut(context, rendered, names)
  await checkPortsFree(plan.ports)
  const uid = manifest.multiInstance ? options.uid : ''
  const platform: RunBox = {
    environment: { ...box.environment, [VARIABLE.deployUid.name]: uid },
    appEnvironment: box.appEnvironment ?? {},
  }
  const outer = processEnvironment(platform, '', {}, options.env)
  const root = createRoot(layout, outer, options.root)
  if (root.kind === 'replaced') await remarkReplaced(options, names)
  const watchdog = createWatchdog()
  const ground: Ground = { platform, layout, root, watchdog }
  const processes = plan.processes.map((planned) => launch(context, ground, planned))
  let stopping = false
  const stop = async () => {
    stopping = true
    await Promise.all(processes.map((process) => process.stop()))
    watchdog.close()
  }
  try {
    await waitUntilReady(manifest, plan.ports, processes, options.signal)
  } catch (error) {
    await stop()
    throw error
  }
  for (const { name, ended } of processes) {
    void ended.then((ending) => {
      if (stopping) return
      const { en, zh } = describeEnding(ending)
      options.remark({
        en: `"${name}" ended ${en}; restart the app on the control page.`,
        zh: `“${name}”已结束，${zh}；可在控制页重启应用。`,
      })
    })
  }
  return { ingressApp, rootKind: root.kind, stop }
}

/** What all processes of one start stand on. */
interface Ground {
  readonly platform: RunBox
  readonly layout: Layout
  readonly root: Root
  readonly watchdog: Watchdog
}

/** What a mount would have given: protection, and a hosts file of the app's own. */
async function remarkReplaced({ remark }: AppOptions, names: readonly string[]): Promise<void> {
  remark(UNPROTECTED)
  const unresolved = await findUnresolved(names)
  if (unresolved.length > 0) remark(describeUnresolved(unresolved))
}

const UNPROTECTED: Sentence = {
  en:
    'This system offers no private mounts, so nothing keeps the app’s programs from writing to your own files; ' +
    'only HOME, TMPDIR and XDG_* lead into the state folder.',
  zh:
    '本系统无法为应用单独挂载文件系统，因此无法阻止应用的程序改写您自己的文件；' +
    '只有 HOME、TMPDIR 和 XDG_* 指向状态文件夹。',
}

function launch(
  { options }: Context,
  { platform, layout, root, watchdog }: Ground,
  { name, service, argv, cwd, environment, writable }: PlannedProcess,
): AppProcess {
  const env = processEnvironment(platform, service, environment, options.env)
  const wrapped = root.wrap(argv, cwd, withPrivateFolders(layout, env), writable)
  return startProcess(name, wrapped, options.tell, watchdog)
}
