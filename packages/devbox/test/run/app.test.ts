import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  ask,
  askText,
  box,
  execApp,
  freePort,
  isAlive,
  manifest,
  project,
  RUN,
  refusal,
  SERVER,
  start,
} from './fixture.ts'

describe.each(['mounted', 'replaced'] as const)('an app with /lzcapp %s', (root) => {
  it('is started with its variables, and with nothing of the developer’s', async () => {
    const port = await freePort()
    const path = execApp(
      port,
      'environment:',
      '  - LAZYCAT_AUTH_OIDC_CLIENT_SECRET=${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}',
      '  - WRONG=${LAZYCAT_AUTH_OIDC_ISSUER}',
      '  - DATA=/lzcapp/var/data',
      '  - DOMAIN={{ .S.AppDomain }}',
    )
    const { app, lines, remarks } = await start(path, { root })
    const { env, cwd } = await ask(port)
    expect(app.rootKind).toBe(root)
    expect(env).toMatchObject({
      LAZYCAT_AUTH_OIDC_CLIENT_SECRET: 'first-secret',
      WRONG: '',
      DOMAIN: 'demo.devbox.localhost',
      LAZYCAT_APP_ID: 'dev.example.demo',
      LAZYCAT_APP_DEPLOY_UID: '',
      LAZYCAT_BOX_NAME: 'devbox',
      LAZYCAT_APP_SERVICE_NAME: 'app',
      LZCAPP_API_GATEWAY_ADDRESS: 'app.dev.example.demo.lzcapp:81',
    })
    // Deploy-time variables are there only where the manifest maps them.
    expect(env).not.toHaveProperty('LAZYCAT_AUTH_OIDC_CLIENT_ID')
    expect(env).not.toHaveProperty('LAZYCAT_APP_DEPLOY_ID')
    expect(env).not.toHaveProperty('SECRET_OF_THE_DEVELOPER')
    expect(cwd).toBe('/')
    const folder = join(path, 'state', 'lzcapp')
    expect(env.DATA).toBe(root === 'mounted' ? '/lzcapp/var/data' : `${folder}/var/data`)
    expect(env.CATFLAP_DATA_DIR).toBe(root === 'mounted' ? undefined : `${folder}/var/catflap`)
    expect(lines).toEqual(['[app] listening'])
    expect(remarks[0]?.en).toContain('The name is LAZYCAT_AUTH_OIDC_ISSUER_URI.')
    const unprotected = remarks.filter(({ en }) => en.includes('nothing keeps the app’s programs'))
    expect(unprotected).toHaveLength(root === 'mounted' ? 0 : 1)
  })

  it('finds its folders as on a box', async () => {
    const port = await freePort()
    const path = execApp(port, 'environment:', '  - KEY={{ stable_secret "key" }}')
    await start(path, { root })
    const folder = join(path, 'state', 'lzcapp')
    const base = root === 'mounted' ? '/lzcapp' : folder
    expect(await askText(port, { file: `${base}/pkg/content/server.mjs` })).toBe(SERVER)
    expect(await askText(port, { file: `${base}/pkg/manifest.yml` })).toContain('{{ stable_secret')
    expect(await askText(port, { file: `${base}/run/manifest.yml` })).toMatch(/KEY=[0-9a-f]{64}\n/)
    await askText(port, { write: `${base}/var/kept` })
    await askText(port, { write: `${base}/cache/kept` })
    expect(readFileSync(join(folder, 'var', 'kept'), 'utf8')).toBe('written')
    expect(readFileSync(join(folder, 'cache', 'kept'), 'utf8')).toBe('written')
    expect(statSync(join(folder, 'var')).mode & 0o7777).toBe(0o1777)
    expect(statSync(join(path, 'state')).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'run', 'manifest.yml')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(path, 'state', '.gitignore'), 'utf8')).toBe('*\n')
  })

  it('keeps what it stored and its secrets when it is started anew, and no other app has them', async () => {
    const port = await freePort()
    const path = execApp(port, 'environment:', '  - KEY={{ stable_secret "key" }}')
    const first = await start(path, { root })
    const { env } = await ask(port)
    await first.app.close()
    await start(path, { root }).then(({ app }) =>
      ask(port).then((told) => {
        expect(told.env.KEY).toBe(env.KEY)
        return app.close()
      }),
    )
    const file = join(path, 'lzc-manifest.yml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('dev.example.demo', 'dev.example.other'))
    await start(path, { root })
    expect((await ask(port)).env.KEY).toMatch(/^[0-9a-f]{64}$/)
    expect((await ask(port)).env.KEY).not.toBe(env.KEY)
  })

  it('gets a rotated secret when it is restarted, and not before', async () => {
    const port = await freePort()
    const path = execApp(port, 'environment:', '  - SECRET=${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}')
    writeFileSync(join(path, 'content/run.sh'), RUN(port).replace('exec', 'echo started\nexec'))
    const on = box()
    const { app, lines } = await start(path, { root }, on)
    const before = await ask(port)
    on.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET = 'second-secret'
    expect((await ask(port)).env.SECRET).toBe('first-secret')
    await Promise.all([app.restart(), app.restart()])
    const after = await ask(port)
    expect(after.env.SECRET).toBe('second-secret')
    expect(isAlive(before.pid)).toBe(false)
    // One after the other: each restart got its turn.
    expect(lines.filter((line) => line.endsWith('started'))).toHaveLength(3)
  })

  it('may have two programs behind two routes, and all of them end with it', async () => {
    const [one, two] = [await freePort(), await freePort()]
    const script = (port: number) =>
      `#!/bin/sh\nnode "$(dirname "$0")/server.mjs" ${port} &\nwait\n`
    const path = project({
      'lzc-manifest.yml': manifest(
        `/=exec://${one},/lzcapp/pkg/content/one.sh`,
        `  - /api/=exec://${two},./lzcapp/pkg/content/two.sh --flag`,
      ),
      'content/one.sh': script(one),
      'content/two.sh': script(two),
      'content/server.mjs': SERVER,
    })
    const { app, lines } = await start(path, { root })
    const pids = [(await ask(one)).pid, (await ask(two)).pid]
    expect([...lines].sort()).toEqual([`[app:${one}] listening`, `[app:${two}] listening`].sort())
    expect(pids.map(isAlive)).toEqual([true, true])
    await app.close()
    expect(pids.map(isAlive)).toEqual([false, false])
  })

  it('runs the command of a named service in place of its image', async () => {
    const port = await freePort()
    const path = project({
      'lzc-manifest.yml': `${manifest(`/=http://web:${port}`)}services:
  web:
    image: node:22-bookworm-slim
    command: node /lzcapp/pkg/content/server.mjs ${port}
    environment:
      SECRET: \${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}
      COUNT: 3
`,
      'content/server.mjs': SERVER,
    })
    const { app, lines } = await start(path, { root, native: ['web'] })
    const { env } = await ask(port)
    expect(env).toMatchObject({
      SECRET: 'first-secret',
      COUNT: '3',
      LAZYCAT_APP_SERVICE_NAME: 'web',
    })
    expect(lines).toEqual(['[web] listening'])
    expect(app.ingressApp.routes[0]?.target).toEqual({
      kind: 'http',
      origin: `http://127.0.0.1:${port}`,
      path: '/',
    })
  })
})

describe('an app with /lzcapp mounted', () => {
  it('cannot change its content, as on a box', async () => {
    const port = await freePort()
    const path = execApp(port)
    await start(path, { root: 'mounted' })
    expect(await askText(port, { write: '/lzcapp/pkg/content/new' })).toBe('EROFS')
    expect(existsSync(join(path, 'content', 'new'))).toBe(false)
    expect(existsSync('/lzcapp')).toBe(false)
  })

  it('finds its services, the box and itself by their names', async () => {
    const port = await freePort()
    const path = execApp(port)
    await start(path, { root: 'mounted' })
    const hosts = await askText(port, { file: '/etc/hosts' })
    expect(hosts.split('\n')).toContain(
      '127.0.0.1 app app.dev.example.demo.lzcapp app.dev.example.demo.lzcx devbox.localhost demo.devbox.localhost',
    )
  })

  it('is what is chosen where it works', async () => {
    const port = await freePort()
    expect((await start(execApp(port))).app.rootKind).toBe('mounted')
  })
})

describe('an app with /lzcapp replaced', () => {
  it('is refused when a shell would misread the folder', async () => {
    const path = execApp(await freePort())
    const error = await refusal(start(path, { root: 'replaced', state: join(path, 'a $(b)') }))
    expect(error.code).toBe('RUN_STATE_UNUSABLE')
    expect(error.text.zh).toContain('--state')
  })
})

describe('an app that each user has', () => {
  it('knows its owner and has folders of its own', async () => {
    const port = await freePort()
    const path = execApp(
      port,
      'multi_instance: true',
      'environment:',
      '  - OWNER={{ .S.DeployUID }} {{ .S.IsMultiInstance }}',
      '  - KEY={{ stable_secret "key" }}',
    )
    const { app } = await start(path, { uid: 'bob' })
    const { env } = await ask(port)
    expect(env).toMatchObject({ OWNER: 'bob true', LAZYCAT_APP_DEPLOY_UID: 'bob' })
    expect(app.ingressApp).toMatchObject({ multiInstance: true, owner: 'bob' })
    await askText(port, { write: '/lzcapp/var/of-bob' })
    await app.close()
    await start(path, { uid: 'alice' })
    expect(await askText(port, { file: '/lzcapp/var/of-bob' })).toBe('ENOENT')
    expect((await ask(port)).env.KEY).toBe(env.KEY)
  })
})

describe('what the box adds on a laptop', () => {
  it('reaches every process, and the app’s own NODE_OPTIONS stay', async () => {
    const port = await freePort()
    const path = execApp(port, 'environment:', '  - NODE_OPTIONS=--no-warnings')
    const appEnvironment = { NODE_OPTIONS: '--trace-uncaught', NODE_EXTRA_CA_CERTS: '/tmp/none' }
    const { environment } = box({ OIDC_REDIRECT_URI: 'http://127.0.0.1:1/callback' })
    await start(path, {}, { environment, appEnvironment })
    expect((await ask(port)).env).toMatchObject({
      NODE_OPTIONS: '--no-warnings --trace-uncaught',
      NODE_EXTRA_CA_CERTS: '/tmp/none',
      OIDC_REDIRECT_URI: 'http://127.0.0.1:1/callback',
    })
  })
})

describe('a command in place of the manifest’s', () => {
  it('runs in the current folder with the variables of what it replaces', async () => {
    const port = await freePort()
    const path = project({
      'lzc-manifest.yml': `${manifest(`/=http://web:${port}`)}services:
  web:
    image: registry.example/some/app
    environment: [ROLE=web]
`,
      'server.mjs': SERVER,
    })
    const command = ['node', join(path, 'server.mjs'), String(port)]
    const { lines } = await start(path, { command })
    const { env, cwd } = await ask(port)
    expect(env).toMatchObject({
      ROLE: 'web',
      LAZYCAT_APP_SERVICE_NAME: 'web',
      PORT: String(port),
    })
    expect(cwd).toBe(process.cwd())
    expect(lines).toEqual(['[web] listening'])
  })
})
