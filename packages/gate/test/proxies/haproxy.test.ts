/** Debian's HAProxy, with the Lua and the configuration of docs/gate.md. */
import { describe, it } from 'vitest'
import { haproxy } from './haproxy.ts'
import { expectTold } from './missing-lines.ts'
import { describeSigned } from './signed.ts'
import { describeProxy } from './suite.ts'

describeProxy(haproxy)
describeSigned(haproxy, (text) => text.replace('Remote-Name if', 'Remote-Name,Remote-Jwt if'))

describe('HAProxy that does not say which request it asks about', () => {
  it.each([
    'http-request set-header X-Forwarded-Method %[method]',
    'http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]',
    'http-request set-header X-Forwarded-Host %[req.hdr(Host)]',
    'http-request set-header X-Forwarded-Uri %[pathq]',
  ])('is told the line that is missing: %s', async (line) => {
    await expectTold(haproxy, (text) => text.replace(line, ''), line)
  })
})
