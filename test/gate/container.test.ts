/** The gate's Dockerfile, as far as it can be held without Docker: what it names is there, and its commands run. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { NODE_IMAGE } from '../../packages/catflap/src/cli/init/lazycat/launch.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const text = readFileSync(`${ROOT}packages/gate/Dockerfile`, 'utf8')
const { version, bin } = JSON.parse(readFileSync(`${ROOT}packages/gate/package.json`, 'utf8'))

/** The words of a command that is written as a list. */
function commandOf(instruction: string): readonly string[] {
  const [, list = ''] = new RegExp(`^${instruction} (\\[.*\\])$`, 'm').exec(text) ?? []
  return JSON.parse(list) as readonly string[]
}

const run = (words: readonly string[], ...more: readonly string[]) =>
  promisify(execFile)(process.execPath, [...words.slice(1), ...more], { cwd: ROOT }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code }: { code: number }) => ({ code, stdout: '' }),
  )

describe('the Dockerfile', () => {
  it('has the image of init, this version, and a user that is not root', () => {
    expect(text).toContain(`FROM ${NODE_IMAGE}\n`)
    expect(text).toContain(` catflap-gate@${version} `)
    expect(text).toMatch(/^USER node$/m)
  })

  it('starts the program that the package has', async () => {
    const words = commandOf('ENTRYPOINT')
    expect(words[1]).toBe(`node_modules/catflap-gate/${bin['catflap-gate'].replace('./', '')}`)
    expect(await run(words, '--version')).toEqual({ code: 0, stdout: `${version}\n` })
  })

  it.each([
    [200, 0],
    [503, 1],
  ])('asks for its health: status %d ends with %d', async (status, code) => {
    const asked: (string | undefined)[] = []
    const server = createServer((req, res) => {
      asked.push(req.url)
      res.writeHead(status).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close().closeAllConnections())
    const { port } = server.address() as AddressInfo
    const words = commandOf('HEALTHCHECK CMD').map((word) => word.replace('4180', `${port}`))
    expect((await run(words)).code).toBe(code)
    expect(asked).toEqual(['/_catflap/healthz'])
  })

  it('is unwell where nobody listens', async () => {
    const words = commandOf('HEALTHCHECK CMD').map((word) => word.replace('4180', '1'))
    expect((await run(words)).code).toBe(1)
  })
})
