import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { prepareApp } from '../../src/run/app.ts'
import {
  ask,
  box,
  execApp,
  freePort,
  isAlive,
  manifest,
  project,
  refusal,
  SERVER,
  start,
} from './fixture.ts'

/** An app whose one script is this. */
function scripted(port: number, script: string, ...lines: readonly string[]): string {
  return project({
    'lzc-manifest.yml': manifest(`/=exec://${port},/lzcapp/pkg/content/run.sh`, ...lines),
    'content/run.sh': `#!/bin/sh\n${script}\n`,
    'content/server.mjs': SERVER,
  })
}

describe('an app that does not start', () => {
  it.each([
    [
      'exit 3',
      '"app" ended with exit code 3 before the app was ready',
      '“app”在应用就绪之前就结束了，退出码为 3',
    ],
    [
      'no-such-program',
      '"app" ended with exit code 127 before the app was ready',
      '“app”在应用就绪之前就结束了，退出码为 127',
    ],
  ])('is told with how its program ended: %s', async (script, en, zh) => {
    const error = await refusal(start(scripted(await freePort(), script)))
    expect(error.code).toBe('RUN_ENDED_EARLY')
    expect(error.text).toEqual({ en, zh })
  })

  it('is told with the signal that ended its program', async () => {
    const port = await freePort()
    const path = project({ 'lzc-manifest.yml': manifest(`/=exec://${port},kill -KILL $$`) })
    expect((await refusal(start(path, { native: ['app'] }))).text).toEqual({
      en: '"app" ended by SIGKILL before the app was ready',
      zh: '“app”在应用就绪之前就结束了，信号为 SIGKILL',
    })
  })

  it('is told when its port stays closed, and its processes are ended', async () => {
    const port = await freePort()
    const lines: string[] = []
    const path = scripted(port, 'echo "pid $$"; sleep 600', 'health_check:', '  start_period: 4s')
    const error = await refusal(start(path, { tell: (line) => lines.push(line) }))
    expect(error.code).toBe('RUN_NOT_READY')
    expect(error.text.en).toBe(`the app is not ready after 4 seconds: port ${port} is not open`)
    const pid = Number(/pid (\d+)/.exec(lines.join())?.[1])
    expect(pid).toBeGreaterThan(1)
    expect(isAlive(pid)).toBe(false)
  })

  it('is told when its health check does not answer 200', async () => {
    const port = await freePort()
    const path = scripted(
      port,
      `exec node /lzcapp/pkg/content/server.mjs ${port}`,
      'health_check:',
      `  test_url: http://app:${port}/?file=/no-such-file`,
      '  start_period: 2s',
    )
    const error = await refusal(start(path))
    expect(error.text.zh).toBe(
      `2 秒后应用仍未就绪：http://app:${port}/?file=/no-such-file 没有返回 200`,
    )
  })

  it('is ready when its health check answers 200, and need not be when that is switched off', async () => {
    const port = await freePort()
    const server = `exec node /lzcapp/pkg/content/server.mjs ${port}`
    const check = ['health_check:', `  test_url: http://127.0.0.1:${port}/`]
    await (await start(scripted(port, server, ...check))).app.close()
    await start(scripted(port, 'exit 0', 'health_check: { disable: true }'))
  })

  it('is told which port is in use', async () => {
    const port = await freePort()
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    const error = await refusal(start(execApp(port)))
    expect(error.code).toBe('RUN_PORT_IN_USE')
    expect(error.text).toEqual({
      en: `port ${port}, on which the app is to listen, is in use`,
      zh: `应用要监听的端口 ${port} 已被占用`,
    })
    await new Promise((resolve) => other.close(resolve))
  })

  it('gives up at once when it is no longer wanted', async () => {
    const giveUp = new AbortController()
    const started = start(scripted(await freePort(), 'sleep 600'), { signal: giveUp.signal })
    setTimeout(() => giveUp.abort(), 300)
    await expect(started).rejects.toHaveProperty('name', 'AbortError')
  })
})

describe('an app that ends later', () => {
  it('is told with its exit code and is not started again by itself', async () => {
    const port = await freePort()
    const script = `node /lzcapp/pkg/content/server.mjs ${port} & sleep 1; kill $!; exit 4`
    const { app, remarks } = await start(scripted(port, script))
    const { pid } = await ask(port)
    await expect
      .poll(() => remarks.map(({ en }) => en))
      .toEqual(['"app" ended with exit code 4; restart the app on the control page.'])
    expect(isAlive(pid)).toBe(false)
    await app.restart()
    expect((await ask(port)).pid).not.toBe(pid)
  })

  it('is ended by force with all it started when it does not listen to reason', async () => {
    const port = await freePort()
    const script = `trap '' TERM; node /lzcapp/pkg/content/server.mjs ${port} & (trap '' TERM; sleep 600) & echo "child $!"; wait; wait; wait`
    const { app, lines } = await start(scripted(port, script))
    await expect.poll(() => lines.join()).toContain('child')
    const child = Number(/child (\d+)/.exec(lines.join())?.[1])
    expect(isAlive(child)).toBe(true)
    await app.close()
    expect(isAlive(child)).toBe(false)
  })

  it('stays ended when a restart fails, and can be restarted after the cause is gone', async () => {
    const port = await freePort()
    const on = box()
    const { app } = await start(
      scripted(
        port,
        `[ "$MODE" = good ] || exit 5; exec node /lzcapp/pkg/content/server.mjs ${port}`,
        'environment: ["MODE=${LAZYCAT_BOX_NAME}"]',
      ),
      {},
      { environment: Object.assign(on.environment, { LAZYCAT_BOX_NAME: 'good' }) },
    )
    on.environment.LAZYCAT_BOX_NAME = 'bad'
    expect((await refusal(app.restart())).text.en).toContain('exit code 5')
    await expect(ask(port)).rejects.toThrow()
    on.environment.LAZYCAT_BOX_NAME = 'good'
    await app.restart()
    expect((await ask(port)).env.MODE).toBe('good')
  })
})

describe('a line of an app', () => {
  const long = "head -c 20000 /dev/zero | tr '\\0' x"
  const server = (port: number) => `exec node /lzcapp/pkg/content/server.mjs ${port}`

  it('is cut when it is long', async () => {
    const port = await freePort()
    const { lines } = await start(scripted(port, `${long}; echo; printf 'half'; ${server(port)}`))
    await expect.poll(() => lines.length).toBe(4)
    expect(lines.map(({ length }) => length)).toEqual([8198, 8198, 3622, 19])
    expect(lines[3]).toBe('[app] halflistening')
  })

  it('is not kept without bound when it has no end', async () => {
    const port = await freePort()
    const { lines } = await start(scripted(port, `${long}; ${server(port)} > /dev/null`))
    await expect.poll(() => lines.map(({ length }) => length)).toEqual([8198, 8198])
  })
})

describe('a folder', () => {
  const build = (text: string) => ({ 'lzc-build.yml': text })
  it.each([
    [{}, 'RUN_NOT_FOUND', 'no such file'],
    [build('contentdir: ./dist\n'), 'RUN_NOT_FOUND', 'no such file'],
    [
      { ...build('contentdir: ./dist\n'), 'lzc-manifest.yml': manifest('/=exec://5005,x') },
      'RUN_NOT_FOUND',
      'the contentdir ./dist is not there; build the app first',
    ],
    [
      { ...build('a: [\n'), 'lzc-manifest.yml': manifest('/=exec://5005,x') },
      'RUN_MANIFEST_INVALID',
      'lzc-build.yml:2:1 not YAML',
    ],
    [{ 'lzc-manifest.yml': `#${'x'.repeat(1_100_000)}` }, 'RUN_MANIFEST_INVALID', '1 MiB'],
    [
      { 'lzc-manifest.yml': `${manifest('/=exec://5005,x')}# {{ nonsense }}\n` },
      'RUN_TEMPLATE_INVALID',
      'lzc-manifest.yml:11:6: there is no function "nonsense"',
    ],
    [{ 'lzc-manifest.yml': 'name: x\n' }, 'RUN_MANIFEST_INVALID', 'package must be like'],
    [
      { 'lzc-manifest.yml': 'package: ../../etc\n' },
      'RUN_MANIFEST_INVALID',
      'package must be like',
    ],
  ])('with %j is refused with %s: %s', async (files, code, message) => {
    const path = project(files as Record<string, string>)
    const error = await refusal(
      prepareApp({
        path,
        uid: 'alice',
        state: `${path}/state`,
        env: {},
        tell: () => {},
        remark: () => {},
        find: () => {},
      }),
    )
    expect(error.code).toBe(code)
    expect(error.text.en).toContain(message)
    expect(error.text.zh).toMatch(/\p{Script=Han}/u)
  })

  it('is built as lzc-build.yml says', async () => {
    const port = await freePort()
    const path = project({
      'lzc-build.yml': 'manifest: ./app.yml\ncontentdir: ./out\ndeploy_params: ./params.yml\n',
      'app.yml': manifest(`/=exec://${port},node /lzcapp/pkg/content/server.mjs {{ .U.port }}`),
      'params.yml': `params: [{ id: port, type: string, default_value: "${port}" }]\n`,
      'out/server.mjs': SERVER,
    })
    await start(path, { native: ['app'] })
    expect((await ask(port)).cwd).toBe('/')
  })

  it('may hold package.yml, as LPK version 2 does', async () => {
    const port = await freePort()
    const path = project({
      'lzc-manifest.yml': `application:
  subdomain: demo
  routes: ["/=exec://${port},node /lzcapp/pkg/content/server.mjs ${port}"]
`,
      'package.yml': 'package: dev.example.second\nname: Second\nversion: 1.0.0\n',
      'dist/server.mjs': SERVER,
    })
    const { app } = await start(path, { native: ['app'] })
    expect(app.ingressApp).toMatchObject({ packageId: 'dev.example.second', name: 'Second' })
  })
})
