import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { createDevbox } from '../../src/index.ts'
import { visit } from '../support/ingress.ts'
import { command } from './command.ts'
import { ask, execApp, freePort, isAlive, manifest, project } from './fixture.ts'

const NATIVE = ['--native', 'app', '--port', '0']

describe('catflap-devbox run', () => {
  it.each([
    [['--bogus'], "Unknown option '--bogus'"],
    [['a', 'b'], 'one thing to run, not "b" too'],
    [['--uid', 'mallory'], '--uid must be one of alice, bob, not "mallory"'],
    [['--port', '70000'], '--port must be at most 65535'],
    [['--lang', 'fr'], '--lang must be zh or en'],
    [['--param', 'secret-value'], '--param must be ID=VALUE'],
  ])('%j ends with status 2, one message and a hint', async (argv, message) => {
    const { ended, err, out } = command(argv)
    expect(await ended).toBe(2)
    expect(err()).toContain(message)
    expect(err()).not.toContain('secret-value')
    expect(err()).toMatch(/See --help\.\n$/)
    expect(out()).toBe('')
  })

  it('helps in two languages', async () => {
    const english = command(['--help'])
    expect(await english.ended).toBe(0)
    expect(english.out()).toContain('--param ID=VALUE')
    const chinese = command(['--help', '--lang', 'zh'])
    await chinese.ended
    expect(chinese.out()).toContain('部署参数')
  })

  it('starts the app with the variables of its box, tells its lines, and ends both on a signal', async () => {
    const port = await freePort()
    const mapped = ['CLIENT_ID', 'CLIENT_SECRET', 'ISSUER_URI'].map(
      (name) => `  - LAZYCAT_AUTH_OIDC_${name}=\${LAZYCAT_AUTH_OIDC_${name}}`,
    )
    const path = execApp(port, 'oidc_redirect_path: /auth', 'environment:', ...mapped)
    const state = join(path, 'state')
    const running = command([path, '--port', '0', '--state', state, '--lang', 'en'])
    await expect.poll(running.out).toContain('Open your app')
    expect(running.err()).toBe('[app] listening\n')
    const app = /http:\/\/demo\.devbox\.localhost:\d+/.exec(running.out())?.[0] ?? ''
    expect(app).not.toBe('')
    expect(running.out()).toContain('/lzcapp is mounted for the app alone')
    const { env, pid } = await ask(port)
    const secret = env.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? ''
    expect(secret).toMatch(/^[0-9a-f]{17}$/)
    expect(env.OIDC_REDIRECT_URI).toBe(`${app}/auth`)
    const query = new URLSearchParams({
      client_id: env.LAZYCAT_AUTH_OIDC_CLIENT_ID ?? '',
      redirect_uri: env.OIDC_REDIRECT_URI ?? '',
      response_type: 'code',
      scope: 'openid',
    })
    const issuer = new URL(env.LAZYCAT_AUTH_OIDC_ISSUER_URI ?? '')
    const known = await visit(issuer.origin, `${issuer.pathname}/auth?${query}`)
    expect(known.status).toBe(302)
    // Who is not signed in at the box does not get to the app.
    expect((await visit(app, '/')).status).toBe(307)
    expect(running.out() + running.err()).not.toContain(secret)
    expect(readFileSync(join(state, 'lzcapp/run/manifest.yml'), 'utf8')).toContain(secret)
    running.signals.emit('SIGTERM')
    expect(await running.ended).toBe(0)
    expect(isAlive(pid)).toBe(false)
  })

  it('gives no OIDC variables to an app without a redirect path, which is no client', async () => {
    const port = await freePort()
    const path = execApp(port, 'environment:', '  - ID=${LAZYCAT_AUTH_OIDC_CLIENT_ID}')
    const state = join(path, 'state')
    const running = command([path, '--port', '0', '--state', state], { LANG: 'zh_CN.UTF-8' })
    await expect.poll(running.out).toContain('打开应用')
    const { env } = await ask(port)
    expect(env.ID).toBe('')
    expect(env.LAZYCAT_APP_ID).toBe('dev.example.demo')
    expect(Object.keys(env).filter((name) => name.includes('OIDC'))).toEqual([])
    expect(running.err()).toContain('没有 application.oidc_redirect_path 就没有 OIDC 变量')
    const origin = /http:\/\/devbox\.localhost:\d+/.exec(running.out())?.[0] ?? ''
    const query = 'client_id=dev.example.demo&redirect_uri=x&response_type=code&scope=openid'
    expect((await visit(origin, `/sys/oauth/auth/hportal?${query}`)).status).toBe(404)
    running.signals.emit('SIGINT')
    expect(await running.ended).toBe(0)
  })

  it('gives an app its parameters, and its owner', async () => {
    const port = await freePort()
    const path = project({
      'lzc-manifest.yml': manifest(
        `/=exec://${port},node -e "{{ .U.script }}" {{ .S.DeployUID }}`,
        'multi_instance: true',
      ),
      'lzc-deploy-params.yml': 'params: [{ id: script, type: string }]\n',
    })
    const script = `console.log('for', process.argv[1]); require('net').createServer().listen(${port}, '127.0.0.1')`
    const options = [
      '--native',
      'app',
      '--uid',
      'bob',
      '--param',
      `script=${script}`,
      '--state',
      join(path, 'state'),
    ]
    const running = command([join(path, 'lzc-manifest.yml'), '--port', '0', ...options])
    await expect.poll(running.err).toBe('[app] for bob\n')
    await expect.poll(running.out).toContain('Open your app')
    running.signals.emit('SIGINT')
    expect(await running.ended).toBe(0)
  })

  it('tells all that is missing at once, with the command line to copy', async () => {
    const path = project({
      'lzc-manifest.yml': `${manifest('/=http://web:80')}services:
  web: { image: node:22, command: "node {{ .U.one }} s3cret" }
  db: { image: postgres:16 }
`,
      'lzc-deploy-params.yml': `params:
  - { id: one, type: string }
  - { id: two, type: string }
  - { id: three, type: string }
`,
    })
    const state = join(path, "it's state")
    const options = ['--state', state, '--param', 'three=s3cret', '--lang', 'en']
    const { ended, err, out } = command([path, ...options, '--', 'npm', 'run', 'dev it'])
    expect(await ended).toBe(1)
    expect(out()).toBe('')
    const lines = err().trimEnd().split('\n')
    expect(lines.slice(-1)).toEqual([
      `  catflap-devbox run ${path} --state '${path}/it'\\''s state' --param three=VALUE --lang en ` +
        "--param one=VALUE --param two=VALUE --external db -- npm run 'dev it'",
    ])
    expect(lines.filter((line) => line.startsWith('  - '))).toEqual([
      expect.stringContaining('"one"'),
      expect.stringContaining('"two"'),
      expect.stringContaining('"db"'),
    ])
    expect(err()).not.toContain('s3cret')
  })

  it('tells an early end with status 1, after what the app said of it', async () => {
    const port = await freePort()
    const path = project({ 'lzc-manifest.yml': manifest(`/=exec://${port},echo no; exit 3`) })
    const { ended, err, out } = command([path, ...NATIVE, '--state', join(path, 'state')])
    expect(await ended).toBe(1)
    expect(err()).toBe(
      '[app] no\ncatflap-devbox: "app" ended with exit code 3 before the app was ready\n',
    )
    expect(out()).toBe('')
  })

  it('gives up a start on a signal', async () => {
    const port = await freePort()
    const path = project({ 'lzc-manifest.yml': manifest(`/=exec://${port},echo up; sleep 600`) })
    const running = command([path, ...NATIVE, '--state', join(path, 'state')])
    await expect.poll(running.err).toBe('[app] up\n')
    running.signals.emit('SIGINT')
    expect(await running.ended).toBe(0)
  })

  it('says which port of the box is in use', async () => {
    const box = await createDevbox({ keys: boxKeys() })
    const { port } = new URL(box.origin)
    const path = execApp(await freePort())
    const { ended, err } = command([path, '--port', port, '--state', join(path, 'state')])
    expect(await ended).toBe(1)
    expect(err()).toBe(`catflap-devbox: port ${port} is in use; choose another with --port.\n`)
    await box.close()
  })

  it('says what it cannot find', async () => {
    const { ended, err } = command(['/no/such/folder', '--lang', 'zh'])
    expect(await ended).toBe(1)
    expect(err()).toContain('catflap-devbox：/no/such/folder：文件不存在')
  })
})
