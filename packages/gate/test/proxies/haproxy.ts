/** Debian's HAProxy with the Lua and the configuration of docs/gate.md. */
import { startHaproxy } from '../../../../test/support/haproxy.ts'
import { blocksOf, withAddresses } from './docs.ts'
import type { FrontProxy } from './front.ts'

const [LUA = ''] = blocksOf('lua')
const [CONFIGURATION = ''] = blocksOf('haproxy')

export const haproxy: FrontProxy = {
  kind: 'haproxy',
  // Bytes that are none of an address; of the second it tells the gate nothing, which refuses that.
  refuses: ['/public/a#b', '*', '/public/%E4%BD%A0/a?b=%zz&c=é'],
  start(port, addresses, edit) {
    const placed = withAddresses(CONFIGURATION, addresses)
    const listening = placed.replace(/bind :443 .*/, `bind 127.0.0.1:${port}`)
    return startHaproxy(edit(listening), port, LUA)
  },
}
