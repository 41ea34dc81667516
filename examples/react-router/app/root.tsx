import { Links, Meta, Outlet, Scripts } from 'react-router'
import type { Route } from './+types/root'
import { withLogin } from './login.server'

export const middleware: Route.MiddlewareFunction[] = [withLogin]

export default function Root() {
  return (
    <html lang="en">
      <head>
        <Meta />
        <Links />
      </head>
      <body>
        <Outlet />
        <Scripts />
      </body>
    </html>
  )
}
