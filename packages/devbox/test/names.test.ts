import { lookup } from 'node:dns/promises'
import { describe, expect, it } from 'vitest'
import { boxKeys } from '../../../test/support/box-keys.ts'
import { describeUnresolved, findUnresolved, localNames } from '../src/box/names.ts'
import { createDevbox } from '../src/index.ts'
import { command } from './run/command.ts'
import { execApp, freePort, start } from './run/fixture.ts'
import { describeApp } from './support/ingress.ts'

const NAMES = ['devbox.localhost', 'app.devbox.localhost']

describe('the names that have to lead to this computer', () => {
  it('are those of the box and of its app where there is an ingress', async () => {
    const box = await createDevbox({
      keys: boxKeys(),
      app: describeApp('http://127.0.0.1:9'),
      redirectPath: '/back',
    })
    expect(localNames(box.environment)).toEqual(['devbox.localhost', 'echo.devbox.localhost'])
    await box.rename('other')
    expect(localNames(box.environment)).toEqual(['other.localhost', 'echo.other.localhost'])
    await box.close()
  })

  it('are none for a box on a loopback address, or for variables that make no sense', async () => {
    const box = await createDevbox({ keys: boxKeys() })
    expect(localNames(box.environment)).toEqual([])
    await box.close()
    expect(localNames({ LAZYCAT_BOX_DOMAIN: 'no such domain/' })).toEqual([])
  })
})

describe('a resolver', () => {
  it.each([
    ['127.0.0.1', []],
    ['127.0.1.1', []],
    ['::1', []],
    ['192.0.2.7', NAMES],
  ])('that finds %s leaves %j to be told', async (address, unresolved) => {
    expect(await findUnresolved(NAMES, async () => ({ address }))).toEqual(unresolved)
  })

  it('that refuses one name leaves that name', async () => {
    const find = async (name: string) => {
      if (name === NAMES[1]) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
      return { address: '127.0.0.1' }
    }
    expect(await findUnresolved(NAMES, find)).toEqual([NAMES[1]])
  })

  it('that does not answer is not waited for', async () => {
    expect(await findUnresolved(NAMES, () => new Promise(() => {}), 1)).toEqual(NAMES)
  })
})

describe('what to do about names that are not found', () => {
  const told = (text: string) => text.includes('127.0.0.1 devbox.localhost demo.devbox.localhost')
  /** This computer may know them, or not. */
  const isNeeded = lookup('demo.devbox.localhost').then(
    () => false,
    () => true,
  )

  it('is one line for the hosts file, in both languages', () => {
    const { en, zh } = describeUnresolved(NAMES)
    for (const text of [en, zh]) {
      expect(text).toContain('/etc/hosts')
      expect(text).toMatch(/127\.0\.0\.1 devbox\.localhost app\.devbox\.localhost$/)
    }
  })

  it('is told where the app has no hosts file of its own, if it is needed', async () => {
    const { remarks } = await start(execApp(await freePort()), { root: 'replaced' }, named)
    expect(remarks.some(({ en }) => told(en))).toBe(await isNeeded)
  })

  it('is not told where it has one', async () => {
    const { remarks } = await start(execApp(await freePort()), { root: 'mounted' }, named)
    expect(remarks.some(({ en }) => told(en))).toBe(false)
  })

  it('is not told of an app by the command that mounts one', async () => {
    const path = execApp(await freePort())
    const running = command([path, '--port', '0', '--state', `${path}/state`])
    await expect.poll(running.out).toContain('is mounted for the app alone')
    running.signals.emit('SIGTERM')
    await running.ended
    expect(running.err()).not.toContain('127.0.0.1 devbox.localhost')
  })
})

const named = {
  environment: {
    LAZYCAT_BOX_DOMAIN: 'devbox.localhost:5006',
    LAZYCAT_APP_DOMAIN: 'demo.devbox.localhost:5006',
  },
}
