/**
 * Packages of the same repository that an app needs: a workspace links to them, no registry has them, and
 * what packs the app's folder alone does not find them.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** One of them. */
export interface Neighbour {
  readonly name: string
  /** Relative to the app's folder, with slashes. */
  readonly path: string
  /** Whether npm can be told to take a copy of it. */
  readonly copied: boolean
}

/** Those of an app. */
export interface Neighbours {
  /** To run, with all that these need. */
  readonly needed: readonly Neighbour[]
  /** To work on it. */
  readonly forWork: readonly Neighbour[]
}

type Values = Readonly<Record<string, unknown>>

/**
 * Finds what lies outside of a folder, and what that needs in turn.
 *
 * @param folder - resolved path without links
 * @param dependencies - of its package.json
 */
export function findNeighbours(folder: string, dependencies: Values): readonly Neighbour[] {
  const found = new Map<string, Neighbour>()
  const look = (base: string, values: Values): void => {
    for (const [name, spec] of Object.entries(values)) {
      const place = placeOf(base, name, String(spec))
      if (place === undefined || found.has(name) || isWithin(folder, place)) continue
      const path = relative(folder, place).split(sep).join('/')
      const needs = dependenciesOf(place)
      const all = [spec, ...Object.values(needs)]
      found.set(name, { name, path, copied: !all.some((one) => /^workspace:/.test(String(one))) })
      look(place, needs)
    }
  }
  look(folder, dependencies)
  return [...found.values()]
}

/** Where a package is that comes from no registry. */
function placeOf(base: string, name: string, spec: string): string | undefined {
  const named = /^(?:file|link|portal):(.*)$/.exec(spec)?.[1]
  if (named !== undefined) return realPath(resolve(base, named))
  for (let folder = base; ; folder = dirname(folder)) {
    const place = realPath(join(folder, 'node_modules', name))
    // Stores of package managers are folders of that name, too.
    if (place !== undefined) return place.split(sep).includes('node_modules') ? undefined : place
    if (folder === dirname(folder)) return undefined
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

const isWithin = (folder: string, place: string): boolean =>
  `${place}${sep}`.startsWith(folder + sep)

/** What a folder's package.json says that it needs; nothing of a tarball. */
function dependenciesOf(place: string): Values {
  try {
    const file = join(place, 'package.json')
    if (statSync(file).size > 1_048_576) return {}
    return { ...JSON.parse(readFileSync(file, 'utf8')).dependencies }
  } catch {
    return {}
  }
}
