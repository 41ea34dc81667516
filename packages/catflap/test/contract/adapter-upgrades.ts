/** The part of the contract about WebSockets, on the server that the framework has. */
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import type { Framework } from '../../../../test/contract/table.ts'
import { requireLoginOnUpgrade, type UpgradeHandler } from '../../src/adapters/node.ts'
import { APP } from '../support/provider.ts'
import { heldBy, type Serve, startSignedIn } from './adapter-fixture.ts'

const accept: UpgradeHandler = (_req, socket, _head, session) => {
  socket.end(`HTTP/1.1 101 Switching Protocols\r\nx-sub: ${session.sub}\r\n\r\n`)
}

export function describeUpgrades(name: Framework, serve: Serve): void {
  it(`${name}: a WebSocket needs a session and a page of the app`, heldBy(name, 10), async () => {
    const { origin, server, login, cookie } = await startSignedIn(serve)
    server.on('upgrade', requireLoginOnUpgrade(login, accept))

    async function shake(headers: Readonly<Record<string, string>>): Promise<string> {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1')
      const all = { host: 'x', connection: 'Upgrade', upgrade: 'websocket', ...headers }
      const lines = Object.entries(all).map(([header, value]) => `${header}: ${value}\r\n`)
      socket.setEncoding('utf8').write(`GET /x HTTP/1.1\r\n${lines.join('')}\r\n`)
      let answer = ''
      for await (const piece of socket) answer += piece
      return answer
    }
    expect(await shake({ origin: APP })).toMatch(/^HTTP\/1.1 401 /)
    for (const foreign of ['https://evil.example', 'https://neighbour.box.heiyu.space', 'null']) {
      expect(await shake({ origin: foreign, cookie }), foreign).toMatch(/^HTTP\/1.1 403 /)
    }
    expect(await shake({ origin: APP, cookie })).toMatch(/^HTTP\/1.1 101 [\s\S]*x-sub: u-1/)
  })
}
