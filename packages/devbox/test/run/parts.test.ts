import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type AppManifest, parseAppManifest } from '../../src/run/app-manifest.ts'
import { fillParameters } from '../../src/run/parameters.ts'
import { type Plan, type PlanOptions, planProcesses } from '../../src/run/plan.ts'
import { renderManifest } from '../../src/run/render.ts'
import { createRoot } from '../../src/run/root.ts'
import { parseRoute } from '../../src/run/routes.ts'
import { RunError } from '../../src/run/run-error.ts'
import { openState } from '../../src/run/state.ts'
import { box, manifest, project } from './fixture.ts'

function refusal(work: () => unknown): RunError {
  try {
    work()
  } catch (error) {
    if (error instanceof RunError) return error
    throw error
  }
  throw new Error('was accepted')
}

describe('deploy parameters', () => {
  const text = `params:
  - { id: target, type: string }
  - { id: listen.port, type: string, default_value: 33, optional: true }
  - { id: debug, type: bool, default_value: "false" }
  - { id: note, type: string, optional: true }
  - { id: key, type: secret, hidden: true, default_value: $random(len=20) }
`
  const random = (id: string, length: number) => `${id}${'r'.repeat(length)}`.slice(0, length)
  const fill = (given: Record<string, string>, params = text) =>
    fillParameters(params, new Map(Object.entries(given)), random)

  it('are the given ones and the defaults', () => {
    const { parameters, needs } = fill({ target: 'a=b', debug: 'true' })
    expect(Object.fromEntries(parameters)).toEqual({
      target: 'a=b',
      'listen.port': '33',
      debug: true,
      key: 'keyrrrrrrrrrrrrrrrrr',
    })
    expect(needs).toEqual([])
    expect(fillParameters(undefined, new Map(), random).parameters.size).toBe(0)
  })

  it('that have no value are told all at once, and hidden or optional ones are not', () => {
    const more = `${text}  - { id: second, type: string }\n`
    expect(fill({}, more).needs.map(({ options }) => options)).toEqual([
      ['--param', 'target=VALUE'],
      ['--param', 'second=VALUE'],
    ])
  })

  it.each([
    [{ target: 'x', other: 'y' }, text, '--param other: the app has no such parameter'],
    [{ target: 'x', debug: 'perhaps' }, text, 'the parameter "debug" must be true or false'],
    [{}, 'params: [{ type: bool }]', 'params[0] has no id'],
    [{}, 'params: [{ id: a, default_value: $random(len=0) }]', 'len must be from 1 to 1024'],
    [{}, 'params: {}', 'params must be a list'],
  ])('%j for %j are refused: %s', (given, params, message) => {
    expect(refusal(() => fill(given as Record<string, string>, params)).text.en).toContain(message)
  })
})

describe('the state of an app', () => {
  it('gives the same secrets again, others for other seeds, apps and states', () => {
    const folder = project({})
    const state = openState(folder, 'dev.example.app')
    const secret = state.stableSecret('seed')
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(openState(folder, 'dev.example.app').stableSecret('seed')).toBe(secret)
    expect(state.stableSecret('other')).not.toBe(secret)
    expect(openState(folder, 'dev.example.two').stableSecret('seed')).not.toBe(secret)
    expect(openState(project({}), 'dev.example.app').stableSecret('seed')).not.toBe(secret)
    expect(statSync(join(folder, 'stable-secret')).mode & 0o777).toBe(0o600)
  })

  it('gives random parameters of any length, the same again', () => {
    const state = openState(project({}), 'dev.example.app')
    expect(state.randomParameter('a', 500)).toMatch(/^[A-Za-z0-9]{500}$/)
    expect(state.randomParameter('a', 20)).toBe(state.randomParameter('a', 20))
    expect(state.randomParameter('a', 20)).not.toBe(state.randomParameter('b', 20))
  })

  it('is refused when its key is damaged, and a message holds none of it', () => {
    const folder = project({ 'stable-secret': 'half-a-key' })
    const error = refusal(() => openState(folder, 'dev.example.app'))
    expect(error.code).toBe('RUN_STATE_UNUSABLE')
    expect(error.text.en).toContain('delete it')
    expect(error.text.en).not.toContain('half-a-key')
  })

  it('is refused when its folder is a file', () => {
    const file = join(project({ file: 'x' }), 'file')
    expect(refusal(() => openState(file, 'dev.example.app')).text.en).toContain('--state')
    expect(readFileSync(file, 'utf8')).toBe('x')
  })
})

describe('a plan', () => {
  const plan = (services: string, change: Partial<PlanOptions> = {}, route = '/=http://web:80') => {
    const path = process.env.PATH ?? ''
    const options = { external: [], native: [], command: [], cwd: '/here', path }
    const text = `${manifest(route)}services:\n${services}`
    return planProcesses(parseAppManifest(text, undefined), { ...options, ...change })
  }

  const argvs = ({ processes }: Plan) => processes.map(({ argv }) => argv)
  const optionsOf = ({ needs }: Plan) => needs.map(({ options }) => options.join(' '))

  it('runs programs of the app’s own, and others of this computer only when their service is named', () => {
    const services =
      '  web: { image: a, command: node x }\n  own: { command: /lzcapp/pkg/content/x }\n'
    expect(argvs(plan(services))).toEqual([['/lzcapp/pkg/content/x']])
    expect(optionsOf(plan(services))).toEqual(['--native web'])
    const named = plan(services, { native: ['web'] })
    expect(argvs(named)).toEqual([['node', 'x'], ['/lzcapp/pkg/content/x']])
    expect(optionsOf(named)).toEqual([])
    expect(named.ports).toEqual([80])
  })

  it('leaves out services that are started elsewhere', () => {
    const services = '  web: { image: a, command: /lzcapp/x }\n  db: { image: postgres:16 }\n'
    const { processes } = plan(services, { external: ['db'] })
    expect(processes.map(({ name }) => name)).toEqual(['web'])
    const empty = { processes: [], ports: [], needs: [] }
    expect(plan(services, { external: ['db', 'web'] })).toEqual(empty)
  })

  it('starts a program once for all its routes', () => {
    const route =
      '/=exec://5005,/lzcapp/x\n    - /a=exec://5005,/lzcapp/x\n    - /b=http://127.0.0.1:5005/b'
    expect(plan('  {}\n', {}, route)).toMatchObject({ processes: [{ name: 'app' }], ports: [5005] })
  })

  it.each([
    ['/lzcapp/pkg/content/run.sh', true],
    ['./lzcapp/pkg/content/run.sh --port=5005 "a b" \'c $d\'', true],
    ['/lzcapp/../bin/rm -rf x', false],
    ['/lzcapper/run.sh', false],
    ['/lzcapp/x; rm -rf ~/.example', false],
    ['/lzcapp/x && rm -rf ~/.example', false],
    ['/lzcapp/x | sh', false],
    ['/lzcapp/x > ~/.profile', false],
    ['/lzcapp/x $(rm -rf ~/.example)', false],
    ['/lzcapp/x "`rm -rf ~/.example`"', false],
    ['/lzcapp/x\nrm -rf ~/.example', false],
    ["sh -c 'rm -rf ~/.example'", false],
    ['node /lzcapp/pkg/content/main.js', false],
  ])('takes %j behind exec:// for the app’s own: %s', (command, own) => {
    const parsed: AppManifest = {
      ...parseAppManifest(manifest('/=http://app:1'), undefined),
      routes: [parseRoute(`/=exec://5005,${command}`, 'dev.example.demo', 'x')],
    }
    const options = { external: [], native: [], command: [], cwd: '/here', path: '' }
    const planned = planProcesses(parsed, options)
    expect(argvs(planned)).toEqual(own ? [['sh', '-c', command]] : [])
    expect(optionsOf(planned)).toEqual(own ? [] : ['--native app'])
    const named = planProcesses(parsed, { ...options, native: ['app'] })
    expect(argvs(named)).toEqual([['sh', '-c', command]])
    // Another folder to start in makes another program of a relative path.
    const elsewhere = planProcesses({ ...parsed, workdir: '/home' }, options)
    expect(elsewhere.processes).toHaveLength(own && !command.startsWith('.') ? 1 : 0)
  })

  it('puts a command in the place of the program behind "/"', () => {
    const route = '/api=exec://1,/lzcapp/other\n    - /=exec://5005,run'
    const { processes } = plan('  {}\n', { command: ['node', 'main.js'] }, route)
    expect(processes.map(({ argv, cwd, writable }) => [argv, cwd, writable])).toEqual([
      [['sh', '-c', '/lzcapp/other'], '/', undefined],
      [['node', 'main.js'], '/here', '/here'],
    ])
  })

  it.each([
    ['  web: { image: postgres:16 }\n', '--external web', 'needs the image postgres:16'],
    ['  web: { image: a, command: no-such-program-here }\n', '--external web', 'needs the image a'],
    ['  web: { image: a, command: /no/such/program }\n', '--external web', 'needs the image a'],
    [
      '  web: { image: a, command: node, entrypoint: /entry.sh }\n',
      '--external web',
      'needs the image a',
    ],
    [
      "  web: { image: a, command: sh -c 'echo s3cret' }\n",
      '--native web',
      'its program "sh" would run on this computer',
    ],
    ['  web: { command: /bin/sh }\n', '--native web', 'its program "/bin/sh"'],
    ['  web: { image: a, command: /lzcapp/../bin/sh }\n', '--external web', 'needs the image a'],
  ])('of %j needs %s: %s', (services, options, message) => {
    const planned = plan(services)
    expect(planned.processes).toEqual([])
    expect(optionsOf(planned)).toEqual([options])
    expect(planned.needs[0]?.text.en).toContain(message)
    expect(planned.needs[0]?.text.zh).toMatch(/\p{Script=Han}/u)
    expect(JSON.stringify(planned.needs)).not.toContain('s3cret')
  })

  it('tells what it needs of every service at once', () => {
    const services =
      '  web: { image: a, command: node x }\n  db: { image: postgres:16 }\n  job: { image: b }\n'
    const needs = optionsOf(plan(services, {}, '/=exec://5005,date'))
    expect(needs).toEqual(['--native web', '--external db', '--external job', '--native app'])
  })

  it.each([
    [{ external: ['db'] }, '--external db: no such service'],
    [{ native: ['db'] }, '--native db: no such service'],
    [{ external: ['app'] }, '--external app: no such service'],
  ])('with %j is refused: %s', (change, message) => {
    const error = refusal(() => plan('  web: { command: node }\n', change))
    expect(error.code).toBe('RUN_NOT_SUPPORTED')
    expect(error.text.en).toContain(message)
    expect(error.text.zh).toMatch(/\p{Script=Han}/u)
  })

  it('is refused when two services want one port', () => {
    const route = '/=http://web:80\n    - /api=http://api:80'
    const services = '  web: { command: node }\n  api: { command: node }\n'
    expect(refusal(() => plan(services, {}, route)).text.en).toContain('both listen on port 80')
  })

  it.each(['/', '/etc', '/lzcapp/../etc', '/lzcapper'])(
    'never serves the folder %s of this computer',
    (folder) => {
      const manifested = parseAppManifest(manifest('/=http://app:1'), undefined)
      const target = { kind: 'file', path: folder } as const
      const [route] = manifested.routes
      const routes = route === undefined ? [] : [{ ...route, target }]
      const options = { external: [], native: [], command: [], cwd: '/here', path: '' }
      const error = refusal(() => planProcesses({ ...manifested, routes }, options))
      expect(error.text.en).toContain('only folders below /lzcapp')
      expect(error.text.zh).toMatch(/\p{Script=Han}/u)
    },
  )

  it('is refused when a command has no place', () => {
    const route = '/=file:///lzcapp/pkg/content'
    expect(refusal(() => plan('  {}\n', { command: ['x'] }, route)).text.en).toContain('after "--"')
  })
})

describe('a rendered manifest', () => {
  const remarksOf = (...lines: readonly string[]) => {
    const source = {
      manifest: manifest('/=exec://5005,run', ...lines),
      packageYml: undefined,
      deployParams: undefined,
      openContent: () => undefined,
    }
    const { environment } = box()
    const state = openState(project({}), 'dev.example.demo')
    return renderManifest(source, state, new Map(), environment).remarks
  }

  it.each([
    ['  - A=${HOME}', '${HOME} has no value on a box; it became empty.'],
    ['  - A=${LAZYCAT_BOXDOMAIN}', 'The name is LAZYCAT_BOX_DOMAIN.'],
    ['  - A=${LAZYCAT_AUTH_OIDC_TOKEN_URI}', 'without application.oidc_redirect_path'],
    ['  - A={{ .U.missing }}', 'A is "<no value>"'],
    // A box puts it into the container and does not substitute it.
    ['  - A=${LAZYCAT_APP_SERVICE_NAME}', '${LAZYCAT_APP_SERVICE_NAME} has no value'],
  ])('with %s comes with a remark: %s', (line, remark) => {
    const remarks = remarksOf('environment:', line)
    expect(remarks).toHaveLength(1)
    expect(remarks[0]?.en).toContain(remark)
    expect(remarks[0]?.zh).toMatch(/\p{Script=Han}/u)
  })

  it('says what of it is not imitated', () => {
    const upstreams = 'upstreams: [{ location: /, domain_prefix: x, backend: "http://app:1" }]'
    const services = '\nservices: { db: { image: a, binds: ["/lzcapp/var:/data"] } }'
    const remarks = remarksOf(upstreams + services)
    expect(remarks.map(({ en }) => en)).toEqual([
      'binds of the service "db" are not imitated; only /lzcapp is there.',
      'The upstream with domain_prefix "x" is left out.',
    ])
    expect(remarksOf()).toEqual([])
  })
})

describe('/lzcapp in commands and variables', () => {
  it('is replaced where it is a path, and only there', () => {
    const folder = project({ 'pkg/x': '' })
    const rest = { mountPoint: folder, hosts: '', home: folder, temporary: folder }
    const layout = { folder, content: folder, ...rest }
    const { wrap } = createRoot(layout, {}, 'replaced')
    const { args, env, cwd, file } = wrap(
      [
        '/lzcapp/pkg/content/run.sh',
        '--data=/lzcapp/var',
        './lzcapp/x:/lzcapp',
        'a/lzcapp/b',
        '/lzcapper',
        '"/lzcapp/run"',
      ],
      '/lzcapp/var',
      { DATA: '/lzcapp/var/a', URL: 'file:///lzcapp/x' },
    )
    const root = file.slice(0, -'/pkg/content/run.sh'.length)
    expect(args).toEqual([
      `--data=${root}/var`,
      `${root}/x:${root}`,
      'a/lzcapp/b',
      '/lzcapper',
      `"${root}/run"`,
    ])
    expect(cwd).toBe(`${root}/var`)
    expect(env).toEqual({
      CATFLAP_DATA_DIR: `${root}/var/catflap`,
      DATA: `${root}/var/a`,
      URL: 'file:///lzcapp/x',
    })
  })
})
