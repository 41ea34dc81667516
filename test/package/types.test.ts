/**
 * The published types, as an app's own compiler sees them: whose session may be missing, under each
 * kind of module, and beside the types of session middleware.
 */
import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holds } from '../contract/holds.ts'
import type { Framework } from '../contract/table.ts'
import { pack, unpack } from '../support/packed.ts'

const root = new URL('../..', import.meta.url).pathname
const elsewhere = mkdtempSync(join(tmpdir(), 'catflap-types-'))

beforeAll(() => {
  unpack(pack('packages/lazycat'), join(elsewhere, 'node_modules/catflap-lazycat'))
  unpack(pack('packages/catflap'), join(elsewhere, 'node_modules/catflap'))
  for (const name of ['@types', '@fastify', 'fastify', 'hono']) {
    const place = join(elsewhere, 'node_modules', name)
    mkdirSync(dirname(place), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), place)
  }
})
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

const EXPRESS = `
import { createLogin } from 'catflap'
import { requireGroup, requireLogin, sessionOf, withLogin } from 'catflap/express'
import express from 'express'
import session from 'express-session'
import passport from 'passport'
const login = createLogin()
const app = express()
app.use(session({ secret: 'x' }), passport.initialize(), withLogin(login))
app.get('/', (req, res) => {
  res.json([req.auth?.sub satisfies string | undefined, req.session.id, req.user])
  // @ts-expect-error nobody may be signed in here
  req.auth.sub
})
app.get('/in', requireLogin(login), requireGroup(login, 'ADMIN'), (req, res) => {
  res.send(sessionOf(req).sub satisfies string)
})
`

/** What each framework's users write; where a session may be missing, that is an error. */
const APPS: Readonly<Partial<Record<Framework, string>>> = {
  'node:http': `
import { createServer } from 'node:http'
import { createLogin } from 'catflap'
import { requireGroup, requireLogin, withLogin } from 'catflap/node'
const login = createLogin()
const inner = requireGroup(login, ['ADMIN'], (_req, res, session) => res.end(session.sub satisfies string))
createServer(requireLogin(login, (_req, res, session) => res.end(session.sub satisfies string)))
createServer(
  withLogin(login, (req, res, session) => {
    // @ts-expect-error nobody may be signed in here
    res.end(session.sub)
    inner(req, res)
  }),
)
`,
  'Express 5': EXPRESS,
  'Express 4': EXPRESS,
  'Fastify 5': `
import '@fastify/session'
import { createLogin } from 'catflap'
import catflap from 'catflap/fastify'
import Fastify from 'fastify'
const app = Fastify()
app.register(catflap, { login: createLogin() })
app.get('/', async (request) => {
  // @ts-expect-error nobody may be signed in here
  request.auth.sub
  return [request.auth?.sub satisfies string | undefined, request.session.sessionId]
})
app.get('/in', { onRequest: [app.requireLogin, app.requireGroup('ADMIN')] }, async () => 'in')
`,
  'Koa 3': `
import { createLogin } from 'catflap'
import { type LoginState, requireGroup, requireLogin, withLogin } from 'catflap/koa'
import Koa from 'koa'
import session from 'koa-session'
const login = createLogin()
const app = new Koa<LoginState>()
app.use(session(app as never)).use(withLogin(login))
app.use((ctx) => {
  ctx.body = [ctx.state.session?.sub satisfies string | undefined, ctx.session]
  // @ts-expect-error nobody may be signed in here
  ctx.state.session.sub
})
const guarded: ReturnType<typeof requireLogin> = requireGroup(login, 'ADMIN')
new Koa<{ session: import('catflap').Session }>().use(guarded).use((ctx) => {
  ctx.body = ctx.state.session.sub satisfies string
})
`,
  'Hono 4': `
import { createLogin } from 'catflap'
import { requireGroup, requireLogin, withLogin } from 'catflap/hono'
import { Hono } from 'hono'
const login = createLogin()
new Hono()
  .use(withLogin(login))
  .get('/', (c) => c.text(c.get('session')?.sub ?? ''))
  // @ts-expect-error nobody may be signed in here
  .get('/open', (c) => c.text(c.get('session').sub))
new Hono().get('/in', requireLogin(login), (c) => c.text(c.get('session').sub satisfies string))
new Hono().get('/in', requireGroup(login, 'ADMIN'), (c) => c.text(c.get('session').sub))
`,
  'catflap/web': `
import { createLogin } from 'catflap'
import { authenticate, requireSession } from 'catflap/web'
const login = createLogin()
export async function open(request: Request): Promise<Response> {
  const found = await authenticate(login, request)
  if (found instanceof Response) return found
  // @ts-expect-error nobody may be signed in here
  found.sub
  return new Response(found?.sub)
}
export async function closed(request: Request): Promise<Response> {
  const found = await requireSession(login, request, { groups: ['ADMIN'] })
  return found instanceof Response ? found : new Response(found.sub satisfies string)
}
`,
  'Next.js 16': `
import { createNextLogin } from 'catflap/next'
export const { proxy, requireGroup, getSession, requireSession, handlers } = createNextLogin()
export const admins: (request: Request) => Promise<Response> = requireGroup('ADMIN')
export const { GET, POST } = handlers
export async function Page(): Promise<string> {
  // @ts-expect-error nobody may be signed in here
  ;(await getSession()).sub
  return (await requireSession()).sub satisfies string
}
`,
}

const STRICT = { strict: true, noEmit: true, target: 'es2022', skipLibCheck: true, types: ['node'] }

/** How apps are compiled: module kind, and what its files are called. */
type Kind = readonly [string, object, readonly string[]]
const KINDS: readonly Kind[] = [
  ['nodenext, as an ES module and from CommonJS', { module: 'nodenext' }, ['mts', 'cts']],
  ['bundler', { module: 'esnext', moduleResolution: 'bundler' }, ['ts']],
]

/** What is one program to the compiler: Express stands alone, since what it declares everybody sees. */
const PROGRAMS: readonly (readonly Framework[])[] = [
  ['Express 5'],
  ['Express 4'],
  (Object.keys(APPS) as Framework[]).filter((name) => !name.startsWith('Express')),
]

/** Lines of the compiler, by the kind of program. */
const said = new Map<string, readonly string[]>()
beforeAll(() => {
  for (const kind of KINDS)
    said.set(
      kind[0],
      PROGRAMS.flatMap((program) => compile(program, kind)),
    )
}, 300_000)

const fileOf = (framework: Framework): string => framework.replace(/\W/g, '-')

/** Compiles apps in a folder of their own, each once more with a line that is an error. */
function compile(program: readonly Framework[], [, options, suffixes]: Kind): readonly string[] {
  const folder = mkdtempSync(join(elsewhere, 'app-'))
  // Whoever has Express 4 has its types under the name of the package.
  const paths = program.includes('Express 4') && {
    express: ['../node_modules/@types/express-v4/index.d.ts'],
  }
  for (const framework of program) {
    const code = APPS[framework] ?? ''
    for (const suffix of suffixes) {
      writeFileSync(join(folder, `${fileOf(framework)}.${suffix}`), code)
      const wrong = code.replace(/\n.*@ts-expect-error.*/, '')
      writeFileSync(join(folder, `wrong-${fileOf(framework)}.${suffix}`), wrong)
    }
  }
  const compilerOptions = { ...STRICT, ...options, ...(paths && { paths }) }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], {
    cwd: folder,
    encoding: 'utf8',
  })
  return stdout.split('\n').filter((line) => line !== '')
}

describe.each(Object.keys(APPS) as Framework[])('an app of %s', (framework) => {
  it.each(KINDS)('compiles under %s', holds(framework, 20), (kind, _, suffixes) => {
    const [name, lines = []] = [fileOf(framework), said.get(kind)]
    expect(lines.filter((line) => line.startsWith(`${name}.`))).toEqual([])
    // So this test can fail: where no error is announced, there is one in each of the files.
    const found = lines.filter((line) => line.startsWith(`wrong-${name}.`))
    const missing = suffixes.map(() =>
      expect.stringMatching(/error TS\d+: .* is possibly 'undefined'/),
    )
    expect(found).toEqual(missing)
  })
})

it('the compiler finds fault with nothing but these files', () => {
  const lines = [...said.values()].flat()
  expect(lines.filter((line) => !line.startsWith('wrong-'))).toEqual([])
})

it('the library’s own types need no skipLibCheck: they lead into none of those of lmdb', () => {
  const options = { module: 'nodenext', skipLibCheck: false }
  const lines = compile(['node:http', 'catflap/web'], ['whole', options, ['mts']])
  const found = ['catflap-web', 'node-http'].map((name) =>
    expect.stringMatching(`^wrong-${name}\\.`),
  )
  expect([...lines].sort()).toEqual(found)
})

it('no published types import JsonWebKey of node:crypto, which its own types have no more from 26 on', () => {
  const declarations = readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name, 'dist'))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.d.ts'))
        .map((file) => join(folder, file)),
    )
  expect(declarations.length).toBeGreaterThan(100)
  const importing = declarations.filter((file) =>
    /import[^;]*JsonWebKey/.test(readFileSync(file, 'utf8')),
  )
  expect(importing).toEqual([])
})
