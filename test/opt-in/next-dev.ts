/**
 * `next dev` with the example, with `trailingSlash`, and with routes that ask more of
 * it than the example does. Runs with CATFLAP_FRAMEWORKS=1, since Next is 370 MB.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holds } from '../contract/holds.ts'
import {
  type FrameworkApp,
  installApp,
  type RunningApp,
  serveApp,
} from '../support/framework-app.ts'
import { createUserAgent, type UserAgent } from '../support/user-agent.ts'

const NEXT = 'Next.js 16'
const FOREIGN = "frame-ancestors 'self'"
const data = mkdtempSync(join(tmpdir(), 'catflap-data-'))

let app: FrameworkApp
let running: RunningApp
let person: UserAgent
beforeAll(async () => {
  app = installApp('next')
  addRoutes()
  running = await serveApp({
    cwd: app.folder,
    command: (port) => [
      'node_modules/next/dist/bin/next',
      'dev',
      '-H',
      '127.0.0.1',
      '-p',
      `${port}`,
    ],
    environment: () => ({ CATFLAP_DATA_DIR: data }),
  })
  person = createUserAgent()
}, 600_000)
afterAll(async () => {
  await running?.close()
  app?.remove()
  rmSync(data, { recursive: true, force: true })
}, 120_000)

const at = (path: string) => running.origin + path

/** The head and the body of one answer, as its bytes come. */
async function speak(text: string, stop = /$^/): Promise<string> {
  const socket = connect(Number(new URL(running.origin).port), '127.0.0.1')
  const cookies = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  socket.setEncoding('utf8')
  socket.write(`${text}\r\nhost: x\r\ncookie: ${cookies}\r\nconnection: close\r\n\r\n`)
  let answer = ''
  for await (const piece of socket) {
    answer += piece
    if (stop.test(answer)) break
  }
  return answer
}

describe('Next.js, served by next dev with trailingSlash,', () => {
  it('signs in, though each path of the login is led to the one with a slash', async () => {
    const begun = await createUserAgent().get(at('/login?return_to=/'))
    expect([begun.status, begun.location?.startsWith(at('/login/?'))]).toEqual([308, true])
    const page = await person.browse(at('/private/cats'))
    expect([page.status, page.url]).toEqual([200, at('/private/cats/')])
    expect(page.body).toMatch(/Hello alice@/)
  })

  it('sends the first event of a stream before the second', holds(NEXT, 11), async () => {
    const first = await speak(`GET /api/events/ HTTP/1.1`, /data: 1/)
    expect(first).toContain('data: 1')
    expect(first).not.toContain('data: 2')
  })

  it.each([
    ['GET', 204],
    ['GET', 304],
    ['HEAD', 200],
  ])('sends no body where none belongs: %s with %i', holds(NEXT, 11), async (method, status) => {
    const answer = await speak(`${method} /api/status/${status}/ HTTP/1.1`)
    expect(answer.split('\r\n\r\n')).toEqual([expect.stringMatching(`^HTTP/1.1 ${status}`), ''])
  })

  it('tells an error of the app once, and lives', holds(NEXT, 14), async () => {
    for (let i = 1; i <= 2; i++) {
      expect((await person.get(at('/api/bug/'))).status).toBe(500)
      await expect.poll(() => running.output().split('told: a bug of the app').length - 1).toBe(i)
    }
    expect((await person.get(at('/private/cats/'))).status).toBe(200)
  })

  it('lets only members of a group see a page, or have an answer', async () => {
    for (const path of ['/admins/ADMIN/', '/api/admins/ADMIN/']) {
      const { status, body } = await person.get(at(path))
      expect([status, body.includes('only for ADMIN')], path).toEqual([200, true])
    }
    for (const path of ['/admins/cats/', '/api/admins/cats/']) {
      const { status, body } = await person.get(at(path))
      expect([status, body.includes('only for cats')], path).toEqual([403, false])
    }
    const { status, location } = await createUserAgent().get(at('/admins/ADMIN/'))
    expect([status, location?.startsWith(at('/login'))]).toEqual([307, true])
  })

  it('leaves the login’s pages their own policy', holds(NEXT, 22), async () => {
    const policyOf = async (path: string) =>
      (await person.get(at(path))).headers['content-security-policy']
    expect(await policyOf('/')).toBe(FOREIGN)
    expect(await policyOf('/logout/')).toContain("default-src 'none'")
    expect(await policyOf('/logout/')).not.toContain(FOREIGN)
  })

  it('outlives odd methods, and a client that hangs up in its body', holds(NEXT, 16), async () => {
    for (const method of ['TRACE', 'PROPFIND', 'DELETE']) {
      for (const path of ['/logout/', '/private/cats/']) {
        const answer = await speak(`${method} ${path} HTTP/1.1`)
        expect(Number(answer.slice(9, 12)), `${method} ${path}`).toBeGreaterThanOrEqual(200)
      }
    }
    const socket = connect(Number(new URL(running.origin).port), '127.0.0.1')
    socket.write(`POST /backchannel-logout/ HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\nx`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await new Promise((resolve) => socket.on('close', resolve).resetAndDestroy())
    expect((await person.get(at('/private/cats/'))).status).toBe(200)
  })

  it('keeps one login and one open store while its modules are written anew', {
    timeout: 180_000,
  }, async () => {
    for (const word of ['Welcome', 'Good day']) {
      app.edit('app/private/[...path]/page.tsx', /`\w[\w ]* \$\{session/, `\`${word} \${session`)
      app.edit('lib/login.ts', /$/, `// ${word}\n`)
      const seen = async () => (await person.get(at('/private/cats/'))).body
      await expect.poll(seen, { timeout: 60_000, interval: 500 }).toContain(`${word} alice@`)
    }
    expect((await person.get(at('/'))).body).toContain('You are signed in')
    // Each process that has the store open leaves one socket there.
    const sockets = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((file) =>
      statSync(join(data, file)).isSocket(),
    )
    expect(sockets).toHaveLength(1)
    expect(running.output()).not.toMatch(/already open|STORE_UNAVAILABLE/)
  })
})

function addRoutes(): void {
  app.edit(
    'next.config.ts',
    /\n {2}\/\/ For the copy[\s\S]*\n}/,
    `\n  trailingSlash: true,
  async headers() {
    const value = "${FOREIGN}"
    return [{ source: '/:path*', headers: [{ key: 'content-security-policy', value }] }]
  },\n}`,
  )
  app.add(
    'instrumentation.ts',
    `export function onRequestError(error: unknown) {
  console.log('told:', (error as Error).message)
}\n`,
  )
  app.add(
    'app/api/events/route.ts',
    `import { requireSession } from '../../../lib/login'
export async function GET() {
  await requireSession()
  const start = (events: ReadableStreamDefaultController) => {
    events.enqueue(new TextEncoder().encode('data: 1\\n\\n'))
    setTimeout(() => events.close(), 20_000)
  }
  return new Response(new ReadableStream({ start }), { headers: { 'content-type': 'text/event-stream' } })
}\n`,
  )
  app.add(
    'app/api/status/[status]/route.ts',
    `import { requireSession } from '../../../../lib/login'
export async function GET(_: Request, { params }: { params: Promise<{ status: string }> }) {
  await requireSession()
  const status = Number((await params).status)
  return new Response(status === 200 ? 'body' : null, { status })
}\n`,
  )
  app.add(
    'app/api/bug/route.ts',
    `export async function GET() { throw new Error('a bug of the app') }\n`,
  )
  const guarded = `const { group } = await params
  await requireSession({ groups: [group] })`
  const params = '{ params }: { params: Promise<{ group: string }> }'
  app.add(
    'app/admins/[group]/page.tsx',
    `import { requireSession } from '../../../lib/login'
export default async function Page(${params}) {
  ${guarded}
  return <p>{\`only for \${group}\`}</p>
}\n`,
  )
  app.add(
    'app/api/admins/[group]/route.ts',
    `import { requireSession } from '../../../../lib/login'
export async function GET(_: Request, ${params}) {
  ${guarded}
  return new Response(\`only for \${group}\`)
}\n`,
  )
}
