/** Who imports whom in this repository, as its files say. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Folder of the repository. */
export const ROOT: string = new URL('../..', import.meta.url).pathname

const IMPORT =
  /^(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/gm

/** What a file imports, types too: relative paths resolved inside the repository, packages by name. */
export function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? ''
    return specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier
  })
}

/** The sources below some folders of the repository. */
export function sourcesIn(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => /\.(tsx?|mjs)$/.test(file) && !/node_modules|dist\//.test(file)),
  )
}

/**
 * Circles of files that import each other, one for each arrow that closes one.
 *
 * @param imports - by file; a target that is no file of these is left out of account.
 */
export function findCircles(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    } else if (!done.has(file)) {
      path.push(file)
      for (const target of imports.get(file) ?? []) visit(target)
      path.pop()
      done.add(file)
    }
  }
  for (const file of imports.keys()) visit(file)
  return circles
}
