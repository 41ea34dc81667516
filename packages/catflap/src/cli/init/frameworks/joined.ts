/**
 * Frameworks with a layout of their own that `init` joins and does not found: it makes them LazyCat apps,
 * writes the files of the login that they lack, and names the page of docs/frameworks for the rest.
 */
import { CONTENT_DIRECTORY, VARIABLE } from 'catflap-lazycat/facts'
import type { ProjectFramework, SourceFile } from './framework.ts'
import {
  ASTRO_LOGIN,
  HOOKS,
  MIDDLEWARE,
  NEST_LOGIN,
  NUXT_LOGIN,
  NUXT_MIDDLEWARE,
  ROUTER_LOGIN,
  ROUTER_ROUTE,
  SVELTE_LOCALS,
} from './joined-files.ts'

type Joined = Omit<ProjectFramework, 'kind' | 'whole' | 'packages' | 'types' | 'files'> & {
  /** Of a project in TypeScript, by name; others are told the page. */
  readonly files?: Readonly<Record<string, readonly string[]>>
}

function joined({ files = {}, ...framework }: Joined): ProjectFramework {
  const list = Object.entries(files).map(([name, lines]): SourceFile => {
    return { name, lines, kind: 'login' }
  })
  return {
    ...framework,
    kind: 'project',
    whole: false,
    packages: {},
    types: {},
    files: ({ typed }) => (typed ? list : []),
  }
}

const HERE = '--host 127.0.0.1 --port 5005'
const ALL = 'HOST=0.0.0.0'

export const sveltekit: ProjectFramework = joined({
  title: 'SvelteKit',
  marks: ['@sveltejs/kit'],
  dev: `vite dev ${HERE}`,
  build: 'vite build',
  run: 'build/index.js',
  environment: [ALL, `ORIGIN=https://$\{${VARIABLE.appDomain.name}}`],
  page: 'sveltekit',
  least: { '@sveltejs/kit': '3' },
  files: { 'src/hooks.server.ts': HOOKS, 'src/app.d.ts': SVELTE_LOCALS },
})

export const astro: ProjectFramework = joined({
  title: 'Astro',
  marks: ['astro'],
  dev: `astro dev ${HERE}`,
  build: 'astro build',
  run: 'dist/server/entry.mjs',
  environment: [ALL],
  page: 'astro',
  files: { 'src/middleware.ts': MIDDLEWARE, 'src/login.ts': ASTRO_LOGIN },
})

export const nuxt: ProjectFramework = joined({
  title: 'Nuxt',
  marks: ['nuxt'],
  dev: `nuxt dev ${HERE}`,
  build: 'nuxt build',
  run: '.output/server/index.mjs',
  environment: [ALL],
  page: 'nuxt',
  files: { 'server/middleware/login.ts': NUXT_MIDDLEWARE, 'server/utils/login.ts': NUXT_LOGIN },
})

export const reactRouter: ProjectFramework = joined({
  title: 'React Router',
  marks: ['@react-router/dev'],
  dev: `react-router dev ${HERE}`,
  build: 'react-router build',
  run: `node_modules/@react-router/serve/bin.js ${CONTENT_DIRECTORY.value}/build/server/index.js`,
  environment: [ALL],
  page: 'react-router',
  files: { 'app/login.server.ts': ROUTER_LOGIN, 'app/routes/login.ts': ROUTER_ROUTE },
})

export const nest: ProjectFramework = joined({
  title: 'NestJS',
  marks: ['@nestjs/core'],
  dev: 'nest start',
  build: 'nest build',
  run: 'dist/main.js',
  environment: [ALL],
  page: 'nest',
  files: { 'src/login.ts': NEST_LOGIN },
})
