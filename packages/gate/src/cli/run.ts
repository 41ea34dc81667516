/** What the command does: arguments in, text and an exit code out. */
import { readFileSync } from 'node:fs'

/** What surrounds the command. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/** Runs the command. @returns the exit code: 0, or 2 for a command line that cannot be followed */
export async function run(argv: readonly string[], { out, err }: Surroundings): Promise<number> {
  if (argv[0] === '--version') {
    out(`${readVersion()}\n`)
    return 0
  }
  err('catflap-gate: only --version is here so far\ncatflap-gate：目前只有 --version\n')
  return 2
}

function readVersion(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(file) as { version: string }).version
}
