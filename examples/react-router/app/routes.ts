import { index, type RouteConfig, route } from '@react-router/dev/routes'

const own = ['login', 'callback', 'logout', 'backchannel-logout']

export default [
  index('routes/home.tsx'),
  route('private/*', 'routes/private.tsx'),
  route('api/me', 'routes/me.ts'),
  // The login's own paths.
  ...own.map((path) => route(path, 'routes/login.ts', { id: path })),
] satisfies RouteConfig
