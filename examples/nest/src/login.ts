import { type CanActivate, createParamDecorator, UseGuards } from '@nestjs/common'
import { createLogin } from 'catflap'
import { requireGroup, requireLogin, sessionOf } from 'catflap/express'
import type { Request, RequestHandler, Response } from 'express'

export const login = createLogin()

/** On a controller or a handler: lets only people pass who are signed in. */
export const RequireLogin = () => UseGuards(guard(requireLogin(login)))

/** Lets only people pass who are in one of some groups; others get 403. */
export const RequireGroup = (...groups: string[]) =>
  UseGuards(guard(requireGroup(login, ...groups)))

/** The session, as a parameter of a handler behind these two. */
export const CurrentSession = createParamDecorator((_, context) =>
  sessionOf(context.switchToHttp().getRequest<Request>()),
)

/** Middleware as a guard of Nest: a request that it has answered goes no further. */
const guard = (middleware: RequestHandler): CanActivate => ({
  canActivate(context) {
    const http = context.switchToHttp()
    return new Promise((resolve, reject) => {
      middleware(http.getRequest<Request>(), http.getResponse<Response>(), (error?: unknown) =>
        error === undefined ? resolve(true) : reject(error),
      )
    })
  },
})
