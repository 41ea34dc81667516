/** The version of this package, as its package.json has it. */
import { readFileSync } from 'node:fs'

export function readVersion(): string {
  // Two folders up from here, from `dist/cli` and from `dist/chunks`.
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(file) as { version: string }).version
}
