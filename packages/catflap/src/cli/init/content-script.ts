/** The text of lzc-build.mjs, which fills `lzc-content` with what runs on a box, and with nothing else. */
import type { Language } from '../../pages/language.ts'
import { COMMENTS } from './comments.ts'
import type { Neighbours } from './neighbours.ts'
import { PACKAGE_MANAGERS, type PackageManager } from './package-managers.ts'
import { requirePlain } from './scripts.ts'

/** What there is to pack. */
export type Content =
  /** The project as it stands, and what it needs to run. */
  | { readonly kind: 'project' }
  /** catflap-gate in a folder of its own, beside what was packed before, if there was any. */
  | { readonly kind: 'gate'; readonly from: string | undefined; readonly version: string }
  /** What `output: 'standalone'` of Next.js has gathered. */
  | { readonly kind: 'next' }
  /** Files for the browser, and a server of a few lines. */
  | {
      readonly kind: 'site'
      readonly server: string
      /** The folder that holds them; empty for the project itself. */
      readonly from: string
      /** Where they go, relative to the content; empty for the content itself. */
      readonly to: string
    }

/** What the script is made of. */
export interface Packing {
  readonly content: Content
  readonly manager: PackageManager
  /** Packages of the same repository, for the app and for work on it. */
  readonly neighbours: Neighbours
  /** The script of package.json that builds the app, when nothing else calls it. */
  readonly build: string | undefined
  readonly language: Language
}

/** The text of lzc-build.mjs. */
export function buildContentScript(packing: Packing): string {
  const { content, manager, build, language } = packing
  const comments = COMMENTS[language]
  const body = BODIES[content.kind](packing)
  const copies = content.kind !== 'next' && (content.kind !== 'gate' || content.from !== undefined)
  const lines = [
    `// ${comments.content}`,
    "import { spawnSync } from 'node:child_process'",
    "import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'",
    ...(!copies ? [] : ["import { basename } from 'node:path'"]),
    '',
    ...(!copies ? [] : leaveOut(comments.leftOut)),
    'const run = (command, cwd) => {',
    "  const { status } = spawnSync(command, { cwd, shell: true, stdio: 'inherit' })",
    '  if (status !== 0) process.exit(status ?? 1)',
    '}',
    '',
    ...(content.kind === 'next' ? onLinux(comments.boxOnly) : []),
    ...(build === undefined ? [] : [`run('${manager.name} run ${build}', '.')`]),
    "rmSync('lzc-content', { recursive: true, force: true })",
    ...body,
    '',
    `// ${comments.binaries}`,
    "for (const name of readdirSync('lzc-content', { recursive: true })) {",
    '  const binary = /@(lmdb|msgpackr-extract)\\b.*\\.node$/.test(name)',
    "  if (binary && !name.endsWith('napi.glibc.node')) rmSync(`lzc-content/$" + '{name}`)',
    '}',
  ]
  const text = lines.join('\n')
  return `${text.replace(/import \{ (cpSync.*) \} from 'node:fs'/, (_, names: string) => importUsed(names, text))}\n`
}

const leaveOut = (comment: string): readonly string[] => [
  `// ${comment}`,
  'const made = /^(node_modules|lzc-(content|build\\.mjs|build\\.yml|manifest\\.yml|icon\\.png)|.*\\.lpk)$/',
  'const hidden = /^\\.(git|catflap|env|next|nuxt|svelte-kit|astro|vite)/',
  'const filter = (path) => !made.test(basename(path)) && !hidden.test(basename(path))',
]

/** Only what the script calls. */
function importUsed(names: string, text: string): string {
  const used = names.split(', ').filter((name) => text.includes(`${name}(`))
  return `import { ${used.join(', ')} } from 'node:fs'`
}

function onLinux(message: string): readonly string[] {
  return [
    "if (process.platform !== 'linux' || process.arch !== 'x64') {",
    `  console.error(${quoted(message)})`,
    '  process.exit(1)',
    '}',
  ]
}

/** A JavaScript string. */
const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`

const copyAll = (to: string): readonly string[] => [
  "for (const name of readdirSync('.').filter(filter)) {",
  `  cpSync(name, \`${to}/$\{name}\`, { recursive: true, filter })`,
  '}',
]

const install = (command: string, language: Language): readonly string[] => [
  `// ${COMMENTS[language].forBox}`,
  `run('${command}', 'lzc-content')`,
]

/** Tarballs that package.json names are packages already, and one of them may be the devbox's. */
function dropTarballs(dependencies: string, language: Language): readonly string[] {
  return [
    `// ${COMMENTS[language].tarballs}`,
    `for (const spec of Object.values(${dependencies})) {`,
    '  if (/^file:(?!.*\\.\\.\\/).*\\.tgz$/.test(spec)) rmSync(`lzc-content/$' +
      '{spec.slice(5)}`, { force: true })',
    '}',
  ]
}

/** npm takes copies of what a workspace links to. What is for work on the app it would look for, too. */
function installBeside({ manager, neighbours, language }: Packing): readonly string[] {
  const needed = neighbours.needed.filter(({ copied }) => copied).map(({ path }) => `../${path}`)
  const forWork = neighbours.forWork.map(({ name }) => name)
  if (manager.name !== 'npm') return install(manager.installForBox, language)
  requirePlain(...needed, ...forWork)
  const without = [
    `// ${COMMENTS[language].beside}`,
    "const own = JSON.parse(readFileSync('lzc-content/package.json', 'utf8'))",
    `for (const name of [${forWork.map(quoted).join(', ')}]) delete own.devDependencies[name]`,
    "writeFileSync('lzc-content/package.json', JSON.stringify(own))",
  ]
  const copies = needed.length === 0 ? '' : ` --install-links ${needed.join(' ')}`
  return [
    ...(forWork.length === 0 ? [] : without),
    ...install(manager.installForBox + copies, language),
  ]
}

function copyProject(packing: Packing): readonly string[] {
  const { language } = packing
  return [
    ...copyAll('lzc-content'),
    ...installBeside(packing),
    "const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))",
    ...dropTarballs('{ ...dependencies, ...devDependencies }', language),
  ]
}

function copyStandalone(): readonly string[] {
  return [
    "cpSync('.next/standalone', 'lzc-content', { recursive: true, verbatimSymlinks: true })",
    "cpSync('.next/static', 'lzc-content/.next/static', { recursive: true })",
    "if (existsSync('public')) cpSync('public', 'lzc-content/public', { recursive: true })",
    "for (const name of readdirSync('lzc-content')) {",
    "  if (name.startsWith('.env')) rmSync(`lzc-content/$" + '{name}`)',
    '}',
  ]
}

function copySite({ content, language }: Packing): readonly string[] {
  if (content.kind !== 'site') return []
  const { server, from, to } = content
  const place = to === '' ? 'lzc-content' : `lzc-content/${to}`
  const npm = PACKAGE_MANAGERS[0]?.installForBox ?? ''
  return [
    `// ${COMMENTS[language].former}`,
    ...(from === ''
      ? copyAll(place)
      : [`cpSync(${quoted(from)}, ${quoted(place)}, { recursive: true, filter })`]),
    `cpSync(${quoted(server)}, ${quoted(`lzc-content/${server}`)})`,
    "const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))",
    'const kept = Object.entries({ ...devDependencies, ...dependencies }).filter(([name]) =>',
    '  /^(catflap|catflap-lazycat|sirv)$/.test(name),',
    ')',
    'for (const [, spec] of kept) {',
    "  if (spec.startsWith('file:')) cpSync(spec.slice(5), `lzc-content/$" + '{spec.slice(5)}`)',
    '}',
    'const needed = { private: true, dependencies: Object.fromEntries(kept) }',
    "writeFileSync('lzc-content/package.json', JSON.stringify(needed))",
    ...install(npm, language),
    ...dropTarballs('needed.dependencies', language),
  ]
}

/** The gate does not share its packages with the app: neither knows of the other's. */
function copyGate({ content, language }: Packing): readonly string[] {
  if (content.kind !== 'gate') return []
  const { from, version } = content
  const npm = PACKAGE_MANAGERS[0]?.installForBox ?? ''
  const former =
    from === undefined
      ? []
      : [
          `// ${COMMENTS[language].former}`,
          `cpSync(${quoted(from)}, 'lzc-content', { recursive: true, filter })`,
        ]
  return [
    ...former,
    "mkdirSync('lzc-content/gate', { recursive: true })",
    "cpSync('gate.yaml', 'lzc-content/gate/gate.yaml')",
    `const needed = { private: true, dependencies: { 'catflap-gate': '^${version}' } }`,
    "writeFileSync('lzc-content/gate/package.json', JSON.stringify(needed))",
    `// ${COMMENTS[language].forBox}`,
    `run('${npm}', 'lzc-content/gate')`,
  ]
}

const BODIES: Readonly<Record<Content['kind'], (packing: Packing) => readonly string[]>> = {
  project: copyProject,
  gate: copyGate,
  next: copyStandalone,
  site: copySite,
}
