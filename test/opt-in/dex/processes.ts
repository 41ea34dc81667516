/** A real Dex as a process: built once for all tests, of the module in the folder `server`. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const SOURCE = new URL('server', import.meta.url).pathname
/** Milliseconds. */
const BUILD_TIME = 480_000
const START_TIME = 60_000

/** How Dex is set up; what a box of 2.45 has where it is left out. */
export interface DexSettings {
  /** 0 means any. */
  readonly port?: number
  /** Where people find it; default where it listens, at the box's path. */
  readonly issuer?: string
  readonly sessions?: boolean
  /** With refresh tokens, and for how long a used one is good again. */
  readonly refresh?: boolean
  readonly reuseInterval?: string
  /** Seconds that tokens live. */
  readonly lifetime?: number
  /** Who is signed in at a browser without a cookie. */
  readonly user?: string
  /** Who signs in at Dex's own pages; without, at the box. */
  readonly person?: { readonly email: string; readonly password: string }
  readonly clients: readonly {
    readonly id: string
    readonly secret: string
    readonly name: string
    readonly redirectURIs: readonly string[]
    readonly postLogoutRedirectURIs?: readonly string[]
    readonly backchannelLogoutURI?: string
  }[]
}

/** A running Dex. Its storage is memory: stopped and started at the same port it has forgotten everything. */
export interface Dex {
  readonly issuer: string
  /** `rotate` makes a new key, and the old ones still verify; `replace` leaves the new one alone. */
  keys(what: 'rotate' | 'replace'): Promise<void>
  /** Sets its clock, in seconds ahead of the machine's. */
  clock(ahead: number): Promise<void>
  /** Has it take connections and answer nothing, and go on. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** A built Dex. */
export interface DexProgram {
  start(settings: DexSettings): Promise<Dex>
  remove(): void
}

/** Builds it, with the Go that is at hand and no other. */
export function buildDex(): DexProgram {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-dex-'))
  const program = join(folder, 'dex')
  const env = { ...process.env, GOTOOLCHAIN: 'local' }
  try {
    const build = ['build', '-mod=readonly', '-o', program, '.']
    execFileSync('go', build, { cwd: SOURCE, env, stdio: 'pipe', timeout: BUILD_TIME })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    const { code, stderr = '', message } = error as NodeJS.ErrnoException & { stderr?: unknown }
    if (code === 'ENOENT')
      throw new Error('CATFLAP_DEX needs go (1.26 or newer), which is not there')
    throw new Error(`${message}\n${String(stderr)}`)
  }
  return {
    start: (settings) => startDex(program, settings),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function startDex(program: string, settings: DexSettings): Promise<Dex> {
  const child = spawn(program, [JSON.stringify(settings)], { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-20_000)
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<Record<string, string>> => {
    const late = AbortSignal.timeout(START_TIME)
    const given = new Promise<never>((_, reject) => {
      late.addEventListener('abort', () => reject(new Error(`Dex says nothing:\n${log}`)))
    })
    const line = await Promise.race([lines.next(), given])
    if (line.done === true) throw new Error(`Dex has ended:\n${log}`)
    return JSON.parse(line.value) as Record<string, string>
  }
  const stop = async () => {
    child.kill('SIGCONT')
    child.kill()
    await ended
  }
  try {
    const { issuer = '' } = await next()
    const tell = async (line: string) => {
      child.stdin.write(`${line}\n`)
      await next()
    }
    return {
      issuer,
      keys: tell,
      clock: (ahead) => tell(`clock ${ahead}`),
      freeze: () => child.kill('SIGSTOP'),
      thaw: () => child.kill('SIGCONT'),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
