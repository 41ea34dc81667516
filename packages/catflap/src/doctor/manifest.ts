/**
 * The few lines of a lzc-manifest.yml that a login depends on.
 *
 * A reader of lines, not of YAML: a manifest may hold Go-template lines, which are no YAML. It finds
 * `key: value` in block and flow style, ignores comments, and says nothing about all other keys.
 */

/** What was found; `undefined` where a key is absent, or its value is a template. */
export interface Manifest {
  readonly redirectPath: string | undefined
  readonly subdomain: string | undefined
  readonly publicPaths: readonly string[]
}

/** Reads the text of a manifest. Never throws. */
export function readManifest(text: string): Manifest {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(#|\{\{)/.test(line))
  return {
    redirectPath: scalarOf(lines, 'oidc_redirect_path'),
    subdomain: scalarOf(lines, 'subdomain'),
    publicPaths: listOf(lines, 'public_path'),
  }
}

function scalarOf(lines: readonly string[], key: string): string | undefined {
  const pattern = new RegExp(`(?:^|[{,])\\s*(["']?)${key}\\1\\s*:(?=\\s|$)(.*)$`)
  for (const line of lines) {
    const match = pattern.exec(line)
    if (match !== null) return scalar(match[2] ?? '')
  }
  return undefined
}

/** The items of `key: [a, b]`, or of the `- a` lines below `key:`. */
function listOf(lines: readonly string[], key: string): readonly string[] {
  const at = lines.findIndex((line) => new RegExp(`^\\s*${key}\\s*:`).test(line))
  if (at === -1) return []
  const inline = /\[([^\]]*)\]/.exec(lines[at] ?? '')
  if (inline !== null) return (inline[1] ?? '').split(',').flatMap((item) => scalar(item) ?? [])
  const items: string[] = []
  for (const line of lines.slice(at + 1)) {
    if (line.trim() === '') continue
    const item = /^\s*-\s+(.*)$/.exec(line)
    if (item === null) break
    const value = scalar(item[1] ?? '')
    if (value !== undefined) items.push(value)
  }
  return items
}

/** A plain or quoted scalar, without the comment after it. */
function scalar(rest: string): string | undefined {
  const text = rest.trim()
  if (text.includes('{{')) return undefined
  const quoted = /^(["'])(.*?)\1/.exec(text)
  if (quoted !== null) return quoted[2]
  const plain = text
    .replace(/(^|\s)#.*$/, '')
    .replace(/[,}].*$/, '')
    .trim()
  return plain === '' ? undefined : plain
}
