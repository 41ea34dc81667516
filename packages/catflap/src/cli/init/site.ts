/** A project without a server: where its files for the browser are, or will be built. */
import { readOwn, readOwnText } from './files.ts'
import type { Existing } from './lazycat/existing.ts'
import { formerContent } from './lazycat/merge-build.ts'
import { findTarget } from './lazycat/target.ts'

/** Files for the browser. */
export interface Site {
  /** Where they are in the project; `.` for the project itself. */
  readonly folder: string
  /** Where they are in the content of the package. */
  readonly packed: string
  /** The folder to copy into the content, and to where; see `content-script.ts`. */
  readonly from: string
  readonly to: string
}

const OUTPUT = /\boutDir:\s*(['"`])([^'"`]+)\1/
const CONFIGS = ['js', 'ts', 'mjs', 'mts'].map((ending) => `vite.config.${ending}`)

/**
 * Finds them by the route of a manifest, by the settings of Vite, by what its tools do, or by an
 * index.html at the top; `undefined` when there are none.
 *
 * @param packages - those that package.json names
 */
export function findSite(
  folder: string,
  packages: Readonly<Record<string, unknown>>,
  existing: Existing,
): Site | undefined {
  const target = findTarget(existing.manifest?.parsed.root)
  if (target.kind === 'files') {
    const former = formerContent(existing.buildFile) ?? ''
    const place = [former, target.folder].filter((part) => part !== '').join('/') || '.'
    return { folder: place, packed: target.folder || '.', from: former, to: '' }
  }
  const built = (place: string): Site => ({ folder: place, packed: place, from: place, to: place })
  const config = CONFIGS.find((name) => readOwn(folder, name) !== undefined)
  if (config !== undefined || packages.vite !== undefined) {
    const text = config === undefined ? '' : (readOwnText(folder, config) ?? '')
    const output = OUTPUT.exec(text)?.[2]?.replace(/^\.\//, '') ?? 'dist'
    return built(/^\/|(^|\/)\.\.(\/|$)/.test(output) ? 'dist' : output)
  }
  if (packages['react-scripts'] !== undefined) return built('build')
  if (packages['@vue/cli-service'] !== undefined) return built('dist')
  if (readOwn(folder, 'index.html') === undefined) return undefined
  return { folder: '.', packed: 'public', from: '', to: 'public' }
}
