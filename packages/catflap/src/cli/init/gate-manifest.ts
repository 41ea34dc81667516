/** A manifest that leads to a container, with the gate in front of it. */
import { CONTENT_DIRECTORY, LOGIN_VARIABLE_PREFIX, PLATFORM_VARIABLES } from 'catflap-lazycat/facts'
import { entriesOf, find, isEmpty, itemsOf, type Node, textOf } from 'catflap-lazycat/manifest'
import type { Language } from '../../pages/language.ts'
import { COMMENTS } from './comments.ts'
import { InitError } from './init-error.ts'
import type { Existing, Present } from './lazycat/existing.ts'
import { NODE_IMAGE } from './lazycat/launch.ts'
import {
  addApplication,
  addPackageKeys,
  createEditor,
  type Editor,
  type Merged,
} from './lazycat/merge.ts'
import { subdomainOf } from './lazycat/names.ts'
import { insertBelow, replaceValue } from './lazycat/text-edits.ts'
import { ADDED, TROUBLE } from './words.ts'

/** Where the gate and what belongs to it lies in the content. */
const GATE_FOLDER = `${CONTENT_DIRECTORY.value}/gate`

const PORT = 4180
const CALLBACK = '/_catflap/callback'

/** A manifest with the gate, and the routes that lead past it. */
export interface Gated extends Merged {
  readonly around: readonly string[]
}

/**
 * Leads the route `/` to a service with the gate, which passes on to where that route led.
 *
 * @throws InitError when it leads to no service, or where the text cannot be edited
 */
export function putGateInFront(
  manifest: Present,
  existing: Existing,
  id: string,
  language: Language,
): Gated {
  const editor = createEditor(manifest.name, manifest.text)
  const routes = routesOf(editor.root())
  const route = routes.find(({ text }) => text.startsWith('/='))
  const to = route?.text.slice(2).trim()
  const around = aroundOf(
    editor.root(),
    routes.filter((one) => one !== route),
  )
  if (to !== undefined && isGate(editor.root(), to)) return { ...editor.done(), around }
  if (route === undefined || to === undefined || !leadsToService(editor.root(), to)) {
    throw new InitError(TROUBLE.gateRoute(to))
  }
  if (existing.packageFile === undefined) addPackageKeys(editor, id)
  addCallback(editor)
  if (isEmpty(find(editor.root(), 'application', 'subdomain'))) {
    addApplication(editor, 'subdomain', `subdomain: ${subdomainOf(id)}`)
  }
  const name = freeName(editor.root())
  const now = routesOf(editor.root()).find(({ text }) => text === route.text)
  const next = `/=http://${name}:${PORT}`
  const text = now === undefined ? undefined : replaceValue(editor.text(), now, next)
  editor.edit(['application', 'routes'], text, ADDED.route(next, to))
  const path = ['services', name]
  const lines = (indent: string) => serviceLines(to, language).map((line) => indent + line)
  editor.edit(path, insertBelow(editor.text(), path, lines), ADDED.key(`services.${name}`))
  return { ...editor.done(), around }
}

function addCallback(editor: Editor): void {
  const present = find(editor.root(), 'application', 'oidc_redirect_path')
  if (textOf(present) === CALLBACK) return
  const line = `oidc_redirect_path: ${CALLBACK}`
  // Another login is there already: whose it is, a person has to say.
  if (!isEmpty(present)) {
    throw new InitError(TROUBLE.notMerged('lzc-manifest.yml', 'application', ADDED.key(line)))
  }
  addApplication(editor, 'oidc_redirect_path', line)
}

/** The gate as a service: an image of Node alone, the program out of the content. */
function serviceLines(upstream: string, language: Language): readonly string[] {
  const names = PLATFORM_VARIABLES.map(({ name }) => name).filter((name) =>
    name.startsWith(LOGIN_VARIABLE_PREFIX.value),
  )
  const environment = [
    `CATFLAP_GATE_UPSTREAM=${upstream.replace(/\/+$/, '')}`,
    `CATFLAP_GATE_LISTEN=0.0.0.0:${PORT}`,
    `CATFLAP_GATE_CONFIG=${GATE_FOLDER}/gate.yaml`,
    ...names.map((name) => `${name}=$\{${name}}`),
    'CATFLAP_SECRET={{ stable_secret "catflap" }}',
  ]
  return [
    `# ${COMMENTS[language].image}`,
    `image: ${NODE_IMAGE}`,
    `command: node ${GATE_FOLDER}/${PROGRAM}`,
    'environment:',
    ...environment.map((line) => `  - ${line}`),
  ]
}

const PROGRAM = 'node_modules/catflap-gate/bin/catflap-gate.js'

type Route = Node & { readonly text: string }

const routesOf = (root: Node | undefined): readonly Route[] =>
  itemsOf(find(root, 'application', 'routes')).filter(
    (item): item is Node & { kind: 'scalar' } => item.kind === 'scalar',
  )

/** All that leads into the app and not to the gate: other routes of either kind, and ports. */
function aroundOf(root: Node | undefined, others: readonly Route[]): readonly string[] {
  const told = (kind: string, key: string) =>
    itemsOf(find(root, 'application', kind)).map(
      (one) => `${kind} ${textOf(find(one, key)) ?? '?'}`,
    )
  return [
    ...others.map(({ text }) => text),
    ...told('upstreams', 'location'),
    ...told('ingress', 'port'),
  ]
}

const hostOf = (address: string): string | undefined =>
  /^https?:\/\/([\w-]+)(?:\.[\w.-]+\.lzcapp)?(?::\d+)?(?:\/|$)/.exec(address)?.[1]

const namesOf = (root: Node | undefined): readonly string[] =>
  entriesOf(find(root, 'services')).map(({ key }) => key)

const leadsToService = (root: Node | undefined, to: string): boolean =>
  namesOf(root).includes(hostOf(to) ?? '')

function isGate(root: Node | undefined, to: string): boolean {
  const command = textOf(find(root, 'services', hostOf(to) ?? '', 'command'))
  return command?.includes(PROGRAM) ?? false
}

function freeName(root: Node | undefined): string {
  const taken = namesOf(root)
  for (let n = 1; ; n++) {
    const name = n === 1 ? 'gate' : `gate${n}`
    if (!taken.includes(name)) return name
  }
}
