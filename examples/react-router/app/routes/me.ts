import { guardedContext, requireLogin } from '../login.server'
import type { Route } from './+types/me'

export const middleware: Route.MiddlewareFunction[] = [requireLogin]

export function loader({ context }: Route.LoaderArgs) {
  const { sub, groups } = context.get(guardedContext)
  return Response.json({ sub, groups })
}
