/** All checks of a manifest, in one list of findings. */
import type { AppFacts, Files, Rule } from './context.ts'
import { type Complaint, type FileRole, type Finding, text } from './finding.ts'
import { FINDINGS } from './findings.ts'
import { entriesOf, find, itemsOf, type MapNode } from './node.ts'
import { createLocator, preprocess } from './packed.ts'
import { type Manifest, parseManifest } from './parse.ts'
import type { Profile } from './preprocess.ts'
import { checkApplication } from './rules/application.ts'
import { checkBuild } from './rules/build.ts'
import { checkDeprecated } from './rules/deprecated.ts'
import { checkEnvironment, checkSecrets } from './rules/environment.ts'
import { checkIcon } from './rules/icon.ts'
import { checkInjects } from './rules/injects.ts'
import { checkKeys } from './rules/keys.ts'
import { checkOidcPath } from './rules/oidc.ts'
import { checkOidcMapping } from './rules/oidc-mapping.ts'
import { checkPackage } from './rules/package.ts'
import { checkParameters } from './rules/parameters.ts'
import { checkPermissions } from './rules/permissions.ts'
import { checkPublicPaths } from './rules/public-path.ts'
import { checkRoutes } from './rules/routes.ts'
import { checkServices } from './rules/services.ts'
import { checkStore } from './rules/store.ts'
import { checkTemplate } from './rules/template.ts'
import { checkVariables } from './rules/variables.ts'
import { checkVersions } from './rules/versions.ts'

/** What to check. */
export interface CheckOptions {
  /** Text of lzc-manifest.yml; empty for a package that has none. */
  readonly text: string
  readonly files?: Files
  readonly app?: AppFacts
  /** Whom the package is built for; default: `release`. */
  readonly profile?: Profile
  /** Adds the rules of LazyCat's store. */
  readonly store?: boolean
}

const RULES: readonly Rule[] = [
  checkKeys,
  checkPackage,
  checkVersions,
  checkIcon,
  checkApplication,
  checkRoutes,
  checkOidcPath,
  checkOidcMapping,
  checkVariables,
  checkEnvironment,
  checkSecrets,
  checkPublicPaths,
  checkServices,
  checkInjects,
  checkPermissions,
  checkDeprecated,
  checkStore,
  checkTemplate,
  checkParameters,
  checkBuild,
]

/**
 * Checks a manifest and what stands beside it. Pure; never throws, and no finding repeats a value that
 * may be a secret.
 *
 * @returns findings by file and line; only those of the syntax when that is broken
 */
export function checkManifest(options: CheckOptions): readonly Finding[] {
  const { text: source, files = {}, store = false } = options
  const packed = preprocess(options)
  const parsed = parseFiles(packed.text, options)
  const resourcesOnly = hasResourcesOnly(parsed)
  const broken = (Object.keys(parsed) as FileRole[]).flatMap((file) =>
    file === 'manifest' && resourcesOnly ? [] : checkSyntax(file, parsed[file]),
  )
  const root = resourcesOnly ? nothing(parsed.manifest) : parsed.manifest.root
  const complaints =
    broken.length > 0 || root?.kind !== 'map'
      ? broken
      : RULES.flatMap((rule) =>
          rule({
            manifest: parsed.manifest,
            root,
            package: parsed.package,
            build: layOver(parsed.build, parsed.buildDev),
            buildBase: parsed.build,
            buildDev: parsed.buildDev,
            parameters: parsed.parameters,
            files,
            app: options.app ?? {},
            store,
            application: find(root, 'application'),
            services: find(root, 'services'),
            top: parsed.manifest.place(0, 0),
          }),
        )
  const locate = createLocator(source, packed)
  return [...packed.complaints, ...complaints.map(locate)]
    .map((one) => toFinding(one, store))
    .toSorted(inOrder)
}

type Parsed = Readonly<Record<FileRole, Manifest | undefined>> & { readonly manifest: Manifest }

function parseFiles(text: string, { files = {}, profile }: CheckOptions): Parsed {
  const parse = (one: string | null | undefined) =>
    typeof one === 'string' ? parseManifest(one) : undefined
  return {
    manifest: parseManifest(text),
    package: parse(files.package),
    build: parse(files.build),
    buildDev: profile === 'dev' ? parse(files.buildDev) : undefined,
    parameters: parse(files.parameters),
  }
}

/** lzc-build.dev.yml holds only differences: its keys stand in place of the others'. */
function layOver(base: Manifest | undefined, over: Manifest | undefined): Manifest | undefined {
  if (base === undefined || over?.root?.kind !== 'map') return over ?? base
  const names = new Set(over.root.entries.map(({ key }) => key))
  const rest = entriesOf(base.root).filter(({ key }) => !names.has(key))
  return { ...base, root: { ...over.root, entries: [...over.root.entries, ...rest] } }
}

/** LPK v2 allows a package of resources for other apps, without a manifest. */
const hasResourcesOnly = ({ manifest, package: file, build }: Parsed): boolean =>
  manifest.root === undefined &&
  manifest.syntax.length === 0 &&
  file !== undefined &&
  itemsOf(find(build?.root, 'resource_exports')).length > 0

const nothing = (manifest: Manifest): MapNode => ({
  kind: 'map',
  at: manifest.place(0, 0),
  entries: [],
  flow: false,
})

function checkSyntax(file: FileRole, parsed: Manifest | undefined): readonly Complaint[] {
  if (parsed === undefined) return []
  const template = parsed.template.map(
    ({ kind, at }): Complaint => ({
      code: kind === 'backslash' ? 'template-backslash' : 'template-unbalanced',
      at,
      file,
      ...UNBALANCED[kind],
    }),
  )
  if (template.length > 0) return template
  // What follows the first fault is often its echo.
  const [fault] = parsed.syntax
  if (fault !== undefined) {
    const why = text(`Not valid YAML: ${fault.detail}`, `不是有效的 YAML：${fault.detail}`)
    const fix = text(
      'Look at indentation, quotes and brackets here and above.',
      '请检查此处及上文的缩进、引号和括号。',
    )
    return [{ code: 'yaml-syntax', at: fault.at, file, why, fix }]
  }
  if (parsed.root?.kind === 'map' || file.startsWith('build')) return []
  if (file === 'parameters' && parsed.root === undefined) return []
  const why = text('There is no mapping of keys to values.', '内容不是“键: 值”的映射。')
  const fix = text('Begin with lines such as "name: …".', '请以 name: … 这样的行开始。')
  return [{ code: 'not-a-mapping', at: parsed.place(0, 0), file, why, fix }]
}

const UNBALANCED = {
  backslash: {
    why: text(
      'A backslash inside {{ }}: the template is read before YAML, and knows no \\".',
      '{{ }} 中有反斜杠：模板先于 YAML 解析，不认识 \\"。',
    ),
    fix: text(`Quote the outside with ', and write " inside.`, `外层改用单引号 '，里面直接写 "。`),
  },
  'action-open': {
    why: text(
      '{{ without its }}: the box cannot render the manifest.',
      '{{ 没有对应的 }}：微服无法渲染 manifest。',
    ),
    fix: text('Close the action with }} on the same line.', '在同一行用 }} 结束。'),
  },
  'block-open': {
    why: text('This block has no {{ end }}.', '此模板块没有 {{ end }}。'),
    fix: text('Add {{ end }} where it ends.', '在结束处加入 {{ end }}。'),
  },
  'end-without-block': {
    why: text('{{ end }} ends nothing.', '{{ end }} 没有对应的开头。'),
    fix: text('Remove it, or add its if, range or with.', '请删除，或补上对应的 if、range、with。'),
  },
} as const

function toFinding(
  { code, at, why, fix, edit, file = 'manifest' }: Complaint,
  store: boolean,
): Finding {
  const row = FINDINGS[code]
  const severity = store ? (row.store ?? row.severity) : row.severity
  const place = { file, line: at.line, column: at.column }
  return { code, severity, ...place, why, fix, ...(edit === undefined ? {} : { edit }) }
}

const FILES: readonly FileRole[] = ['manifest', 'package', 'build', 'buildDev', 'parameters']

const inOrder = (a: Finding, b: Finding): number =>
  FILES.indexOf(a.file) - FILES.indexOf(b.file) || a.line - b.line || a.column - b.column
