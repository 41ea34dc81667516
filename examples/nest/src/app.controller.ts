import { Controller, Get, Req } from '@nestjs/common'
import type { Session } from 'catflap'
import type { Request } from 'express'
import { CurrentSession, RequireLogin } from './login.js'

@Controller()
export class AppController {
  @Get()
  home(@Req() req: Request) {
    const text = req.auth ? 'You are signed in' : 'Everybody may see this'
    return `<p>${text}</p><a href="/private/cats">Cats</a>`
  }

  @Get('private/*path')
  @RequireLogin()
  hello(@CurrentSession() session: Session, @Req() req: Request) {
    const text = `Hello ${session.claims.name}, you asked for ${req.path}`
    return `<form method="post" action="/logout"><p>${plain(text)}</p><button>Sign out</button></form>`
  }

  @Get('api/me')
  @RequireLogin()
  me(@CurrentSession() { sub, groups }: Session) {
    return { sub, groups }
  }
}

const plain = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
