/** Real proxies with other names of identity headers, changed as docs/gate.md says: nobody's own arrives, and the doctor sees it. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { createUserAgent } from '../../../../test/support/user-agent.ts'
import { judge } from '../../src/doctor/findings.ts'
import { observe } from '../../src/doctor/observe.ts'
import { PRESETS } from '../../src/identity/headers.ts'
import { seen } from '../support/world.ts'
import { caddy } from './caddy.ts'
import { type FrontProxy, startFronted } from './front.ts'
import { haproxy } from './haproxy.ts'
import { nginx } from './nginx.ts'

const NAMES = Object.values(PRESETS.webauth)

/** The names of this preset wherever those of `remote` stand. */
const copied = (text: string): string =>
  Object.entries(PRESETS.remote).reduce((changed, [field, name]) => {
    const other = PRESETS.webauth[field as keyof typeof PRESETS.webauth] ?? ''
    const variable = name.toLowerCase().replaceAll('-', '_')
    return changed
      .replaceAll(name, other)
      .replaceAll(`http_${variable}`, `http_${other.toLowerCase().replaceAll('-', '_')}`)
  }, text)

/** The lines by which a visitor's own are taken away; nginx has none, since it passes no name with `_` on. */
const taken: Readonly<Record<string, (text: string) => string>> = {
  caddy: (text) =>
    text
      .replace(
        'request_header -Remote*',
        'request_header -X-Webauth*\n      request_header -X_webauth*',
      )
      .replace('(?i)remote', '(?i)webauth'),
  haproxy: (text) =>
    text.replace(
      'http-request del-header remote -m beg',
      'http-request del-header x-webauth -m beg\n  http-request del-header x_webauth -m beg',
    ),
}

async function start(proxy: FrontProxy, edit: (text: string) => string) {
  const fronted = await startFronted(proxy, edit, { preset: 'webauth' })
  onTestFinished(() => fronted.close())
  const { origin, world } = fronted
  const { port, hostname: host } = new URL(world.gate.addresses.auth ?? '')
  const site = { origin, auth: { host, port: Number(port) }, names: NAMES }
  const findings = judge(await observe(site), site)
  return { ...fronted, wrong: findings.filter(({ status }) => status !== 'ok') }
}

describe.each([nginx, caddy(), haproxy])('behind $kind', (proxy) => {
  it('who is asking is told by the names of another preset, and by nobody else', async () => {
    const { origin, world, wrong } = await start(proxy, (text) =>
      copied(taken[proxy.kind]?.(text) ?? text),
    )
    expect(wrong).toEqual([])
    const bob = await world.signIn()
    const told = async (
      agent: typeof bob,
      path: string,
      headers: Readonly<Record<string, string>>,
    ) => {
      const { raw } = await seen(agent, origin + path, headers)
      return raw.filter((_, i) => i % 2 === 1 && /^x.webauth.user$/i.test(raw[i - 1] ?? ''))
    }
    for (const name of ['X-WEBAUTH-USER', 'x-webauth-user', 'X_WEBAUTH_USER', 'x_webauth_user']) {
      const [user, ...more] = await told(bob, '/app', { [name]: 'alice' })
      expect(user).toMatch(/^bob@/)
      expect(more).toEqual([])
      const open = await told(createUserAgent(), '/public/a', { [name]: 'alice' })
      expect(open.join('')).toBe('')
    }
    const connection = 'close, X-WEBAUTH-USER, x-webauth-groups'
    expect((await told(bob, '/app', { connection })).join()).toMatch(/^bob@/)
  })
})

describe.each([caddy(), haproxy])('behind $kind', (proxy) => {
  it('the doctor sees that only the names are changed that are copied', async () => {
    const { wrong } = await start(proxy, copied)
    expect(wrong).toEqual([
      {
        check: 'spelling',
        status: 'warning',
        seen: expect.stringMatching(/^x_webauth_user, /),
      },
    ])
  })
})
