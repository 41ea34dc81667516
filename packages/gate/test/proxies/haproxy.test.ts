/** Debian's HAProxy, with the Lua and the configuration of docs/gate.md. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { startHaproxy } from '../../../../test/support/haproxy.ts'
import { createUserAgent } from '../../../../test/support/user-agent.ts'
import { blocksOf, withAddresses } from './docs.ts'
import { type FrontProxy, startFronted } from './front.ts'
import { describeProxy } from './suite.ts'

const [LUA = ''] = blocksOf('lua')
const [CONFIGURATION = ''] = blocksOf('haproxy')

const haproxy: FrontProxy = {
  kind: 'haproxy',
  // Bytes that are none of an address; of the second it tells the gate nothing, which refuses that.
  refuses: ['/public/a#b', '*', '/public/%E4%BD%A0/a?b=%zz&c=é'],
  start(port, addresses, edit) {
    const placed = withAddresses(CONFIGURATION, addresses)
    const listening = placed.replace(/bind :443 .*/, `bind 127.0.0.1:${port}`)
    return startHaproxy(edit(listening), port, LUA)
  },
}

describeProxy(haproxy)

describe('HAProxy that does not say which request it asks about', () => {
  it.each([
    'http-request set-header X-Forwarded-Method %[method]',
    'http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]',
    'http-request set-header X-Forwarded-Host %[req.hdr(Host)]',
    'http-request set-header X-Forwarded-Uri %[pathq]',
  ])('is told the line that is missing: %s', async (line) => {
    const fronted = await startFronted(haproxy, (text) => text.replace(line, ''))
    onTestFinished(() => fronted.close())
    for (const path of ['/public/a', '/app']) {
      const { status, body } = await createUserAgent().get(fronted.origin + path)
      expect(status).toBe(500)
      expect(body).toContain('GATE_PROXY_MISCONFIGURED')
      expect(body).toContain(line)
    }
    expect(fronted.reached).toEqual([])
  })
})
