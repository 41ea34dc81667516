/** Apps in other languages beside the devbox: what they need is installed in a folder of their own. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { answering } from './answering.ts'
import { freePort } from './free-port.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const DEVBOX = join(ROOT, 'packages/devbox/bin/catflap-devbox.js')

/** A copy of a folder, with a port of its own in place of 5005. */
export interface LanguageApp {
  readonly folder: string
  readonly port: number
  /** Runs a program there, and tells what it wrote when it fails. */
  run(file: string, ...argv: readonly string[]): void
  remove(): void
}

/** Makes the copy of one of test/opt-in/languages. */
export const copyApp = (language: 'python' | 'go'): Promise<LanguageApp> =>
  copyFolder(`test/opt-in/languages/${language}`)

/** Makes the copy of a folder of this repository; a port 8000 in it gets another one, too. */
export async function copyFolder(from: string): Promise<LanguageApp> {
  const folder = mkdtempSync(join(tmpdir(), `catflap-${basename(from)}-`))
  cpSync(join(ROOT, from), folder, { recursive: true })
  const [port, inner] = [await freePort(), await freePort()]
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter((name) => /\.(py|go|yml|yaml|sh)$/.test(name))) {
    const text = readFileSync(join(folder, file), 'utf8')
    const own = text.replaceAll('5005', `${port}`).replaceAll('8000', `${inner}`)
    writeFileSync(join(folder, file), own)
  }
  return {
    folder,
    port,
    run: (file, ...argv) => install(file, argv, folder),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
}

function install(file: string, argv: readonly string[], cwd: string): void {
  try {
    execFileSync(file, argv, { cwd, stdio: 'pipe', timeout: 300_000, env: INSTALLING })
  } catch (error) {
    const { code, stderr = '', message } = error as NodeJS.ErrnoException & { stderr?: string }
    if (code === 'ENOENT') throw new Error(`CATFLAP_LANGUAGES=1 needs ${file}, which is not there`)
    throw new Error(`${message}\n${stderr}`)
  }
}

// Go's own switch against fetching another Go.
const INSTALLING = { ...process.env, GOTOOLCHAIN: 'local', PIP_DISABLE_PIP_VERSION_CHECK: '1' }

/** A devbox with an app. */
export interface LanguageBox {
  /** Where a person opens the app. */
  readonly app: string
  output(): string
  stop(): Promise<void>
}

/**
 * Starts `catflap-devbox` and waits until the app answers.
 *
 * @param programs - a folder of programs that comes before all others
 */
export async function startBox(
  argv: readonly string[],
  { folder, port }: Pick<LanguageApp, 'folder' | 'port'>,
  programs?: string,
): Promise<LanguageBox> {
  const home = mkdtempSync(join(tmpdir(), 'catflap-home-'))
  const child = spawn(process.execPath, [DEVBOX, ...argv], {
    cwd: folder,
    env: {
      PATH: [...(programs === undefined ? [] : [programs]), process.env.PATH].join(':'),
      HOME: home,
      LANG: 'C.UTF-8',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = once(child, 'exit')
  const opened = new Promise<string>((resolve, reject) => {
    const look = () => {
      const [, app] = /Open your app +(\S+)/.exec(output) ?? []
      if (app !== undefined) resolve(app)
    }
    child.stdout.on('data', look)
    void ended.then(() => reject(new Error(`the devbox has ended:\n${output}`)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(home, { recursive: true, force: true })
  }
  try {
    const app = await opened
    await answering(`http://127.0.0.1:${port}`)
    return { app, output: () => output, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
