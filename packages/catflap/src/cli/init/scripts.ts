/** The small files that build and start the app, and the compiler's settings. */
import { CONTENT_DIRECTORY } from 'catflap-lazycat/facts'
import type { Language } from '../../pages/language.ts'
import type { PackageManager } from './package-managers.ts'
import { COMMENTS } from './words.ts'

/**
 * The text of lzc-build.mjs, which fills `lzc-content`.
 *
 * @param build - the script of package.json that compiles the app, when one does
 */
export function buildContentScript(
  { name, installForBox }: PackageManager,
  build: string | undefined,
  language: Language,
): string {
  const comments = COMMENTS[language]
  const lines = [
    `// ${comments.content}`,
    "import { spawnSync } from 'node:child_process'",
    "import { cpSync, readdirSync, rmSync } from 'node:fs'",
    "import { basename } from 'node:path'",
    '',
    `// ${comments.leftOut}`,
    'const leftOut = /^(node_modules|\\.git|\\.catflap.*|lzc-content|\\.env.*|.*\\.lpk)$/',
    'const filter = (path) => !leftOut.test(basename(path))',
    'const run = (command, cwd) => {',
    "  const { status } = spawnSync(command, { cwd, shell: true, stdio: 'inherit' })",
    '  if (status !== 0) process.exit(status ?? 1)',
    '}',
    '',
    ...(build === undefined ? [] : [`run('${name} run ${build}', '.')`]),
    "rmSync('lzc-content', { recursive: true, force: true })",
    "for (const name of readdirSync('.').filter(filter)) {",
    '  cpSync(name, `lzc-content/${name}`, { recursive: true, filter })',
    '}',
    `// ${comments.forBox}`,
    `run('${installForBox}', 'lzc-content')`,
  ]
  return `${lines.join('\n')}\n`
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
