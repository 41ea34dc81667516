/** nginx, with `auth_request` and the configuration of docs/gate.md. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { startFronted } from './front.ts'
import { expectTold } from './missing-lines.ts'
import { nginx } from './nginx.ts'
import { describeProxy } from './suite.ts'

describeProxy(nginx)

describe('nginx', () => {
  it('asks for nobody: its question has no address that a visitor could open', async () => {
    const fronted = await startFronted(nginx)
    onTestFinished(() => fronted.close())
    const agent = await fronted.world.signIn()
    for (const path of ['/_catflap_auth', '/_catflap_auth?x', '/auth/status', '/_catflap/auth']) {
      const { headers } = await agent.get(fronted.origin + path)
      expect(headers['remote-user']).toBeUndefined()
    }
    expect((await agent.get(`${fronted.origin}/_catflap_auth`)).status).toBe(404)
  })
})

describe('nginx that does not say which request it asks about', () => {
  it.each([
    'proxy_set_header X-Original-Method $request_method;',
    'proxy_set_header X-Original-URL $scheme://$http_host$request_uri;',
  ])('is told the line that is missing: %s', async (line) => {
    await expectTold(nginx, (text) => text.replace(line, ''), line)
  })
})
