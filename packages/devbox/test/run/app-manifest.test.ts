import { describe, expect, it } from 'vitest'
import { parseAppManifest } from '../../src/run/app-manifest.ts'
import { toIngressApp } from '../../src/run/ingress-app.ts'
import { toHostPath } from '../../src/run/layout.ts'
import { readPackageId } from '../../src/run/package-id.ts'
import { parseRoute } from '../../src/run/routes.ts'
import { RunError } from '../../src/run/run-error.ts'

const HEAD = 'package: dev.example.app\napplication:\n  subdomain: demo\n'
const ROUTES = '  routes: ["/=exec://5005,run"]\n'

const parse = (text: string) => parseAppManifest(text, undefined)

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (!(error instanceof RunError)) throw error
    expect(error.text.zh).toMatch(/\p{Script=Han}/u)
    return error.text.en
  }
  throw new Error('was accepted')
}

describe('a manifest', () => {
  it('is read with everything that running it takes', () => {
    const text = `lzc-sdk-version: '0.1'
package: dev.example.app
name: 懒猫
application:
  subdomain: demo
  multi_instance: true
  background_task: true
  oidc_redirect_path: /auth/callback
  workdir: /lzcapp/var
  public_path: [/api, '!/api/admin']
  environment: ['A=1=2', B=, C]
  routes:
    - /=exec://5005,./lzcapp/pkg/content/run.sh --flag, more
    - /static=file:///lzcapp/pkg/content/a%20b
  upstreams:
    - location: /api
      backend: http://web.dev.example.app.lzcapp:3000/v1
      disable_trim_location: true
      use_backend_host: true
    - { location: /, domain_prefix: config, backend: 'http://web:1' }
    - { location: /x, backend: 'http://127.0.0.1:3001/', backend_launch_command: go -listen 3001 }
  health_check: { test_url: 'http://app:5005/health', start_period: 1m30s }
services:
  web:
    image: node:22
    entrypoint: sh -c "echo \\"a b\\"" 'c d' e\\ f
    command: [x, y z]
    environment: { N: 3, YES: true, NONE: }
    binds: [/lzcapp/var/data:/data]
`
    expect(parse(text)).toEqual({
      packageId: 'dev.example.app',
      name: '懒猫',
      subdomain: 'demo',
      multiInstance: true,
      backgroundTask: true,
      injects: [],
      pageInjects: [],
      oidcRedirectPath: '/auth/callback',
      workdir: '/lzcapp/var',
      publicPaths: ['/api', '!/api/admin'],
      environment: { A: '1=2', B: '', C: '' },
      healthCheck: { testUrl: 'http://app:5005/health', startPeriod: 90, disabled: false },
      leftOut: [
        { en: expect.stringContaining('binds of the service "web"'), zh: expect.any(String) },
        { en: expect.stringContaining('domain_prefix "config"'), zh: expect.any(String) },
      ],
      services: [
        {
          name: 'web',
          image: 'node:22',
          command: ['sh', '-c', 'echo "a b"', 'c d', 'e f', 'x', 'y z'],
          environment: { N: '3', YES: 'true', NONE: '' },
        },
      ],
      routes: [
        {
          prefix: '/',
          target: { kind: 'http', service: 'app', port: 5005, path: '/' },
          trimPrefix: true,
          useBackendHost: false,
          launch: { command: './lzcapp/pkg/content/run.sh --flag, more', port: 5005 },
        },
        {
          prefix: '/static',
          target: { kind: 'file', path: '/lzcapp/pkg/content/a b' },
          trimPrefix: true,
          useBackendHost: false,
          launch: undefined,
        },
        {
          prefix: '/api',
          target: { kind: 'http', service: 'web', port: 3000, path: '/v1' },
          trimPrefix: false,
          useBackendHost: true,
          launch: undefined,
        },
        {
          prefix: '/x',
          target: { kind: 'http', service: 'app', port: 3001, path: '/' },
          trimPrefix: true,
          useBackendHost: false,
          launch: { command: 'go -listen 3001', port: 3001 },
        },
      ],
    })
  })

  it('is read as a box reads its values: merged, numbers as written, switches of YAML 1.1 too', () => {
    const text = `${HEAD}${ROUTES}  background_task: yes
x-common: &common
  image: node:22
  environment: { UMASK: 022, VERSION: 1.10, DEBUG: True, EMPTY: ~ }
services:
  web:
    image: caddy:2
    command: [redis-server, --port, 6379]
    <<: [*common]
`
    const { services, backgroundTask } = parse(text)
    expect(backgroundTask).toBe(true)
    expect(services).toEqual([
      {
        name: 'web',
        image: 'caddy:2',
        command: ['redis-server', '--port', '6379'],
        environment: { UMASK: '022', VERSION: '1.10', DEBUG: 'True', EMPTY: '' },
      },
    ])
  })

  it.each([
    [
      'x: &x {}\ny:\n  <<: *x\n  <<: *x\n',
      'lzc-manifest.yml:4:3 not YAML (Map keys must be unique)',
    ],
    [
      'a: 1\nb: "\u001b[0m"\n',
      'lzc-manifest.yml:2:5 not YAML (the character U+001B is not allowed',
    ],
    ['y:\n  <<: 3\n', 'or "<<" with something else than mappings'],
    ['[', 'lzc-manifest.yml:1:2 not YAML'],
    ['- a', 'lzc-manifest.yml: must be a mapping'],
    ['a: &a [x]\nb: *c\n', 'YAML aliases that lead nowhere'],
    ['name: x\n', 'lzc-manifest.yml: package must be like "dev.example.app"'],
    ['package: App\n', 'package must be like'],
    ['package: dev.example.app\n', 'lzc-manifest.yml: application.routes no route'],
    [`package: dev.example.app\napplication:\n${ROUTES}`, 'application.subdomain must be'],
    ['package: dev.example.app\napplication: x\n', 'application must be a mapping'],
    [HEAD, 'application.routes no route leads to the app'],
    [`${HEAD}  routes: x\n`, 'application.routes must be a list'],
    [`${HEAD}  routes: [1]\n`, 'application.routes[0]: must be "/path=target"'],
    [`${HEAD}  routes: ["x=http://a:1"]\n`, 'must be "/path=target", not "x=http://a:1"'],
    [`${HEAD}  routes: ["/"]\n`, 'must be "/path=target", not "/"'],
    [`${HEAD}  routes: ["/=exec://5005"]\n`, 'the target must be exec://PORT,COMMAND'],
    [`${HEAD}  routes: ["/=exec://0,run"]\n`, 'the port must be from 1 to 65535'],
    [`${HEAD}  routes: ["/=exec://70000,run"]\n`, 'the port must be from 1 to 65535'],
    [`${HEAD}  routes: ["/=ftp://a/"]\n`, 'the target must be'],
    [`${HEAD}  routes: ["/=https://web:1"]\n`, 'https to a service of this app'],
    [`${HEAD}  routes: ["/=http://web:1"]\n`, '"/" leads to the service "web", which is not in'],
    [`${HEAD}  upstreams: [{ location: x }]\n`, 'upstreams[0] location must begin with "/"'],
    [
      `${HEAD}  upstreams: [{ location: /, backend: 'https://example.org', backend_launch_command: x }]\n`,
      'backend_launch_command needs a backend such as',
    ],
    [`${HEAD}${ROUTES}  oidc_redirect_path: callback\n`, 'not "callback"'],
    [`${HEAD}${ROUTES}  oidc_redirect_path: /a?b\n`, 'not "/a?b"'],
    [`${HEAD}${ROUTES}  oidc_redirect_path: /a#b\n`, 'not "/a#b"'],
    [`${HEAD}${ROUTES}  multi_instance: sometimes\n`, 'multi_instance must be true or false'],
    [`${HEAD}${ROUTES}  environment: [[A]]\n`, 'environment must be a list of texts'],
    [`${HEAD}${ROUTES}  environment: ["=x"]\n`, 'environment entries must be NAME=value'],
    [`${HEAD}${ROUTES}  environment: { A: [1] }\n`, 'environment.A must be text'],
    [`${HEAD}${ROUTES}  health_check: { test_url: 'file:///x' }\n`, 'must be an http address'],
    [`${HEAD}${ROUTES}  health_check: { start_period: soon }\n`, 'must be a duration such as 90s'],
    [`${HEAD}${ROUTES}services: { web: 1 }\n`, 'services.web must be a mapping'],
    [
      'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n',
      'or are too many',
    ],
  ])('%j is refused: %s', (text, message) => {
    expect(refusal(() => parse(text))).toContain(message)
  })

  it.each([
    ['90s', 90],
    ['1h', 3600],
    ['1m0.5s', 60.5],
    ['250ms', 0.25],
  ])('may ask for a start period of %s', (text, seconds) => {
    const manifest = parse(`${HEAD}${ROUTES}  health_check: { start_period: ${text} }\n`)
    expect(manifest.healthCheck.startPeriod).toBe(seconds)
  })
})

describe('a package id', () => {
  it.each([
    ['package: dev.example.app\n', undefined, 'dev.example.app'],
    ['name: x\npackage: "dev.example.app-1" # why\n{{ if }}\n', undefined, 'dev.example.app-1'],
    ['', 'package: dev.example.two\n', 'dev.example.two'],
    ['package: dev.example.app\n', 'name: x\n', 'dev.example.app'],
    ['  package: dev.example.app\n', undefined, undefined],
    ['package: app\n', undefined, undefined],
    ['package: dev..app\n', undefined, undefined],
    ['package: ../dev.app\n', undefined, undefined],
    [`package: dev.${'a'.repeat(300)}\n`, undefined, undefined],
  ])('is read from %j and %j: %s', (manifest, packageYml, id) => {
    expect(readPackageId(manifest, packageYml)).toBe(id)
  })
})

describe('what the ingress is told', () => {
  const layout = {
    folder: '/s/lzcapp',
    content: '/p/dist',
    mountPoint: '',
    hosts: '',
    home: '',
    temporary: '',
  }

  it.each([
    ['/=exec://5005,run', { kind: 'http', origin: 'http://127.0.0.1:5005', path: '/' }],
    ['/=http://web:80/x/', { kind: 'http', origin: 'http://127.0.0.1', path: '/x/' }],
    ['/=http://localhost:81', { kind: 'http', origin: 'http://127.0.0.1:81', path: '/' }],
    ['/=https://example.org/x', { kind: 'http', origin: 'https://example.org', path: '/x' }],
    ['/=file:///lzcapp/pkg/content', { kind: 'file', folder: '/p/dist' }],
    ['/=file:///lzcapp/pkg/content/www/', { kind: 'file', folder: '/p/dist/www/' }],
    ['/=file:///lzcapp/run/manifest.yml', { kind: 'file', folder: '/s/lzcapp/run/manifest.yml' }],
    ['/=file:///srv/www', { kind: 'file', folder: '/srv/www' }],
  ])('of %s is %j', (route, target) => {
    const parsed = parseRoute(route, 'dev.example.app', 'x')
    const manifest = { ...parse(`${HEAD}${ROUTES}`), routes: [parsed] }
    const [{ prefix, trimPrefix, useBackendHost, ...rest } = {} as never] = toIngressApp(
      manifest,
      layout,
      'alice',
    ).routes
    expect({ prefix, trimPrefix, useBackendHost }).toEqual({
      prefix: '/',
      trimPrefix: true,
      useBackendHost: false,
    })
    expect(rest).toEqual({ target })
  })

  it.each([
    ['/lzcapp/pkg/content/../manifest.yml', '/s/lzcapp/pkg/manifest.yml'],
    ['/lzcapp/pkg/contents', '/s/lzcapp/pkg/contents'],
    ['/lzcapper', '/lzcapper'],
  ])('of the path %s is %s', (path, host) => {
    expect(toHostPath(layout, path)).toBe(host)
  })

  it('names no owner of an app that all share', () => {
    const app = toIngressApp(parse(`${HEAD}${ROUTES}`), layout, 'alice')
    expect(app).toMatchObject({ packageId: 'dev.example.app', subdomain: 'demo', owner: undefined })
    expect(app.name).toBe('dev.example.app')
  })
})
