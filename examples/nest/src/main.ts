import 'reflect-metadata'
import type { Server } from 'node:http'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { WsAdapter } from '@nestjs/platform-ws'
import { withLogin } from 'catflap/express'
import { requireLoginOnUpgrade, type UpgradeHandler } from 'catflap/node'
import { AppController } from './app.controller.js'
import { CatsGateway } from './cats.gateway.js'
import { login } from './login.js'

@Module({ controllers: [AppController], providers: [CatsGateway] })
class AppModule {}

const app = await NestFactory.create(AppModule)
app.use(withLogin(login))
app.useWebSocketAdapter(new WsAdapter(app))
await app.init()
guardUpgrades(app.getHttpServer())
await app.listen(Number(process.env.PORT ?? 5005), '127.0.0.1')

/** WebSockets pass neither middleware nor guards of Nest before they are open. */
function guardUpgrades(server: Server) {
  const handlers = server.listeners('upgrade') as UpgradeHandler[]
  server.removeAllListeners('upgrade')
  for (const handler of handlers) server.on('upgrade', requireLoginOnUpgrade(login, handler))
}
