/** An app as a newcomer makes it: the packages of this checkout from tarballs, `catflap init`, and what that asks for. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { answering } from './answering.ts'
import { type RunningCommand, startCommand } from './command-line.ts'
import { freePort } from './free-port.ts'
import { PUBLISHED, pack } from './packed.ts'

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error']
const fileOf = (name: string): string => `${name.replace('packages/', '')}.tgz`

/** The packages that are published, packed once. */
export interface Tarballs {
  /** Puts them into `vendor` of a folder. @returns their names, for `npm install` */
  into(folder: string): readonly string[]
  remove(): void
}

export function packAll(): Tarballs {
  const place = mkdtempSync(join(tmpdir(), 'catflap-tarballs-'))
  for (const name of PUBLISHED) writeFileSync(join(place, fileOf(name)), pack(name))
  return {
    into(folder) {
      mkdirSync(join(folder, 'vendor'))
      return PUBLISHED.map((name) => {
        writeFileSync(join(folder, 'vendor', fileOf(name)), readFileSync(join(place, fileOf(name))))
        return `./vendor/${fileOf(name)}`
      })
    },
    remove: () => rmSync(place, { recursive: true, force: true }),
  }
}

/** A folder that is gone after the test. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `catflap-${name}-`))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }), 120_000)
  return folder
}

/** Runs programs in a folder, by a Node of one's own. @returns what was printed */
export const runner =
  (folder: string, node = process.execPath) =>
  (program: string, ...words: readonly string[]): string => {
    const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` }
    const stdio = ['ignore', 'pipe', 'inherit'] as const
    const options = { cwd: folder, env, stdio: [...stdio], timeout: 600_000 }
    return execFileSync(program, words, { ...options, encoding: 'utf8' })
  }

/** What `init` was asked for. */
export interface Wanted {
  readonly framework: string
  readonly language: 'en' | 'zh'
  /** Of a Node that installs and runs it; this one, if left out. */
  readonly node?: string
}

/** The tarballs installed, then `init`, then what it asks to install. @returns what `init` said */
export function joinApp(folder: string, tarballs: Tarballs, wanted: Wanted): string {
  const run = runner(folder, wanted.node)
  run('npm', 'install', ...QUIET, ...tarballs.into(folder))
  const { framework, language } = wanted
  const id = ['--id', 'dev.example.cats', '--framework', framework, '--lang', language]
  const said = run('npx', 'catflap', 'init', '--yes', ...id)
  run('npm', 'install', ...QUIET)
  return said
}

/** An app that is served. */
export interface Served {
  readonly origin: string
  readonly command: RunningCommand
}

/** Starts a command line beside the devbox on ports that are free: `catflap-devbox OPTIONS -- words`. */
export async function serve(
  folder: string,
  line: (port: number, options: string) => string,
  node = process.execPath,
): Promise<Served> {
  const port = await freePort()
  const options = `--port ${await freePort()} --app-port ${port} --auto-approve alice`
  const path = `PATH=${dirname(node)}:$PATH`
  const command = startCommand(`${path} ${line(port, options)}`, folder, temporaryFolder('home'))
  onTestFinished(() => command.stop(), 120_000)
  const origin = `http://127.0.0.1:${port}`
  await answering(origin).catch((error: unknown) => {
    throw new Error(command.output(), { cause: error })
  })
  return { origin, command }
}

/** Runs one of its scripts that begin with the devbox, with the ports changed. */
export function serveScript(folder: string, script: string, node?: string): Promise<Served> {
  const file = join(folder, 'package.json')
  return serve(
    folder,
    (port, options) => {
      const text = readFileSync(file, 'utf8').replace(
        /("catflap-devbox .*--port) 5005/,
        `$1 ${port}`,
      )
      writeFileSync(file, text.replaceAll('catflap-devbox -- ', `catflap-devbox ${options} -- `))
      return `npm run ${script}`
    },
    node,
  )
}
