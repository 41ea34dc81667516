/** The oldest system that can run what the manifest uses. */
import { type Feature, MINIMUM_VERSIONS, VARIABLE } from '../../facts.ts'
import {
  applicationList,
  type Context,
  permissionsOf,
  type Rule,
  staticFile,
  staticValue,
} from '../context.ts'
import { referencesOf } from '../environment.ts'
import { type Complaint, shown, text } from '../finding.ts'
import { entriesOf, find, isEmpty, itemsOf, textOf } from '../node.ts'

/** `min_os_version` is there, a version, and new enough. */
export const checkVersions: Rule = (context) => {
  const needed = FEATURES.filter(({ used }) => used(context)).map(
    ({ feature }) => MINIMUM_VERSIONS[feature],
  )
  const most = needed.toSorted((a, b) => compare(parse(b.version), parse(a.version)))[0]
  const file = staticFile(context, 'min_os_version')
  const node = staticValue(context, 'min_os_version')
  if (node === undefined || isEmpty(node)) {
    if (most === undefined) return []
    return [
      {
        code: 'min-os-missing',
        at: context.top,
        file,
        why: text(
          `${most.about.en} needs lzcos ${most.version}; older systems would install the app and fail.`,
          `${most.about.zh}需要 lzcos ${most.version}；旧系统会装上应用却无法使用。`,
        ),
        fix: text(
          `Add "min_os_version: ${most.version}".`,
          `加入 min_os_version: ${most.version}。`,
        ),
      },
    ]
  }
  const version = textOf(node)
  if (version === undefined) return []
  const complaint = { at: node.at, file }
  if (!FORM.test(version)) {
    return [
      {
        ...complaint,
        code: 'min-os-malformed',
        why: text(
          `${shown(version)} is no version of lzcos.`,
          `${shown(version)} 不是 lzcos 版本号。`,
        ),
        fix: text('Write three numbers, such as 1.3.8.', '写成三段数字，例如 1.3.8。'),
      },
    ]
  }
  if (most === undefined || compare(parse(version), parse(most.version)) >= 0) return []
  const low: Complaint = {
    ...complaint,
    code: 'min-os-too-low',
    why: text(
      `${most.about.en} needs lzcos ${most.version}, not ${shown(version)}.`,
      `${most.about.zh}需要 lzcos ${most.version}，而不是 ${shown(version)}。`,
    ),
    fix: text(`Write min_os_version: ${most.version}.`, `写成 min_os_version: ${most.version}。`),
  }
  if (file.startsWith('build') || node.kind !== 'scalar' || node.style === 'block') return [low]
  const at = node.at.start + (node.style === 'quoted' ? 1 : 0)
  return [{ ...low, edit: { at, old: version, new: most.version } }]
}

const FORM = /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/

const parse = (version: string): readonly number[] =>
  version.replace(/^v/, '').split(/[-+]/)[0]?.split('.').map(Number) ?? []

/** Below 0 when `a` is older than `b`. */
function compare(a: readonly number[], b: readonly number[]): number {
  const at = [0, 1, 2].find((i) => a[i] !== b[i])
  return at === undefined ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

interface Use {
  readonly feature: Feature
  readonly used: (context: Context) => boolean
}

const has = (node: Parameters<typeof find>[0], ...path: readonly string[]): boolean =>
  !isEmpty(find(node, ...path))

const inService =
  (...keys: readonly string[]) =>
  ({ services }: Context): boolean =>
    entriesOf(services).some(({ value }) => keys.some((key) => has(value, key)))

const inList =
  (list: string, key: string) =>
  (context: Context): boolean =>
    applicationList(context, list).some((item) => has(item, key))

const asksFor =
  (...ids: readonly string[]) =>
  (context: Context): boolean =>
    permissionsOf(context).some(({ id }) => ids.includes(id))

/** How each feature shows in a manifest. */
const FEATURES: readonly Use[] = [
  { feature: 'locales', used: (context) => !isEmpty(staticValue(context, 'locales')) },
  { feature: 'oidc', used: ({ application }) => has(application, 'oidc_redirect_path') },
  {
    feature: 'secondary-domains',
    used: ({ application }) => has(application, 'secondary_domains'),
  },
  { feature: 'templates', used: ({ manifest }) => manifest.templated !== undefined },
  { feature: 'upstreams', used: ({ application }) => has(application, 'upstreams') },
  {
    feature: 'deploy-id',
    used: ({ manifest }) =>
      referencesOf(manifest).some(({ name }) => name === VARIABLE.deployId.name),
  },
  { feature: 'limits', used: inService('mem_limit', 'shm_size') },
  { feature: 'runtime', used: inService('runtime') },
  { feature: 'ports-80-443', used: inList('ingress', 'yes_i_want_80_443') },
  {
    feature: 'prefix-domain',
    used: ({ root }) => has(root, 'ext_config', 'default_prefix_domain'),
  },
  { feature: 'keep-location', used: inList('upstreams', 'disable_trim_location') },
  { feature: 'healthcheck', used: inService('healthcheck') },
  {
    feature: 'health-timeout',
    used: ({ application }) => has(application, 'health_check', 'timeout'),
  },
  { feature: 'package-file', used: ({ package: file }) => file !== undefined },
  { feature: 'entries', used: ({ application }) => has(application, 'entries') },
  {
    feature: 'client-files',
    used: ({ root }) => has(root, 'ext_config', 'enable_clientfs_access'),
  },
  { feature: 'injects', used: ({ application }) => has(application, 'injects') },
  {
    feature: 'random-default',
    used: ({ parameters }) =>
      itemsOf(find(parameters?.root, 'params')).some((node) =>
        textOf(find(node, 'default_value'))?.startsWith('$random('),
      ),
  },
  {
    feature: 'delegates',
    used: asksFor('lzcapp.self_delegate', 'lzcapp.user_delegate'),
  },
  {
    feature: 'resources',
    used: (context) =>
      !isEmpty(staticValue(context, 'import_resources')) ||
      has(context.build?.root, 'resource_exports'),
  },
  {
    feature: 'hidden-launcher',
    used: (context) => !isEmpty(staticValue(context, 'hidden_from_launcher')),
  },
  {
    feature: 'run-as',
    used: (context) => has(context.application, 'run_as') || inService('run_as')(context),
  },
  { feature: 'notify', used: asksFor('user.notify') },
  { feature: 'display', used: ({ application }) => has(application, 'vt') },
  { feature: 'fuse', used: asksFor('fuse.mount') },
]
