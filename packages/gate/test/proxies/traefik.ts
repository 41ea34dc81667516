/** Traefik with the configuration of docs/gate.md. */
import type { Traefik } from '../../../../test/support/traefik.ts'
import { blocksOf, withAddresses } from './docs.ts'
import type { FrontProxy } from './front.ts'
import { describeSigned } from './signed.ts'
import { describeProxy } from './suite.ts'

const [SITE = ''] = blocksOf('yaml')

/** @param program - asked for at the start of the tests */
export function describeTraefik(program: () => Traefik): void {
  const proxy: FrontProxy = {
    kind: 'traefik',
    // Of no router is the second; the first and the last are no addresses to it.
    refuses: ['/public/a#b', 'http://evil.example/admin', '/public/%E4%BD%A0/a?b=%zz&c=é'],
    resolves: ['/admin/../public/a', '/admin/%2e%2e/public/a'],
    start(port, addresses, edit) {
      const dynamic = withAddresses(SITE, addresses).replaceAll('notes.example', 'x.example')
      return program().start(edit(dynamic), port, '/app')
    },
  }
  describeProxy(proxy)
  describeSigned(proxy, (text) =>
    text
      .replace('Remote-Name]', 'Remote-Name, Remote-Jwt]')
      .replace('Remote_Name: ""', '$&\n          Remote_Jwt: ""'),
  )
}
