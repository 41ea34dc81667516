/** The script that starts the app in the app's container, and the compiler's settings. */
import { CONTENT_DIRECTORY } from 'catflap-lazycat/facts'
import { InitError } from './init-error.ts'
import { TROUBLE } from './words.ts'

const PLAIN = /^[\p{L}\p{N}_@./-]*$/u

/**
 * Refuses names of files that would be more than a name in a shell, in JavaScript or in YAML.
 *
 * @throws InitError
 */
export function requirePlain(...names: readonly string[]): void {
  const odd = names.find((name) => !PLAIN.test(name))
  if (odd !== undefined) throw new InitError(TROUBLE.oddName(odd))
}

/** The text of run.sh, which a box starts. */
export function buildStartScript(run: string): string {
  return `#!/bin/sh\ncd ${CONTENT_DIRECTORY.value}\nexec node ${run}\n`
}

/** The text of a tsconfig that compiles one file, and what it imports, into `dist`. */
export function buildTsconfig(entry: string): string {
  const compilerOptions = {
    target: 'ES2023',
    module: 'NodeNext',
    rootDir: '.',
    outDir: 'dist',
    strict: true,
    skipLibCheck: true,
    types: ['node'],
  }
  return `${JSON.stringify({ compilerOptions, files: [entry] }, null, 2)}\n`
}
