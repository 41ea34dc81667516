import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { boxKeys } from '../../../test/support/box-keys.ts'
import { mergeAppEnvironment } from '../src/box/app-process.ts'
import { run } from '../src/cli/run.ts'
import { createDevbox, FAULTS } from '../src/index.ts'
import { visit } from './support/ingress.ts'

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))

/** Runs the command in this process, until it ends or says that it is up. */
async function command(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
  let out = ''
  let err = ''
  const signals = new EventEmitter()
  const up = new EventEmitter()
  const note = (text: string) => queueMicrotask(() => up.emit('text', text))
  const ended = run(argv, {
    env,
    out: (text) => {
      out += text
      note(text)
    },
    err: (text) => {
      err += text
      note(text)
    },
    signals,
    platform: process.platform,
  })
  return { ended, signals, up, out: () => out, err: () => err }
}

describe('the command line', () => {
  it.each([
    [['--bogus'], "Unknown option '--bogus'"],
    [['--port', 'abc'], '--port must be a whole number, not "abc"'],
    [['--port', '70000'], '--port must be at most 65535'],
    [['--host', '0.0.0.0'], 'host must be a loopback address'],
    [['--fault', 'nope'], 'unknown fault "nope"'],
    [['--lang', 'fr'], '--lang must be zh or en'],
    [['--auto-approve', 'mallory', '--port', '0'], 'autoApprove must be one of alice, bob'],
    [['--redirect-path', 'callback'], '--redirect-path must begin with "/"'],
    [['--print-env', '--', 'true'], '--print-env does not go with a command'],
    [['--public-path', '/x'], '--public-path needs --ingress or --https'],
    [['--ingress', '--public-path', 'x'], 'a public path must begin with "/" or "!/"'],
    [['--https', '--redirect-uri', 'https://a.example/'], '--redirect-uri does not go with'],
    [['stray'], 'stray'],
  ])('%j ends with status 2, one message and a hint', async (argv, message) => {
    const { ended, err, out } = await command(argv)
    expect(await ended).toBe(2)
    expect(err()).toContain(message)
    expect(err()).toMatch(/See --help\.\n$/)
    expect(out()).toBe('')
  })

  it('helps, tells its version and lists the faults, in two languages', async () => {
    const help = await command(['--help'])
    expect(await help.ended).toBe(0)
    expect(help.out()).toContain('--auto-approve USER')
    const chinese = await command(['--help'], { LANG: 'zh_CN.UTF-8' })
    await chinese.ended
    expect(chinese.out()).toContain('用法')
    const version = await command(['--version'])
    await version.ended
    expect(version.out()).toMatch(/^\d+\.\d+\.\d+\n$/)
    const list = await command(['--list-faults'])
    await list.ended
    for (const [name, { en }] of Object.entries(FAULTS)) {
      expect(list.out()).toContain(name)
      expect(list.out()).toContain(en)
    }
  })

  it('says which port is in use', async () => {
    const box = await createDevbox({ keys: boxKeys() })
    const { port } = new URL(box.origin)
    const { ended, err } = await command(['--port', port])
    expect(await ended).toBe(1)
    expect(err()).toBe(`catflap-devbox: port ${port} is in use; choose another with --port.\n`)
    await box.close()
  })

  it('says where the box is and stops on a signal', async () => {
    const { ended, up, signals, out } = await command(
      ['--port', '0', '--app-port', '5055', '--fault', 'expired'],
      { LANG: 'C' },
    )
    await once(up, 'text')
    signals.emit('SIGTERM')
    expect(await ended).toBe(0)
    expect(out()).toMatch(/LazyCat devbox +http:\/\/127\.0\.0\.1:\d+\n/)
    expect(out()).toContain('alice (ADMIN), bob (NORMAL)')
    expect(out()).toContain('http://127.0.0.1:5055/')
    expect(out()).toContain('expired')
    expect(out()).not.toContain('SECRET')
  })

  it('stands in front of the app when it is told to', async () => {
    const { ended, up, signals, out } = await command([
      ...[
        '--port',
        '0',
        '--ingress',
        '--app-port',
        '5055',
        '--public-path',
        '/open',
        '--lang',
        'en',
      ],
      ...['--client-id', 'dev.example.mine', '--redirect-path', '/back'],
    ])
    while (!out()) await once(up, 'text')
    const app = /http:\/\/app\.devbox\.localhost:\d+/.exec(out())?.[0] ?? ''
    const statusOf = async (path: string) => (await visit(app, path)).status
    expect([await statusOf('/'), await statusOf('/open')]).toEqual([307, 502])
    signals.emit('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('on https tells how to trust the new authority, once, and says when it is damaged', async () => {
    const home = mkdtempSync(join(tmpdir(), 'devbox-home-'))
    const { HOME } = process.env
    process.env.HOME = home
    try {
      for (const told of [true, false]) {
        const { ended, up, signals, err, out } = await command(['--port', '0', '--https'])
        while (!out()) await once(up, 'text')
        expect(err().includes('A certificate authority for this computer was made')).toBe(told)
        expect(out()).toContain('https://app.devbox.localhost:')
        signals.emit('SIGTERM')
        await ended
      }
      const folder = join(home, '.catflap-devbox/ca')
      rmSync(join(folder, 'ca-key.pem'))
      const { ended, err } = await command(['--port', '0', '--https', '--lang', 'zh'])
      expect(await ended).toBe(1)
      expect(err()).toBe(
        `catflap-devbox：${folder} 中的本地证书颁发机构无法使用，请删除该文件夹。\n`,
      )
    } finally {
      process.env.HOME = HOME
      rmSync(home, { recursive: true })
    }
  })

  it.each<[string, string[], NodeJS.ProcessEnv, string, string]>([
    ['the option', ['--app-port', '5071'], {}, '5071', '5071'],
    ['the variable', [], { PORT: '5072' }, '5072', '5072'],
    ['the variable, from a file with line ends of Windows', [], { PORT: '5072\r' }, '5072', '5072'],
    ['neither, where the variable is blank', [], { PORT: ' \r' }, '5005', '5005'],
    ['both, where they agree', ['--app-port', '5073'], { PORT: '5073' }, '5073', '5073'],
    ['neither, where an empty variable is none', [], { PORT: '' }, '5005', '5005'],
    ['its redirect URI', ['--redirect-uri', 'http://localhost:5074/back'], {}, '5074', '5074'],
    [
      'the option, where its redirect URI is of what stands in front of it',
      ['--app-port', '5075', '--redirect-uri', 'http://localhost:5076/back'],
      { PORT: '5075' },
      '5075',
      '5076',
    ],
    [
      'the variable, beside a redirect URI elsewhere',
      ['--redirect-uri', 'https://app.example/back'],
      { PORT: '5077' },
      '5077',
      'app.example',
    ],
  ])('has the port of the app from %s', async (_, argv, env, port, seen) => {
    const print = `process.exitCode = process.env.PORT === '${port}' ? 3 : 4`
    const words = ['--port', '0', ...argv, '--', process.execPath, '-e', print]
    const { ended, out } = await command(words, env)
    expect(await ended).toBe(3)
    expect(/Open your app +(\S+)/.exec(out())?.[1]).toContain(seen)
    const listed = await command(['--port', '0', ...argv, '--print-env'], env)
    while (!listed.out()) await once(listed.up, 'text')
    listed.signals.emit('SIGTERM')
    await listed.ended
    expect(listed.out()).toContain(`export PORT='${port}'\n`)
    expect(/OIDC_REDIRECT_URI='(.+)'/.exec(listed.out())?.[1]).toContain(seen)
  })

  it.each<[string[], NodeJS.ProcessEnv, string]>([
    [['--app-port', '5071'], { PORT: '5072' }, '--app-port is 5071 and PORT is 5072'],
    [[], { PORT: 'x' }, 'PORT must be a port from 1 to 65535, not "x"'],
    [[], { PORT: '0' }, 'PORT must be a port from 1 to 65535, not "0"'],
    [['--app-port', '0'], {}, '--app-port must be a port from 1 to 65535, not "0"'],
    [['--app-port', '65536'], {}, '--app-port must be a port from 1 to 65535'],
    [
      ['--redirect-uri', 'http://127.0.0.1:5071/back'],
      { PORT: '5072' },
      'PORT is 5072 and --redirect-uri leads to port 5071',
    ],
  ])('%j with %j names no one port of the app', async (argv, env, message) => {
    const { ended, err, out } = await command(argv, env)
    expect([await ended, out()]).toEqual([2, ''])
    expect(err()).toContain(message)
  })

  it('adds to the NODE_OPTIONS that are there', () => {
    const box = { environment: { A: '1' }, appEnvironment: { NODE_OPTIONS: '--import=x' } }
    expect(mergeAppEnvironment({ NODE_OPTIONS: '--no-warnings', A: '0' }, box)).toEqual({
      A: '1',
      NODE_OPTIONS: '--no-warnings --import=x',
    })
    const plain = { environment: {}, appEnvironment: {} }
    expect(mergeAppEnvironment({ B: '2' }, plain)).toEqual({ B: '2' })
  })

  it('prints variables for a shell, and nothing else on stdout', async () => {
    const { ended, up, signals, out, err } = await command([
      '--port',
      '0',
      '--print-env',
      '--lang',
      'zh',
    ])
    await once(up, 'text')
    signals.emit('SIGINT')
    await ended
    expect(out()).toMatch(/^(export [A-Z_]+='[^'\n]*'\n)+$/)
    expect(out()).toMatch(/LAZYCAT_AUTH_OIDC_CLIENT_SECRET='[0-9a-f]{17}'/)
    expect(out()).toContain("export PORT='5005'\n")
    expect(err()).toContain('懒猫微服 · 本机')
  })
})

describe('the built command', () => {
  const start = (...argv: string[]) => {
    const child = spawn(process.execPath, [MAIN, ...argv], {
      env: { PATH: process.env.PATH, LANG: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text
    })
    return { child, out: () => out, closed: once(child, 'close') }
  }

  it('starts the app with the variables and ends with its exit code', async () => {
    const print =
      'console.log([process.env.PORT, process.env.LAZYCAT_APP_ID].join()); process.exit(7)'
    const app = start('--port', '0', '--app-port', '5077', '--', process.execPath, '-e', print)
    const [code] = await app.closed
    expect(code).toBe(7)
    expect(app.out()).toContain('5077,dev.catflap.app')
  })

  it('passes a signal on to the app', async () => {
    const wait =
      "process.on('SIGTERM', () => process.exit(9)); console.log('ready'); setInterval(() => {}, 1e6)"
    const app = start('--port', '0', '--', process.execPath, '-e', wait)
    while (!app.out().includes('ready')) await once(app.child.stdout, 'data')
    app.child.kill('SIGTERM')
    expect((await app.closed)[0]).toBe(9)
  })

  it('reports 128 and the signal when the app is killed, 127 when there is no such command', async () => {
    const suicide = "process.kill(process.pid, 'SIGKILL')"
    const killed = start('--port', '0', '--', process.execPath, '-e', suicide)
    expect((await killed.closed)[0]).toBe(137)
    expect((await start('--port', '0', '--', 'no-such-command').closed)[0]).toBe(127)
  })
})
