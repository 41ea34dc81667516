/** Programs of Debian in a folder of one's own: nothing is installed, nothing is started. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { install } from './program.ts'

/** The packages of one provider. */
export interface DebianPackages {
  /** The program first, and what it merely recommends and still needs. */
  readonly names: readonly string[]
  /** With which the first one's version begins. */
  readonly version: string
}

/**
 * Unpacks packages, and what they depend on and this machine does not have, below `folder`.
 *
 * @throws Error when this Debian has another version, or none
 */
export function unpackDebian(folder: string, { names, version }: DebianPackages): void {
  const [first = ''] = names
  const archives = join(folder, 'archives')
  mkdirSync(archives)
  // Its own lists: those of the machine may be old, empty, or nobody's to renew.
  const lists = join(folder, 'lists')
  mkdirSync(join(lists, 'partial'), { recursive: true })
  const own = ['-q', '-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${folder}`]
  install('apt-get', [...own, '-o', 'Debug::NoLocking=1', 'update'], folder)
  const simulate = [...own, 'install', '--simulate', '--no-install-recommends', ...names]
  const plan = execFileSync('apt-get', simulate, { stdio: 'pipe', encoding: 'utf8' })
  // One with a version in brackets is there already, and only older.
  const missing = [...plan.matchAll(/^Inst (\S+) \(/gm)].map(([, name = '']) => name)
  const wanted = [...new Set([...names, ...missing])]
  install('apt-get', [...own, 'download', ...wanted], archives)
  const files = readdirSync(archives)
  if (!files.some((file) => file.startsWith(`${first}_${version}`))) {
    const seen = files.find((file) => file.startsWith(`${first}_`))
    throw new Error(`CATFLAP_PROVIDERS=1 needs ${first} ${version} of Debian 12; seen: ${seen}`)
  }
  for (const file of files) install('dpkg-deb', ['-x', join(archives, file), folder], folder)
}
