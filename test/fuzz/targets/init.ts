/** What `catflap init` puts into a manifest that is there: nothing of it is lost, and a second time adds nothing. */
import { entriesOf, itemsOf, type Node, parseManifest } from 'catflap-lazycat/manifest'
import { InitError } from '../../../packages/catflap/src/cli/init/init-error.ts'
import type { Present } from '../../../packages/catflap/src/cli/init/lazycat/existing.ts'
import type { Launch } from '../../../packages/catflap/src/cli/init/lazycat/launch.ts'
import { mergeManifest } from '../../../packages/catflap/src/cli/init/lazycat/merge.ts'
import { must, type Target } from '../engine/target.ts'

const LAUNCH: Launch = {
  id: 'dev.example.app',
  start: 'exec',
  run: 'server.js',
  environment: ['HOST=0.0.0.0'],
  language: 'en',
}
/** What a merge may change: the least system, and the route that led to files. */
const CHANGEABLE = /^(?:min_os_version|application\.routes)(?:\.|$)/

export const target: Target = {
  mostBytes: 2048,
  work: { base: 1_000_000, perByte: 20_000 },
  // Every edit reads the whole text anew, some fifty times altogether.
  slow: 1000,
  words: [
    ...[
      'package: ',
      'version: ',
      'name: ',
      'min_os_version: 1.3.8',
      'application:',
      '\n  subdomain: ',
      '\n  routes:',
      '\n    - /=',
    ],
    ...[
      'exec://5005,/a',
      'file:///lzcapp/pkg/content',
      'http://web:80',
      '\n  environment:',
      '\n  oidc_redirect_path: ',
      '\n  image: ',
    ],
    ...[
      'services:',
      '\n  web:',
      '\n    image: a',
      '\n    environment:',
      '- A=b',
      '{{ if .U.a }}',
      '{{ end }}',
      '{{ .U.a }}',
      '# ',
      '\r\n',
    ],
    ...[
      '\n',
      '\n  ',
      '\n    ',
      ': ',
      '- ',
      '{}',
      '[]',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '<<: *a',
      '"',
      "'",
      '|\n',
      '>-\n',
      '? ',
      '!!str ',
      '---\n',
      '\n...\n',
      '\t',
      '\ufeff',
    ],
  ],
  run(input) {
    const text = input.toString()
    const parsed = parseManifest(text)
    if (parsed.syntax.length > 0 || (parsed.root !== undefined && parsed.root.kind !== 'map'))
      return
    const once = merged(text)
    if (once === undefined) return
    const after = parseManifest(once)
    must(after.syntax.length === 0, 'it is as well-formed as before')
    must(after.template.length <= parsed.template.length, 'so is its template')
    const left = new Set(leavesOf(after.root))
    for (const leaf of leavesOf(parsed.root)) must(left.has(leaf), 'what was there is there')
    const comments = (one: string) => one.match(/#[^\n]*/g)?.length ?? 0
    must(comments(once) >= comments(text), 'so are the comments')
    must(merged(once) === once, 'a second time adds nothing')
  },
}

function merged(text: string): string | undefined {
  const manifest: Present = { name: 'lzc-manifest.yml', text, parsed: parseManifest(text) }
  const existing = {
    manifest,
    packageFile: undefined,
    buildFile: undefined,
    id: undefined,
    icon: undefined,
  }
  try {
    return mergeManifest(manifest, existing, LAUNCH).text
  } catch (error) {
    if (error instanceof InitError) return undefined
    throw error
  }
}

/** Every value with the keys that lead to it; of lists in any order. */
function leavesOf(node: Node | undefined, path = ''): string[] {
  if (node === undefined || CHANGEABLE.test(path)) return []
  if (node.kind === 'map') {
    return entriesOf(node).flatMap(({ key, value }) =>
      leavesOf(value, path === '' ? key : `${path}.${key}`),
    )
  }
  if (node.kind === 'list') return itemsOf(node).flatMap((item) => leavesOf(item, `${path}.-`))
  return node.text === '' ? [] : [`${path}=${node.text}`]
}
