/** Debian's nginx with the configuration of docs/gate.md. */
import { startNginxWith } from '../../../../test/support/nginx.ts'
import { blocksOf, withAddresses } from './docs.ts'
import type { FrontProxy } from './front.ts'

const [ASK = '', SITE = ''] = blocksOf('nginx')

export const nginx: FrontProxy = {
  kind: 'nginx',
  // A byte of no ASCII, which it passes on in a path and not in a query.
  refuses: ['/public/%E4%BD%A0/a?b=%zz&c=é'],
  start(port, addresses, edit) {
    const site = withAddresses(SITE, addresses)
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
      .replaceAll(/^ *ssl_certificate.*$/gm, '')
    return startNginxWith(edit(site), port, { 'catflap-ask.conf': edit(ASK) })
  },
}
