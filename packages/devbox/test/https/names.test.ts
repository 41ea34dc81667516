import { describe, expect, it } from 'vitest'
import { describeNames } from '../../src/https/names.ts'
import { command } from '../run/command.ts'
import { execApp, freePort } from '../run/fixture.ts'

const BOX = ['https://devbox.localhost:5006', 'https://app.devbox.localhost:5006']

describe('names below .localhost', () => {
  it.each(['en', 'zh'] as const)('have lines for the hosts file on macOS: %s', (language) => {
    const text = describeNames(BOX, 'darwin', language)
    expect(text).toContain('Safari')
    expect(text.split('\n').filter((line) => /^ {2}127/.test(line))).toEqual([
      '  127.0.0.1 devbox.localhost',
      '  127.0.0.1 app.devbox.localhost',
    ])
  })

  it.each([
    ['linux', BOX],
    ['win32', BOX],
    ['darwin', ['http://127.0.0.1:5006', 'http://localhost:5005']],
  ])('need none on %s for %j', (platform, origins) => {
    expect(describeNames(origins, platform, 'en')).toBe('')
  })

  it.each([
    ['darwin', true],
    ['linux', false],
  ])('are told at the start of an app on %s: %s', async (platform, told) => {
    const path = execApp(await freePort())
    const argv = [path, '--port', '0', '--state', `${path}/state`]
    const running = command(argv, {}, platform)
    await expect.poll(running.out).toContain('Open your app')
    running.signals.emit('SIGTERM')
    expect(await running.ended).toBe(0)
    expect(running.err().includes('127.0.0.1 demo.devbox.localhost\n')).toBe(told)
  })
})
