/** A single-page app: a small server that gives its files to people who are signed in. */
import type { StaticFramework } from './framework.ts'

export const staticFiles: StaticFramework = {
  kind: 'static',
  title: 'single-page app',
  marks: ['vite', '@vue/cli-service', 'react-scripts'],
  packages: { sirv: '^3.0.2' },
  types: {},
  server: (folder) => [
    "import { createServer } from 'node:http'",
    "import { fileURLToPath } from 'node:url'",
    "import { createLogin } from 'catflap'",
    "import { requireLogin } from 'catflap/node'",
    "import sirv from 'sirv'",
    '',
    'const login = createLogin()',
    `const folder = new URL(process.argv[2] ?? '${folder}', import.meta.url)`,
    'const files = sirv(fileURLToPath(folder), { single: true, etag: true })',
    'const app = requireLogin(login, (req, res, session) => {',
    "  res.setHeader('cache-control', 'private, no-cache')",
    "  if (req.url === '/api/me') {",
    "    res.setHeader('content-type', 'application/json')",
    '    return res.end(JSON.stringify({ sub: session.sub, name: session.claims.name }))',
    '  }',
    '  files(req, res, () => {',
    '    res.statusCode = 404',
    '    res.end()',
    '  })',
    '})',
    "createServer(app).listen(Number(process.env.PORT ?? 5005), process.env.HOST ?? '127.0.0.1')",
  ],
}
