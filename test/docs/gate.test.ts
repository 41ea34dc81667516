/** docs/gate.md in both languages: the same sections, and the same configurations, which other tests run. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startCommand } from '../support/command-line.ts'
import { freePort } from '../support/free-port.ts'
import { createUserAgent } from '../support/user-agent.ts'

const read = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
const [english, chinese] = [read('gate.md'), read('gate.zh-CN.md')]

const found = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([whole]) => whole)

describe('docs/gate', () => {
  it('shows the same blocks in both languages', () => {
    const blocks = found(english, /^```\w+\n[\s\S]*?^```$/gm)
    expect(blocks.length).toBeGreaterThan(3)
    expect(found(chinese, /^```\w+\n[\s\S]*?^```$/gm)).toEqual(blocks)
  })

  it.each([
    ['sections', /^#+(?= )/gm],
    ['items', /^- (?=\S)/gm],
    ['rows', /^\|(?= )/gm],
    ['codes', /`GATE_[A-Z_]+`/g],
  ])('has the same %s in both languages', (_, pattern) => {
    expect(found(chinese, pattern)).toEqual(found(english, pattern))
  })
})

describe('the start of docs/gate', () => {
  it('leads to a login in front of an app that has none', async () => {
    const [first = ''] = found(english, /^```sh\n[\s\S]*?^```$/gm)
    const line = first.split('\n').at(-2) ?? ''
    const app = createServer((req, res) => res.end(`Hello ${req.headers['remote-user']}`))
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
    const folder = mkdtempSync(join(tmpdir(), 'catflap-start-'))
    const [port, box] = [await freePort(), await freePort()]
    const root = new URL('../../', import.meta.url).pathname
    const command = line
      .replaceAll('packages/', `${root}packages/`)
      .replace('--app-port 4180', `--app-port ${port} --port ${box} --auto-approve alice`)
      .replace(
        '--upstream http://127.0.0.1:8000',
        `--upstream http://127.0.0.1:${(app.address() as AddressInfo).port} --listen ${port}`,
      )
    const running = startCommand(command, folder, folder)
    onTestFinished(async () => {
      await running.stop()
      app.closeAllConnections()
      app.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    })
    await running.printed(/"type":"listening"/)
    const page = await createUserAgent().browse(`http://127.0.0.1:${port}/x`)
    expect([page.status, page.body]).toEqual([200, expect.stringMatching(/^Hello alice@/)])
  })
})
