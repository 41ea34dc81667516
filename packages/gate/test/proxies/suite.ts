/** What holds behind every proxy. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUserAgent, type UserAgent } from '../../../../test/support/user-agent.ts'
import type { Entry } from '../../src/operations/log.ts'
import { decide } from '../../src/rules/decide.ts'
import { PROGRAM } from '../doors/fixture.ts'
import { CORPUS, CORPUS_RULES, MORE, rulesOf } from '../rules/corpus.ts'
import { cookieOf, type Seen, seen } from '../support/world.ts'
import { type Fronted, type FrontProxy, shake, startFronted } from './front.ts'

/** Names that some app, or the gateway before it, reads as `Remote-User`. */
const SPELLINGS = ['Remote-User', 'remote-user', 'REMOTE-USER', 'Remote_User', 'remote_user']

/** Starts it, once for all tests of a file. */
export function describeProxy(proxy: FrontProxy): void {
  describe(`behind ${proxy.kind}`, () => {
    let fronted: Fronted
    let bob: UserAgent
    const nobody = createUserAgent()
    const at = (path: string): string => fronted.origin + path
    beforeAll(async () => {
      fronted = await startFronted(proxy)
      bob = await fronted.world.signIn()
    })
    afterAll(() => fronted?.close())
    const parts = { at, nobody, bob: () => bob, fronted: () => fronted }
    describeAnswers(parts)
    describeIdentity(parts)
    describeSockets(parts)
    describePaths(parts, proxy)

    it('signs out, and the old cookie opens nothing: CVE-2026-34454, CVE-2024-21492', async () => {
      const leaving = await fronted.world.signIn()
      const cookie = cookieOf(leaving)
      const { origin } = fronted
      expect((await leaving.post(at('/_catflap/logout'), { origin })).status).toBe(303)
      expect((await nobody.get(at('/app'), { ...PROGRAM, cookie })).status).toBe(401)
    })

    it('passes nothing while the gate is away', async () => {
      const { reached, world } = fronted
      const before = reached.length
      await world.gate.close()
      const { status } = await bob.get(at('/public/a'))
      expect([502, 500, 503]).toContain(status)
      expect(reached.length).toBe(before)
    })
  })
}

interface Parts {
  at(path: string): string
  /** Who is not signed in. */
  readonly nobody: UserAgent
  bob(): UserAgent
  fronted(): Fronted
}

function describeAnswers({ at, nobody, bob, fronted }: Parts): void {
  it('sends a navigation to the login by a whole address, and back', async () => {
    const { status, headers } = await nobody.get(at('/app?x=1&y=%2F'))
    expect(status).toBe(302)
    expect(headers.location).toBe(at('/_catflap/login?return_to=%2Fapp%3Fx%3D1%26y%3D%252F'))
    const person = createUserAgent()
    const page = await person.browse(at('/app?x=1&y=%2F'))
    expect(page).toMatchObject({ status: 200, url: at('/app?x=1&y=%2F') })
    expect(JSON.parse(page.body)).toMatchObject({ url: '/app?x=1&y=%2F', method: 'GET' })
  })

  it('tells a program 401 and where the login is', async () => {
    const { status, headers, body } = await nobody.get(at('/app'), PROGRAM)
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer'])
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(headers.location).toBeUndefined()
    expect(JSON.parse(body)).toMatchObject({ status: 401 })
  })

  it('tells whoever is in no group of a rule 403, by the gate’s page', async () => {
    expect((await bob().get(at('/members'))).status).toBe(200)
    const { status, headers, body } = await bob().get(at('/admin'), { 'accept-language': 'en' })
    expect([status, headers.location]).toEqual([403, undefined])
    expect(body).toContain('FORBIDDEN')
    expect((await bob().get(at('/internal'), PROGRAM)).body).toContain('GATE_RULE_DENIES')
  })

  it('says 503 while the store is away, and leaves the cookie alone', async () => {
    fronted().outage(true)
    const { status, headers } = await bob().get(at('/app'), PROGRAM)
    fronted().outage(false)
    expect([status, headers['retry-after'], headers['set-cookie']]).toEqual([503, '5', undefined])
    expect((await bob().get(at('/app'))).status).toBe(200)
  })

  it('passes what is sent, and tells whoever is not signed in that nothing was', async () => {
    const body = 'x'.repeat(100_000)
    const answer = await bob().post(at('/app'), { 'content-type': 'text/plain' }, body)
    expect(answer.status).toBe(200)
    const arrived = JSON.parse(answer.body) as Seen
    expect([arrived.method, arrived.body.length]).toEqual(['POST', body.length])
    const form = await nobody.post(at('/app'), {}, body)
    expect([form.status, form.location]).toEqual([401, undefined])
    expect(form.body).toContain('/_catflap/login?return_to=')
    const call = await nobody.post(at('/app'), PROGRAM, body)
    expect([call.status, call.headers['content-type']]).toEqual([401, 'application/problem+json'])
  })

  it.each([401, 403, 404, 500, 503])('leaves the app’s own %i as it is', async (wanted) => {
    const { status, headers, body } = await bob().get(at(`/status/${wanted}`))
    expect([status, headers['x-of'], body]).toEqual([wanted, 'app', `the app’s ${wanted}`])
  })
}

function describeIdentity({ at, nobody, bob }: Parts): void {
  const valuesOf = ({ raw }: Seen): readonly string[] =>
    raw.filter((_, i) => i % 2 === 1 && /^remote.user$/i.test(raw[i - 1] ?? ''))

  it('tells the app who is asking', async () => {
    const { headers } = await seen(bob(), at('/app'))
    expect(headers).toMatchObject({ 'remote-groups': 'NORMAL' })
    expect(headers['remote-user']).toMatch(/^bob@/)
    expect(headers['remote-email']).toMatch(/^bob@/)
    expect(headers['remote-name']).toMatch(/^bob@/)
  })

  it.each(SPELLINGS)(
    'lets nobody say so by %s: CVE-2025-64484, CVE-2026-30851, CVE-2026-52845, CVE-2026-33433, CVE-2026-39858',
    async (name) => {
      const [user, ...more] = valuesOf(await seen(bob(), at('/app'), { [name]: 'alice' }))
      expect(user).toMatch(/^bob@/)
      expect(more).toEqual([])
      const open = await seen(nobody, at('/public/a'), { [name]: 'alice' })
      expect(valuesOf(open).filter((value) => value !== '')).toEqual([])
    },
  )

  it('tells it whatever Connection names: CVE-2026-29054, CVE-2024-45410, CVE-2025-48865', async () => {
    const connection = 'close, Remote-User, remote-groups, X-Original-URL, X-Forwarded-Uri'
    const told = await seen(bob(), at('/app'), { connection })
    expect(valuesOf(told).join()).toMatch(/^bob@/)
    expect((await bob().get(at('/admin'), { connection })).status).toBe(403)
  })

  it.each([
    'X-Original-URL',
    'X-Original-URI',
    'X-Original-Method',
    'X-Rewrite-URL',
    'X-Forwarded-Uri',
    'X-Forwarded-Method',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
  ])('opens nothing by %s: CVE-2026-40575, CVE-2026-76835, CVE-2026-35051', async (name) => {
    const value = name.endsWith('Method') ? 'HEAD' : /Host|Proto/.test(name) ? 'evil' : '/public/a'
    const whole = name === 'X-Original-URL' ? at(value) : value
    expect((await bob().get(at('/admin'), { ...PROGRAM, [name]: whole })).status).toBe(403)
    expect((await nobody.get(at('/app'), { ...PROGRAM, [name]: whole })).status).toBe(401)
    expect(valuesOf(await seen(bob(), at('/app'), { [name]: whole })).join()).toMatch(/^bob@/)
  })
}

function describeSockets({ at, nobody, bob, fronted }: Parts): void {
  it('lets a WebSocket pass of whoever is signed in, at a page of the app', async () => {
    const { origin, port } = fronted()
    const { status, socket, text } = await shake(port, '/ws', bob(), origin)
    expect(status).toBe(101)
    expect(text()).toMatch(/x-user: bob@/i)
    socket.write('meow')
    await expect.poll(text).toMatch(/meow$/)
    socket.destroy()
  })

  it('of nobody else: 401, and 403 for a page of somebody else’s', async () => {
    const { origin, port, reached } = fronted()
    const before = reached.length
    const refused = await shake(port, '/ws', nobody, origin)
    const foreign = await shake(port, '/open-socket', bob(), 'https://evil.example')
    for (const { socket } of [refused, foreign]) socket.destroy()
    expect([refused.status, foreign.status]).toEqual([401, 403])
    expect(reached.length).toBe(before)
    expect((await nobody.get(at('/open-socket'))).status).toBe(200)
  })
}

/** What the gate is asked about is what the app gets, byte for byte, and nothing else gets there. */
function describePaths({ bob, fronted }: Parts, { refuses, resolves = [] }: FrontProxy): void {
  const rows = [CORPUS, MORE].flatMap((corpus) =>
    Object.entries(corpus).flatMap(([verdict, targets]) =>
      targets.map((target) => [verdict, target] as const),
    ),
  )

  it('two readings of a path (GHSA-63jm-59jj-478j, GHSA-3q34-rx83-r6mq, CVE-2026-134802, CVE-2026-27587)', async () => {
    const { port, reached, world } = fronted()
    const cookie = cookieOf(bob())
    const found: string[] = []
    for (const [verdict, target] of rows) {
      const before = [reached.length, world.log.length] as const
      const answer = await world.raw(
        `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
      )
      const status = Number(/^HTTP\/1\.[01] (\d+)/.exec(answer)?.[1])
      const arrived = reached.slice(before[0])
      const asked = world.log.slice(before[1]).filter(({ type }) => type === 'asked')
      const own = { refused: refuses.includes(target), resolved: resolves.includes(target) }
      const wrong = judge({ verdict, status, arrived, asked, ...own })
      if (wrong !== undefined) found.push(`${verdict} ${target}: ${status}, ${wrong}`)
    }
    expect(found).toEqual([])
  })
}

/** What became of one target. */
interface Fate {
  readonly verdict: string
  readonly status: number
  /** What came of it at the app. */
  readonly arrived: readonly string[]
  /** What the gate was asked of it. */
  readonly asked: readonly Entry[]
  /** Whether the proxy refuses it itself. */
  readonly refused: boolean
  /** Whether it resolves the dots itself. */
  readonly resolved: boolean
}

/** @returns what is wrong with it */
function judge({ verdict, status, arrived, asked, refused, resolved }: Fate): string | undefined {
  if (arrived.length === 0) {
    if (refused) return undefined
    if (status < 400 || status > 403) return 'nobody refused it as such'
    return verdict === 'public' || verdict === 'signed-in' ? 'refused' : undefined
  }
  const [path] = arrived
  const pathOnly = path?.split('?', 1)[0]
  if (arrived.length !== 1) return `arrived ${arrived.length} times`
  if (asked.length === 0) return 'nobody asked'
  if (asked.some((question) => 'path' in question && question.path !== pathOnly)) {
    return `the app got ${path}, the gate ${JSON.stringify(asked)}`
  }
  const { kind } = decide(rulesOf(CORPUS_RULES), 'GET', path ?? '')
  if (kind !== 'public' && kind !== 'signed-in') return `the app got ${path}: ${kind}`
  const isBarred = verdict === 'groups' || verdict === 'deny'
  return isBarred && !resolved ? `the app got ${path}` : undefined
}
