import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Inject } from '../../src/box/inject.ts'
import { createDevbox } from '../../src/index.ts'
import { parseAppManifest } from '../../src/run/app-manifest.ts'
import { toIngressApp } from '../../src/run/ingress-app.ts'
import type { Layout } from '../../src/run/layout.ts'
import {
  describeApp,
  echo,
  seen,
  signInAtBox,
  startWorld,
  visit,
  type World,
} from '../support/ingress.ts'

/** The injects of a manifest, in the wording of LazyCat's own pages. */
const SAMPLES = `
    - id: inject-basic-auth-header
      on: request
      auth_required: false
      when:
        - /api/*
      do: |
        ctx.headers.set("Authorization", "Basic " + ctx.base64.encode("admin:admin123"));
    - id: remove-cors
      on: response
      when:
        - /api/*
      unless:
        - /api/admin/*
      do:
        - src: |
            ctx.headers.del("Access-Control-Allow-Origin");
            ctx.headers.del("Access-Control-Allow-Credentials");
    - id: user
      on: request
      when: [ "/*?as=user&v=2" ]
      do:
        - src: ctx.headers.set('X-Remote-User', ctx.params.before + ctx.safe_uid)
          params: { before: 'u-' }
    - id: settings
      on: request
      auth_required: false
      prefix_domain: settings
      when: [ "/*" ]
      do: ctx.headers.add("X-Part", "settings")
`
const readInjects = (yaml: string) =>
  parseAppManifest(
    `package: dev.catflap.echo\nname: Echo\napplication:\n  subdomain: echo\n  routes: [/=http://127.0.0.1:1]\n  injects:${yaml}`,
    undefined,
  )

let world: World
let alice: string
beforeAll(async () => {
  const manifest = readInjects(SAMPLES)
  expect(manifest.leftOut).toEqual([])
  // Which routes lead to files is not of interest here.
  const { injects = [] } = toIngressApp(manifest, {} as Layout, 'alice')
  world = await startWorld(
    (req, res) => {
      res.setHeader('access-control-allow-origin', '*')
      res.setHeader('access-control-allow-credentials', 'true')
      res.setHeader('x-own', '1')
      echo(req, res)
    },
    { publicPaths: ['/'], injects },
  )
  alice = await signInAtBox(world.box)
})
afterAll(() => world.close())

const BASIC = `Basic ${Buffer.from('admin:admin123').toString('base64')}`
const ask = async (path: string, cookie = '', headers = {}) =>
  (await seen(world.box.appOrigin, path, { cookie, headers })).headers

describe('an inject of the phase request', () => {
  it('puts a password into the requests of its paths, in place of what was sent', async () => {
    const sent = { authorization: 'Basic bWFsbG9yeTp4' }
    expect((await ask('/api/x', '', sent)).authorization).toBe(BASIC)
    expect((await ask('/other', '', sent)).authorization).toBe(sent.authorization)
  })

  it.each(['/api', '/apix', '/API/x', '/', '/x?/api/'])(
    'leaves the path %s alone, which its rule does not name',
    async (path) => {
      expect((await ask(path)).authorization).toBeUndefined()
    },
  )

  it('is for signed-in people only, unless it says otherwise', async () => {
    expect((await ask('/?as=user&v=2', alice))['x-remote-user']).toBe('u-alice')
    expect((await ask('/?as=user&v=2', ''))['x-remote-user']).toBeUndefined()
    expect((await ask('/?v=2&x&as=user', alice))['x-remote-user']).toBe('u-alice')
    for (const query of ['as=user', 'as=user&v=3', 'v=2']) {
      expect((await ask(`/?${query}`, alice))['x-remote-user']).toBeUndefined()
    }
  })

  it('takes the place of a header that a caller made up', async () => {
    const sent = { 'x-remote-user': 'mallory' }
    expect((await ask('/?as=user&v=2', alice, sent))['x-remote-user']).toBe('u-alice')
  })

  it('is for its own prefix of the domain only', async () => {
    const { protocol, host } = new URL(world.box.appOrigin)
    const part = async (name: string) => (await seen(`${protocol}//${name}`, '/')).headers['x-part']
    expect(await part(`settings-${host}`)).toBe('settings')
    expect([await part(host), await part(`my-settings-${host}`)]).toEqual([undefined, undefined])
  })
})

it('puts nothing into an answer that is for requests: no password reaches the browser', async () => {
  const { headers } = await visit(world.box.appOrigin, '/api/x')
  expect(headers.authorization).toBeUndefined()
})

describe('an inject of the phase response', () => {
  const corsOf = async (path: string, cookie = alice) => {
    const { headers } = await visit(world.box.appOrigin, path, { cookie })
    const names = ['access-control-allow-origin', 'access-control-allow-credentials', 'x-own']
    return names.map((name) => headers[name])
  }

  it('takes headers from the answers of its paths, but for those it excludes', async () => {
    expect(await corsOf('/api/x')).toEqual([undefined, undefined, '1'])
    expect(await corsOf('/x')).toEqual(['*', 'true', '1'])
    expect(await corsOf('/api/x', '')).toEqual(['*', 'true', '1'])
    for (const path of ['/api/admin/x', '/api/%61dmin/x']) {
      expect(await corsOf(path)).toEqual(['*', 'true', '1'])
    }
  })
})

describe('an inject that cannot be imitated', () => {
  const scriptOf = (script: string, rest = 'on: request, when: [/]') =>
    readInjects(` [{ id: x, ${rest}, do: ${JSON.stringify(script)} }]`)
  const set = 'ctx.headers.set("A", "b")'

  it.each([
    ['other calls', 'ctx.response.send(200)'],
    ['a condition', `if (ctx.request.path) ${set}`],
    ['code of the host', 'ctx.headers.set("A", process.env.HOME)'],
    ['a template', 'ctx.headers.set("A", `b`)'],
    ['two statements on a line', `${set} ${set}`],
    ['a call of its result', `${set}\n("b")`],
    ['a parameter that is not there', 'ctx.headers.set("A", ctx.params.x)'],
    ['a built-in property', 'ctx.headers.set("A", ctx.params.constructor)'],
    ['a built-in script', 'builtin://simple-inject-password'],
    ['a file', 'file:///lzcapp/pkg/content/x.js'],
    ['a remote script', 'https://example.org/x.js'],
    ['nothing', '// nothing'],
    ['the length of a body', 'ctx.headers.set("Content-Length", "0")'],
    ['where a body ends', 'ctx.headers.set("transfer-encoding", "chunked")'],
    ['the host', 'ctx.headers.set("Host", "x")'],
    ['a name that is none', 'ctx.headers.set("A: b", "c")'],
    ['another line of the head', 'ctx.headers.set("A", "b\rX: 1")'],
    ['a text that is called', '"ctx.headers.set"("A", "b")'],
    ['no end', 'ctx.headers.set("A", "b"'],
    [
      'endless depth',
      `ctx.headers.set("A", ${'ctx.base64.encode('.repeat(40)}"b"${')'.repeat(40)})`,
    ],
  ])('is named, and none of it is done: %s', (_, script) => {
    const { injects, leftOut } = scriptOf(script)
    expect(injects).toEqual([])
    expect(leftOut.map(({ en }) => en)).toEqual([
      expect.stringContaining('The inject "x" is left out: it does more than ctx.headers.set'),
    ])
    expect(leftOut[0]?.zh).toContain('忽略 inject "x"')
  })

  it.each([
    ['with too many rules', `on: request, when: [${'/,'.repeat(101)}]`, 'more than 100 rules'],
    ['without a rule', 'on: request', 'or is not complete'],
    ['with no rule in its list', 'on: request, when: []', 'or is not complete'],
    ['with a rule that is no text', 'on: request, when: [1]', 'or is not complete'],
    ['of no known moment', 'on: later, when: [/]', 'or is not complete'],
    ['of people or not', 'on: request, when: [/], auth_required: maybe', 'or is not complete'],
  ])('is named, and stops nothing: one %s', (_, rest, why) => {
    const { injects, leftOut } = scriptOf(set, rest)
    expect([injects, leftOut.map(({ en }) => en)]).toEqual([[], [expect.stringContaining(why)]])
  })

  it.each(['[]', '{}', 'null', "''"])('is not spoken of where there is none: %s', (none) => {
    expect(readInjects(` ${none}`)).toMatchObject({ injects: [], leftOut: [] })
  })

  it('on files is named, where there are files and an answer would change', () => {
    const withFiles = (on: string) =>
      parseAppManifest(
        `package: dev.catflap.echo\napplication:\n  subdomain: echo\n  routes: [/=file:///lzcapp/pkg/content]\n  injects: [{ id: x, on: ${on}, when: [/], do: '${set}' }]`,
        undefined,
      ).leftOut.map(({ en }) => en)
    expect(withFiles('response')).toEqual([expect.stringContaining('file:// routes')])
    expect(withFiles('request')).toEqual([])
  })

  it('of the first generation is named by its place', () => {
    const { leftOut } = readInjects(' [text, { scripts: [] }]')
    expect(leftOut.map(({ en }) => en)).toEqual([
      expect.stringContaining('The inject [0] is left out'),
      expect.stringContaining('The inject [1] is left out'),
    ])
  })

  it('by a rule with # is for no request', async () => {
    const { injects } = scriptOf(set, 'on: request, auth_required: false, when: ["/*#x", "/x#*"]')
    expect(injects).toHaveLength(1)
    const own = await startWorld(echo, { publicPaths: ['/'], injects })
    expect((await seen(own.box.appOrigin, '/x')).headers.a).toBeUndefined()
    await own.close()
  })
})

describe('the injects of an app', () => {
  const write = (count: number, script: string): string =>
    ` [${Array.from({ length: count }, () => `{ on: request, when: [/], do: ${JSON.stringify(script)} }`).join(',')}]`

  it('make no more than two hundred changes to a request, and those beyond are named', () => {
    const { injects, leftOut } = readInjects(write(5, 'ctx.headers.del("A");'.repeat(60)))
    expect(injects.map(({ changes }) => changes.length)).toEqual([60, 60, 60])
    expect(leftOut).toHaveLength(2)
    expect(leftOut[0]?.en).toContain('The inject [3] is left out: there would be more than 200')
  })

  it.each([
    ['a long text', `"${'x'.repeat(20_000)}"`],
    ['many long texts', Array.from({ length: 5 }, () => `"${'x'.repeat(4000)}"`).join('+')],
    [
      'a text that grows with each layer',
      `${'ctx.base64.encode('.repeat(30)}"${'x'.repeat(500)}"${')'.repeat(30)}`,
    ],
  ])('put no more than 16 KiB into the headers of a request: %s', (_, text) => {
    const { injects, leftOut } = readInjects(write(1, `ctx.headers.set("A", ${text})`))
    expect([injects, leftOut.map(({ en }) => en)]).toEqual([
      [],
      [expect.stringContaining('too much text')],
    ])
  })

  it('are a hundred; the rest is counted', () => {
    const { leftOut } = readInjects(write(130, 'ctx.response.send(200)'))
    expect(leftOut).toHaveLength(101)
    expect(leftOut[100]?.en).toBe('30 more injects are left out: an app may have 100.')
  })
})

it('a box takes no app with more changes than that', async () => {
  const change = { kind: 'del', name: 'A' } as const
  const rules = { when: ['/*'], unless: [], prefixDomain: undefined, authRequired: false }
  const injects = [{ ...rules, on: 'request' as const, changes: Array(201).fill(change) }]
  const app = describeApp('http://127.0.0.1:9', { injects })
  await expect(createDevbox({ app })).rejects.toThrow('the injects change too many headers')
})

it.each<[string, Inject['changes'][number]]>([
  ['a framing header', { kind: 'del', name: 'Content-Length' }],
  [
    'a header with a second line',
    { kind: 'add', name: 'A', value: { kind: 'text', text: 'b\r\nC: d' } },
  ],
  ['a name that is none', { kind: 'set', name: '', value: { kind: 'user' } }],
])('a box takes no inject that changes %s', async (_, change) => {
  const inject = { on: 'request', when: ['/*'], unless: [], prefixDomain: undefined } as const
  const injects = [{ ...inject, authRequired: false, changes: [change] }]
  const app = describeApp('http://127.0.0.1:9', { injects })
  await expect(createDevbox({ app })).rejects.toThrow('an inject changes a header')
})
