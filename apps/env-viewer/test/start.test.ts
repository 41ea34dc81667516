/** The program: what it reads, what it prints, how it ends. Runs the build. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { parseStartOptions } from '../src/start-options.ts'

const MAIN = new URL('../dist/main.js', import.meta.url).pathname

function run(environment: Record<string, string>): {
  child: ChildProcess
  ended: Promise<[number | null, string]>
  firstLine(type: string): Promise<Record<string, string>>
} {
  const child = spawn(process.execPath, [MAIN], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  const ended = new Promise<[number | null, string]>((resolve) =>
    child.once('close', (code) => resolve([code, printed])),
  )
  async function firstLine(type: string): Promise<Record<string, string>> {
    for (;;) {
      const line = printed.split('\n').find((one) => one.includes(`"type":"${type}"`))
      if (line !== undefined) return JSON.parse(line)
      if (child.exitCode !== null) throw new Error(`ended: ${printed}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return { child, ended, firstLine }
}

describe('the start options', () => {
  it.each([
    [{}, { host: '127.0.0.1', port: 5005 }],
    [
      { PORT: '', HOST: ' ' },
      { host: '127.0.0.1', port: 5005 },
    ],
    [
      { PORT: '0', HOST: '0.0.0.0' },
      { host: '0.0.0.0', port: 0 },
    ],
    [{ PORT: ' 65535 ' }, { host: '127.0.0.1', port: 65_535 }],
  ])('of %j are %j', (environment, options) => {
    expect(parseStartOptions(environment)).toEqual(options)
  })

  it.each(['65536', '-1', '80.5', 'http', '0x50', '5005;ls'])('refuse the port %s', (port) => {
    expect(() => parseStartOptions({ PORT: port })).toThrow(/PORT must be .*\nPORT 必须是/)
  })
})

describe('the program', () => {
  it('starts without configuration, tells its address, and ends on SIGTERM', async () => {
    const { child, ended, firstLine } = run({ PORT: '0' })
    const { address } = await firstLine('listening')
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await (await fetch(`${address}/healthz`)).text()).toBe('ok')
    expect((await fetch(`${address}/env`)).status).toBe(503)
    child.kill('SIGTERM')
    const [code, printed] = await ended
    expect(code).toBe(0)
    for (const line of printed.trim().split('\n')) JSON.parse(line)
    expect(printed).toContain('"type":"not-configured"')
    expect(printed).toContain('"type":"stopping"')
  })

  it('names a port that is taken, in both languages', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const [code, printed] = await run({ PORT: String(port) }).ended
    other.close()
    expect(code).toBe(1)
    expect(printed).toContain(`127.0.0.1:${port} is in use`)
    expect(printed).toContain('已被其他程序占用')
    expect(printed).not.toContain('at ')
  })

  it.each([
    ['an address that is none', { PORT: '0', HOST: '203.0.113.7' }, 'EADDRNOTAVAIL'],
    ['a port that is none', { PORT: 'x' }, 'PORT 必须是'],
  ])('refuses %s in readable words', async (_, environment, words) => {
    const [code, printed] = await run(environment).ended
    expect(code).toBe(1)
    expect(printed).toContain(words)
    expect(printed).not.toMatch(/^\s+at /m)
  })
})
