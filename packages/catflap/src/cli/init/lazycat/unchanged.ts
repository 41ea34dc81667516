/** Whether an edit of a manifest has left everything alone that it was not about. */
import { isEmpty, type Node } from 'catflap-lazycat/manifest'

/**
 * Compares what stands beside a path in two manifests. Keys on the way to it that hold nothing else are no
 * difference, since they may have been made for it.
 */
export function isSameBeside(
  before: Node | undefined,
  after: Node | undefined,
  path: readonly string[],
): boolean {
  const numbers = new Map<string, number>()
  const known = new Map<Node, number>()
  // Equal parts get the same number, so that what aliases repeat is looked at once.
  const numberOf = (content: readonly unknown[]): number => {
    const key = JSON.stringify(content)
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  }
  const identify = (node: Node): number => {
    const number = known.get(node) ?? numberOf(contentOf(node))
    known.set(node, number)
    return number
  }
  const contentOf = (node: Node): readonly unknown[] => {
    if (node.kind === 'list') return ['list', ...node.items.map(identify)]
    if (node.kind === 'map') {
      return ['map', ...node.entries.map(({ key, value }) => [key, identify(value)])]
    }
    // The last line of a block may have had no end.
    return [node.style, node.style === 'block' ? node.text.trimEnd() : node.text]
  }
  const beside = (node: Node | undefined, [key, ...rest]: readonly string[]): number => {
    if (node === undefined || key === undefined || isEmpty(node)) return NOTHING
    if (node.kind !== 'map') return identify(node)
    const entries = node.entries
      .map((one) => [one.key, one.key === key ? beside(one.value, rest) : identify(one.value)])
      .filter(([, number]) => number !== NOTHING)
    return entries.length === 0 ? NOTHING : numberOf(['map', ...entries])
  }
  return beside(before, path) === beside(after, path)
}

const NOTHING = -1
