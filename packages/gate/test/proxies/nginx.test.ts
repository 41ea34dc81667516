/** nginx, with `auth_request` and the configuration of docs/gate.md. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { DOCUMENT } from './docs.ts'
import { startFronted } from './front.ts'
import { expectTold } from './missing-lines.ts'
import { nginx } from './nginx.ts'
import { describeSigned } from './signed.ts'
import { describeProxy } from './suite.ts'

describeProxy(nginx)

const SIGNED = [
  'auth_request_set $catflap_jwt $upstream_http_remote_jwt;',
  'proxy_set_header Remote-Jwt $catflap_jwt;',
]
describeSigned(nginx, (text) =>
  text.replace('proxy_set_header Remote-Name $catflap_name;', `$&\n${SIGNED.join('\n')}`),
)

describe('nginx', () => {
  it('passes a signed identity on by the lines of docs/gate.md', () => {
    const said = DOCUMENT.replaceAll(/\s+/g, ' ')
    for (const line of SIGNED) expect(said).toContain(`\`${line}\``)
  })

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
