import type { IncomingMessage } from 'node:http'
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets'
import { readSession } from 'catflap/node'
import type { WebSocket } from 'ws'
import { login } from './login.js'

@WebSocketGateway({ path: '/live' })
export class CatsGateway implements OnGatewayConnection {
  async handleConnection(client: WebSocket, req: IncomingMessage) {
    const session = await readSession(login, req)
    client.send(`Hello ${session?.claims.name}`)
  }
}
