/** Traefik with the configuration of docs/gate.md. */
import { expect, it, onTestFinished } from 'vitest'
import type { Traefik } from '../../../../test/support/traefik.ts'
import { judge } from '../../src/doctor/findings.ts'
import { observe } from '../../src/doctor/observe.ts'
import { DEFAULT_IDENTITY } from '../../src/identity/headers.ts'
import { createIdentity } from '../../src/identity/identity.ts'
import { blocksOf, withAddresses } from './docs.ts'
import { type FrontProxy, startFronted } from './front.ts'
import { describeSigned } from './signed.ts'
import { describeProxy } from './suite.ts'

const [SITE = ''] = blocksOf('yaml')

/** @param program - asked for at the start of the tests */
export function describeTraefik(program: () => Traefik): void {
  const proxy: FrontProxy = {
    kind: 'traefik',
    // Of no router is the second; the first and the last are no addresses to it.
    refuses: ['/public/a#b', 'http://evil.example/admin', '/public/%E4%BD%A0/a?b=%zz&c=é'],
    resolves: [
      '/admin/../public/a',
      '/admin/%2e%2e/public/a',
      '/%2e/admin/%2e.',
      '/x/.%2e/admin/%2e.',
    ],
    start(port, addresses, edit) {
      const dynamic = withAddresses(SITE, addresses).replaceAll('notes.example', 'x.example')
      return program().start(edit(dynamic), port, '/app')
    },
  }
  describeProxy(proxy)
  it('the doctor finds nothing wrong with Traefik', async () => {
    const fronted = await startFronted(proxy)
    onTestFinished(() => fronted.close())
    const { origin, world } = fronted
    const { port, hostname: host } = new URL(world.gate.addresses.auth ?? '')
    const { names } = createIdentity(DEFAULT_IDENTITY)
    const site = { origin, auth: { host, port: Number(port) }, proxy: proxy.kind, names }
    const findings = judge(await observe(site), site)
    expect(findings.filter(({ status }) => status !== 'ok')).toEqual([])
  })
  describeSigned(proxy, (text) =>
    text
      .replace('Remote-Name]', 'Remote-Name, Remote-Jwt]')
      .replace('Remote_Name: ""', '$&\n          Remote_Jwt: ""'),
  )
}
