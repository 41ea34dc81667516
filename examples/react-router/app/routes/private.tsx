import { guardedContext, requireLogin } from '../login.server'
import type { Route } from './+types/private'

export const middleware: Route.MiddlewareFunction[] = [requireLogin]

export function loader({ context, params }: Route.LoaderArgs) {
  const { name } = context.get(guardedContext).claims
  return `Hello ${name}, you asked for /private/${params['*']}`
}

export default function Private({ loaderData }: Route.ComponentProps) {
  return (
    <form method="post" action="/logout">
      <p>{loaderData}</p>
      <button type="submit">Sign out</button>
    </form>
  )
}
