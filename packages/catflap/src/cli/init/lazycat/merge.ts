/** What a manifest that is there lacks for a login, put into its text. */
import { MINIMUM_VERSIONS } from 'catflap-lazycat/facts'
import {
  entriesOf,
  find,
  isEmpty,
  itemsOf,
  type Node,
  parseManifest,
  textOf,
} from 'catflap-lazycat/manifest'
import { VARIABLES } from '../../../configuration/environment.ts'
import type { Text } from '../../../doctor/doctor.ts'
import { InitError } from '../init-error.ts'
import { ADDED, TROUBLE } from '../words.ts'
import type { Existing, Present } from './existing.ts'
import { environmentOf, execLines, type Launch, PORT, RUN_ROUTE, serviceLines } from './launch.ts'
import { subdomainOf } from './names.ts'
import { findTarget, type Target } from './target.ts'
import { holds, insertBelow, replaceValue, setTop } from './text-edits.ts'

/** A text with additions, and a word about each. */
export interface Merged {
  readonly text: string
  readonly added: readonly Text[]
}

/** Applies edits one after the other and keeps what was said about them. */
export interface Editor {
  root(): Node | undefined
  /** @throws InitError when the edit is not possible, or would break something */
  edit(path: readonly string[], next: string | undefined, word: Text): void
  text(): string
  done(): Merged
}

export function createEditor(name: string, text: string): Editor {
  let current = text
  const added: Text[] = []
  return {
    root: () => parseManifest(current).root,
    edit(path, next, word) {
      if (next === undefined || !holds(current, next, path)) {
        throw new InitError(TROUBLE.notMerged(name, path.join('.'), word))
      }
      current = next
      added.push(word)
    },
    text: () => current,
    done: () => ({ text: current, added }),
  }
}

/** The manifest with callback, variables and, where nothing of the app answers yet, a server. */
export function mergeManifest(manifest: Present, existing: Existing, launch: Launch): Merged {
  const editor = createEditor(manifest.name, manifest.text)
  const target = findTarget(manifest.parsed.root)
  const application = find(manifest.parsed.root, 'application')
  if (existing.packageFile === undefined) addPackageKeys(editor, launch.id)
  addCallback(editor, find(application, 'oidc_redirect_path'))
  if (isEmpty(find(application, 'subdomain'))) {
    const line = `subdomain: ${subdomainOf(launch.id)}`
    addApplication(editor, 'subdomain', line)
  }
  if (target.kind === 'files' || target.kind === 'none') addServer(editor, target, launch)
  addVariables(editor, target, launch)
  return editor.done()
}

/** package.yml, or the keys that it has taken over from the manifest. */
export function mergePackageFile(file: Present, id: string): Merged {
  const editor = createEditor(file.name, file.text)
  addPackageKeys(editor, id, MINIMUM_VERSIONS['package-file'].version)
  return editor.done()
}

/** Only what is missing; the version of the system is raised, since an older one has no variables. */
export function addPackageKeys(
  editor: Editor,
  id: string,
  least: string = MINIMUM_VERSIONS.templates.version,
): void {
  const missing = { package: id, version: '0.1.0', name: subdomainOf(id) }
  for (const [key, value] of Object.entries(missing)) {
    if (!isEmpty(find(editor.root(), key))) continue
    editor.edit([key], setTop(editor.text(), key, value), ADDED.key(`${key}: ${value}`))
  }
  const present = find(editor.root(), 'min_os_version')
  const version = textOf(present)
  // What a template says is known only to the box.
  if (version === undefined ? !isEmpty(present) : compareVersions(version, least) >= 0) return
  const line = `min_os_version: ${least}`
  editor.edit(['min_os_version'], setTop(editor.text(), 'min_os_version', least), ADDED.key(line))
}

function addCallback(editor: Editor, present: Node | undefined): void {
  if (!isEmpty(present)) return
  addApplication(editor, 'oidc_redirect_path', 'oidc_redirect_path: /callback')
}

export function addApplication(editor: Editor, key: string, line: string): void {
  const path = ['application', key]
  const empty = find(editor.root(), ...path)
  const value = line.slice(line.indexOf(':') + 2)
  const next =
    empty === undefined
      ? insertBelow(editor.text(), ['application'], (indent) => [indent + line])
      : replaceValue(editor.text(), empty, value)
  editor.edit(path, next, ADDED.key(`application.${line}`))
}

/** A service of its own, or a program in the app's container, and the way there. */
function addServer(
  editor: Editor,
  { route }: Extract<Target, { kind: 'files' | 'none' }>,
  launch: Launch,
): void {
  const exec = launch.start === 'exec'
  const service = serviceName(editor.root())
  const to = exec ? `/=${RUN_ROUTE}` : `/=http://${service}:${PORT}`
  const routes = ['application', 'routes']
  const was = route?.kind === 'scalar' ? route.text.slice(2) : undefined
  // Edits above have moved the route.
  const now = itemsOf(find(editor.root(), ...routes)).find(
    (item) => item.kind === 'scalar' && item.text === (route as { text?: string })?.text,
  )
  const next =
    now === undefined
      ? insertBelow(editor.text(), routes, (indent) => [`${indent}- ${to}`])
      : replaceValue(editor.text(), now, to)
  editor.edit(routes, next, ADDED.route(to, was))
  if (exec) {
    if (!isEmpty(find(editor.root(), 'application', 'image'))) return
    const lines = (indent: string) => execLines(launch).map((line) => indent + line)
    const text = insertBelow(editor.text(), ['application'], lines)
    editor.edit(['application', 'image'], text, ADDED.key('application.image'))
    return
  }
  const path = ['services', service]
  const lines = (indent: string) => serviceLines(launch).map((line) => indent + line)
  editor.edit(path, insertBelow(editor.text(), path, lines), ADDED.key(`services.${service}`))
}

/** The variables that the place which the address leads to does not have yet. */
function addVariables(editor: Editor, before: Target, launch: Launch): void {
  const target = findTarget(editor.root())
  const path =
    target.kind === 'service'
      ? ['services', target.name, 'environment']
      : ['application', 'environment']
  const present = find(editor.root(), ...path)
  const isOurs = before.kind === 'files' || before.kind === 'none'
  const lines = environmentOf(launch, isOurs).filter((line) => !isSet(present, line))
  const callback = textOf(find(editor.root(), 'application', 'oidc_redirect_path'))
  const redirect = VARIABLES.redirectUri[0]
  if (callback !== undefined && callback !== '/callback' && !isSet(present, `${redirect}=`)) {
    lines.push(`${redirect}=https://$\{${VARIABLES.appDomain[0]}}${callback}`)
  }
  if (lines.length === 0) return
  const asMap = present?.kind === 'map'
  const next = insertBelow(editor.text(), path, (indent) =>
    lines.map((line) => {
      const at = line.indexOf('=')
      return asMap
        ? `${indent}${line.slice(0, at)}: ${quote(line.slice(at + 1))}`
        : `${indent}- ${line}`
    }),
  )
  const names = lines.map((line) => line.slice(0, line.indexOf('=')))
  editor.edit(path, next, ADDED.variables(path.join('.'), names))
}

/** In YAML's plain quotes: a template action may hold no backslash. */
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Whether an environment has this variable, or maps the same value to a name that Catflap reads. */
function isSet(environment: Node | undefined, line: string): boolean {
  const [name = '', value = ''] = line.split(/=(.*)/s)
  const pairs =
    environment?.kind === 'map'
      ? environment.entries.map(({ key, value: node }) => [key, textOf(node) ?? ''] as const)
      : itemsOf(environment).map((item) => {
          const [key = '', text = ''] = item.kind === 'scalar' ? item.text.split(/=(.*)/s) : []
          return [key, text] as const
        })
  const read = Object.values(VARIABLES).find((names) => names.includes(name)) ?? [name]
  return pairs.some(
    ([key, text]) => key === name || (value !== '' && text === value && read.includes(key)),
  )
}

function serviceName(root: Node | undefined): string {
  const taken = new Set(entriesOf(find(root, 'services')).map(({ key }) => key))
  for (let n = 1; ; n++) {
    const name = n === 1 ? 'web' : `web${n}`
    if (!taken.has(name)) return name
  }
}

/** Of three numbers each; what is no number counts as 0. */
function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => text.replace(/^v/, '').split('.').map(Number))
  for (let i = 0; i < 3; i++) {
    const difference = (x?.[i] || 0) - (y?.[i] || 0)
    if (difference !== 0) return difference
  }
  return 0
}
