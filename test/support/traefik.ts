/**
 * A real Traefik, built from its module in a folder of the test's own, with what the module proxy lacks left out:
 * proofs of domains by DNS, Basic and Digest, its web pages. Routers, rules and middlewares are its own.
 */
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { answering } from './answering.ts'
import { createUserAgent } from './user-agent.ts'

const MODULE = 'github.com/traefik/traefik/v3'
const VERSION = 'v3.7.13'
const STAND_INS = new URL('../opt-in/languages/traefik', import.meta.url).pathname

/** A Traefik that was built. */
export interface Traefik {
  /** Starts it and waits until a path is routed. @param dynamic - what a file of its file provider says */
  start(dynamic: string, port: number, path: string): Promise<{ close(): Promise<void> }>
  remove(): void
}

/** Builds it: some five minutes of CPU, when nothing of it is in Go's own cache. */
export function buildTraefik(): Traefik {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-traefik-'))
  const source = join(folder, 'source')
  const told = go(folder, 'mod', 'download', '-json', `${MODULE}@${VERSION}`)
  cpSync((JSON.parse(told) as { Dir: string }).Dir, source, { recursive: true })
  // What the module cache holds is read-only.
  execFileSync('chmod', ['-R', 'u+w', source])
  leaveOut(source)
  const program = join(folder, 'traefik')
  go(source, 'build', '-mod=mod', '-o', program, './cmd/traefik')
  rmSync(source, { recursive: true, force: true })
  return {
    start: (dynamic, port, path) => startTraefik(program, dynamic, port, path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function leaveOut(source: string): void {
  const put = (file: string, text: string): void => {
    mkdirSync(dirname(join(source, file)), { recursive: true })
    writeFileSync(join(source, file), text)
  }
  const standIn = (name: string): string => readFileSync(join(STAND_INS, `${name}.go`), 'utf8')
  const edit = (file: string, from: string | RegExp, to: string): void => {
    const text = readFileSync(join(source, file), 'utf8')
    const edited = text.replace(from, to)
    if (edited === text) throw new Error(`${file} of ${MODULE} ${VERSION} does not hold ${from}`)
    put(file, edited)
  }
  put('webui/static/index.html', '')
  put('pkg/config/dynamic/ext/go.mod', 'module github.com/traefik/traefik/dynamic/ext\n')
  put('pkg/config/dynamic/ext/ext.go', standIn('ext'))
  put('pkg/provider/acme/dns/dns.go', standIn('dns'))
  const dns = `"${MODULE}/pkg/provider/acme/dns"`
  edit('pkg/provider/acme/provider.go', '"github.com/go-acme/lego/v5/providers/dns"', dns)
  put('auth/go.mod', 'module github.com/abbot/go-http-auth\n')
  put('auth/auth.go', standIn('auth'))
  edit('go.mod', /(github\.com\/abbot\/go-http-auth =>) .*/, '$1 ./auth')
}

function go(cwd: string, ...argv: readonly string[]): string {
  try {
    // Go's own switch against fetching another Go.
    const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' }
    const options = { cwd, env, stdio: 'pipe', encoding: 'utf8', timeout: 3_000_000 } as const
    return execFileSync('go', argv, options)
  } catch (error) {
    const { code, stderr = '', message } = error as NodeJS.ErrnoException & { stderr?: string }
    if (code === 'ENOENT') throw new Error('CATFLAP_LANGUAGES=1 needs go, which is not there')
    throw new Error(`${message}\n${stderr}`)
  }
}

async function startTraefik(program: string, dynamic: string, port: number, path: string) {
  const directory = mkdtempSync(join(tmpdir(), 'catflap-traefik-run-'))
  const file = join(directory, 'dynamic.yml')
  // Its host is the test's own.
  writeFileSync(file, dynamic.replaceAll('x.example', '127.0.0.1'))
  const options = [
    `--entryPoints.web.address=127.0.0.1:${port}`,
    `--providers.file.filename=${file}`,
    '--global.checkNewVersion=false',
    '--global.sendAnonymousUsage=false',
  ]
  const env = { PATH: process.env.PATH, HOME: directory }
  const traefik = spawn(program, options, { cwd: directory, env, stdio: 'ignore' })
  const close = async (): Promise<void> => {
    const ended = new Promise((done) => traefik.once('exit', done))
    traefik.kill('SIGKILL')
    await ended
    rmSync(directory, { recursive: true })
  }
  try {
    const origin = `http://127.0.0.1:${port}`
    await answering(origin)
    // It listens before it has read its routers.
    for (let i = 0; (await createUserAgent().get(origin + path)).status === 404; i++) {
      if (i === 600) throw new Error(`Traefik routes no ${path}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return { close }
  } catch (error) {
    await close()
    throw error
  }
}
