import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkNeeds } from '../../src/run/needs.ts'
import { fillParameters } from '../../src/run/parameters.ts'
import { renderManifest } from '../../src/run/render.ts'
import { createRoot } from '../../src/run/root.ts'
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

  it('that are wrong or of another app are told with those that are missing, and no line to copy', () => {
    const more = `${text}  - { id: loud, type: bool, default_value: maybe }\n`
    const { needs, parameters } = fill({ other: 'y', third: 'z', debug: 'perhaps' }, more)
    const { text: told, options } = refusal(() => checkNeeds('RUN_PARAMETER_INVALID', needs))
    expect(told.en.split('\n')).toEqual([
      expect.stringContaining('about each of these'),
      expect.stringContaining('--param other: the app has no such parameter (it has: target,'),
      expect.stringContaining('--param third: the app has no such parameter'),
      expect.stringContaining('the parameter "debug" must be true or false'),
      expect.stringContaining('the parameter "loud" must be true or false'),
      expect.stringContaining('the app needs the parameter "target"'),
    ])
    expect(options).toEqual([])
    expect([parameters.has('debug'), JSON.stringify(told)]).toEqual([
      false,
      expect.not.stringContaining('perhaps'),
    ])
  })

  it.each([
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

  it.each([
    ['ingress', '[{ protocol: tcp, port: 22 }]'],
    ['entries', '[{ id: x, title: x, path: /x }]'],
    ['file_handler', '{ mime: [text/plain] }'],
    ['handlers', '{ error_page_templates: { 502: x } }'],
    ['secondary_domains', '[other]'],
  ])('says that its %s is left out, but not where there is none of it', (key, value) => {
    const [remark, ...others] = remarksOf(`${key}: ${value}`)
    expect([remark?.en.includes(`application.${key} is left out:`), others]).toEqual([true, []])
    expect(remark?.zh).toContain(`忽略 application.${key}：`)
    for (const none of ['[]', '{}', 'null', "''"]) {
      expect(remarksOf(`${key}: ${none}`)).toEqual([])
    }
  })

  it.each([
    ['setup_script', 'echo x'],
    ['healthcheck', '{ test: [CMD, x] }'],
    ['health_check', '{ test: [CMD, x] }'],
  ])('says that %s of a service is left out', (key, value) => {
    const remarks = remarksOf(`environment: []\nservices: { db: { image: a, ${key}: ${value} } }`)
    expect(remarks.map(({ en }) => en)).toEqual([
      expect.stringContaining(`${key} of the service "db" is left out`),
    ])
    expect(remarks[0]?.zh).toContain('“db”')
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
