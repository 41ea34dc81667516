import { describe, expect, it } from 'vitest'
import { type AppManifest, parseAppManifest } from '../../src/run/app-manifest.ts'
import { type Plan, type PlanOptions, planProcesses } from '../../src/run/plan.ts'
import { parseRoute } from '../../src/run/routes.ts'
import { RunError } from '../../src/run/run-error.ts'
import { manifest } from './fixture.ts'

function refusal(work: () => unknown): RunError {
  try {
    work()
  } catch (error) {
    if (error instanceof RunError) return error
    throw error
  }
  throw new Error('was accepted')
}

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
