/** The variables that a manifest gives to its containers, and those of the platform that it reads. */
import { PLATFORM_VARIABLES } from '../facts.ts'
import type { Context } from './context.ts'
import { entriesOf, find, type Node, type Place, type ScalarNode } from './node.ts'
import type { Manifest } from './parse.ts'

/** The environment of one container. */
export interface ContainerEnvironment {
  /** `undefined` for the container of `application`. */
  readonly service: string | undefined
  /** The mapping that it belongs to. */
  readonly owner: Node
  readonly node: Node
}

/** Every environment of a manifest. */
export function environmentsOf({
  application,
  services,
}: Context): readonly ContainerEnvironment[] {
  const owners = [
    { service: undefined, owner: application },
    ...entriesOf(services).map(({ key, value }) => ({ service: key, owner: value })),
  ]
  return owners.flatMap(({ service, owner }) => {
    const node = find(owner, 'environment')
    return owner === undefined || node === undefined ? [] : [{ service, owner, node }]
  })
}

/** One variable of a container. */
export interface Assignment {
  readonly name: string
  readonly value: string
  readonly node: ScalarNode
}

/** The form of an entry; a name may hold what compose allows. */
const ASSIGNMENT = /^([A-Za-z_][\w.-]*)=([\s\S]*)$/

/** An entry of an environment list; `undefined` when it has another form. */
export function parseAssignment(node: Node): Assignment | undefined {
  if (node.kind !== 'scalar') return undefined
  const [, name, value] = ASSIGNMENT.exec(node.text) ?? []
  return name === undefined || value === undefined ? undefined : { name, value, node }
}

/** The variables of an environment, as a list or as a mapping. */
export function assignmentsOf({ node }: ContainerEnvironment): readonly Assignment[] {
  if (node.kind === 'list') return node.items.flatMap((item) => parseAssignment(item) ?? [])
  return entriesOf(node).flatMap(({ key, value }) =>
    value.kind === 'scalar' ? [{ name: key, value: value.text, node: value }] : [],
  )
}

/** Every single value below a node, once. */
export function scalarsOf(root: Node | undefined): readonly ScalarNode[] {
  const seen = new Set<Node>()
  const found: ScalarNode[] = []
  const visit = (node: Node): void => {
    if (seen.has(node)) return
    seen.add(node)
    if (node.kind === 'scalar') found.push(node)
    else if (node.kind === 'list') node.items.forEach(visit)
    else for (const { value } of node.entries) visit(value)
  }
  if (root !== undefined) visit(root)
  return found
}

/** A `${NAME}` in a value. */
export interface Reference {
  readonly name: string
  /** Where the name itself stands. */
  readonly at: Place
  readonly node: ScalarNode
}

/** Every `${NAME}` of a manifest; what stands in comments does not count. */
export function referencesOf({ text, root, place }: Manifest): readonly Reference[] {
  return scalarsOf(root).flatMap((node) => {
    const { start, end } = node.at
    const matches = text.slice(start, end).matchAll(/\$\{([A-Za-z_]\w*)[^}\n]*\}/g)
    return [...matches].map(({ index, 1: name = '' }) => {
      const at = start + index + 2
      return { name, at: place(at, at + name.length), node }
    })
  })
}

/** The variables that the box hands out for a login. */
export const LOGIN_VARIABLES: readonly string[] = PLATFORM_VARIABLES.map(({ name }) => name).filter(
  (name) => name.includes('_OIDC_'),
)
