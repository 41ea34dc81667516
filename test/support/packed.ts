/** Packages as `npm publish` would send them. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = new URL('../..', import.meta.url).pathname

/** Folders of all packages that are published, each after those that it needs. */
export const PUBLISHED = [
  'packages/lazycat',
  'packages/forward',
  'packages/catflap',
  'packages/devbox',
  'packages/gate',
] as const

/** Packs a folder of the repository. @returns the bytes of its tarball */
export function pack(folder: string): Buffer {
  const out = mkdtempSync(join(tmpdir(), 'catflap-pack-'))
  try {
    const arguments_ = ['pack', '--json', '--pack-destination', out, join(root, folder)]
    execFileSync('npm', arguments_, { cwd: out, stdio: ['ignore', 'pipe', 'ignore'] })
    return readFileSync(join(out, readdirSync(out)[0] ?? ''))
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Unpacks a tarball into a folder, which is made. */
export function unpack(tarball: Buffer, target: string): void {
  mkdirSync(target, { recursive: true })
  execFileSync('tar', ['xz', '-C', target, '--strip-components=1'], { input: tarball })
}
