/** Small apps that the tests write, and what they tell about themselves. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Sentence } from '../../src/language/sentences.ts'
import { type AppOptions, prepareApp, type RunningApp } from '../../src/run/app.ts'
import { RunError } from '../../src/run/run-error.ts'
import type { RunBox } from '../../src/run/variables.ts'

export { freePort } from '../../../../test/support/free-port.ts'

/** Tells its environment and folder; `?file=` reads a file, `?write=` writes one. */
export const SERVER = `import { createServer } from 'node:http'
import { readFileSync, writeFileSync } from 'node:fs'
const port = Number(process.argv[2])
createServer((request, response) => {
  const { searchParams } = new URL(request.url, 'http://127.0.0.1')
  try {
    if (searchParams.has('write')) writeFileSync(searchParams.get('write'), 'written')
    const file = searchParams.get('file')
    const { env, pid } = process
    response.end(file ? readFileSync(file) : JSON.stringify({ env, pid, cwd: process.cwd() }))
  } catch (error) {
    response.writeHead(500).end(error.code)
  }
}).listen(port, '127.0.0.1', () => console.log('listening'))
`

/** Starts the server from where a box would have it. */
export const RUN = (port: number): string =>
  `#!/bin/sh\nexec node "$(dirname "$0")/server.mjs" ${port}\n`

/** Writes files into a new folder; a script that begins with "#!" becomes executable. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'devbox-run-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    if (text.startsWith('#!')) chmodSync(file, 0o755)
  }
  return folder
}

/** An app with one route to `run.sh`; `lines` are added to `application`. */
export function execApp(port: number, ...lines: readonly string[]): string {
  return project({
    'lzc-manifest.yml': manifest(`/=exec://${port},/lzcapp/pkg/content/run.sh`, ...lines),
    'content/run.sh': RUN(port),
    'content/server.mjs': SERVER,
  })
}

const TEXTS = '{ name: Demo, description: Demo }'

/** A manifest with one route, in which a check finds nothing. */
export function manifest(route: string, ...lines: readonly string[]): string {
  const application = ['subdomain: demo', 'routes:', `  - ${route}`, ...lines]
  const head = [
    "lzc-sdk-version: '0.1'",
    'package: dev.example.demo',
    'version: 0.1.0',
    'name: Demo',
    'min_os_version: 1.3.8',
    `locales: { zh: ${TEXTS}, en: ${TEXTS} }`,
    'application:',
  ]
  return `${[...head, ...application.map((line) => `  ${line}`)].join('\n')}\n`
}

/** The variables of a box, with a secret that may change. */
export function box(change: Readonly<Record<string, string>> = {}): {
  environment: Record<string, string>
} {
  return {
    environment: {
      LAZYCAT_AUTH_OIDC_CLIENT_ID: 'dev.example.demo',
      LAZYCAT_AUTH_OIDC_CLIENT_SECRET: 'first-secret',
      LAZYCAT_AUTH_OIDC_ISSUER_URI: 'http://127.0.0.1:1/sys/oauth',
      LAZYCAT_APP_DOMAIN: 'demo.devbox.localhost',
      LAZYCAT_APP_ID: 'dev.example.demo',
      LAZYCAT_APP_DEPLOY_UID: '',
      LAZYCAT_APP_DEPLOY_ID: 'dev.example.demo',
      LAZYCAT_BOX_DOMAIN: 'devbox.localhost',
      LAZYCAT_BOX_NAME: 'devbox',
      LAZYCAT_APP_SERVICE_NAME: 'app',
      LZCAPP_API_GATEWAY_ADDRESS: 'app.dev.example.demo.lzcapp:81',
      ...change,
    },
  }
}

/** A started app and what it said. */
export interface Started {
  readonly app: RunningApp
  readonly lines: string[]
  readonly remarks: Sentence[]
  readonly findings: Sentence[]
}

/** Prepares and starts an app; it ends with the test. */
export async function start(
  path: string,
  change: Partial<AppOptions> = {},
  on: RunBox = box(),
): Promise<Started> {
  const lines: string[] = []
  const remarks: Sentence[] = []
  const findings: Sentence[] = []
  const prepared = await prepareApp({
    path,
    uid: 'alice',
    state: join(path, 'state'),
    env: { PATH: process.env.PATH, SECRET_OF_THE_DEVELOPER: 'x' },
    tell: (line) => lines.push(line),
    remark: (sentence) => remarks.push(sentence),
    find: (finding) => findings.push(finding),
    ...change,
  })
  const app = await prepared.start(on)
  onTestFinished(() => app.close())
  return { app, lines, remarks, findings }
}

/** The error with which something is refused. */
export async function refusal(work: Promise<unknown>): Promise<RunError> {
  try {
    await work
  } catch (error) {
    if (error instanceof RunError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

/** What the server of a test says about itself. */
export interface Told {
  readonly env: Record<string, string>
  readonly pid: number
  readonly cwd: string
}

export async function ask(port: number): Promise<Told> {
  const answer = await fetch(`http://127.0.0.1:${port}/`)
  return (await answer.json()) as Told
}

export async function askText(port: number, query: Record<string, string>): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/?${new URLSearchParams(query)}`)
  return answer.text()
}

/** Whether a process runs; one that nobody has asked for its exit code does not. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return !/^ Z/.test(stat.slice(stat.lastIndexOf(')') + 1))
  } catch {
    return false
  }
}
