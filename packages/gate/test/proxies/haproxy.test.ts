/** Debian's HAProxy, with the Lua and the configuration of docs/gate.md. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { createUserAgent } from '../../../../test/support/user-agent.ts'
import { startFronted } from './front.ts'
import { haproxy } from './haproxy.ts'
import { describeProxy } from './suite.ts'

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
