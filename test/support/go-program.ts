/** A program that Go builds from its module, in a folder of the test's own. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/** A program that was built. */
export interface GoProgram {
  readonly file: string
  remove(): void
}

/**
 * Builds it: minutes of CPU, when nothing of it is in Go's own cache.
 *
 * @param name - of the package of its `main`, with `@` and its version
 */
export function buildGoProgram(name: string): GoProgram {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-go-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    // The second is Go's own switch against fetching another Go.
    const env = { ...process.env, GOBIN: folder, GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' }
    execFileSync('go', ['install', name], { env, stdio: 'pipe', timeout: 3_000_000 })
    return { file: join(folder, basename(name.split('@')[0] ?? '')), remove }
  } catch (error) {
    remove()
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Error('CATFLAP_LANGUAGES=1 needs go, which is not there')
  }
}
