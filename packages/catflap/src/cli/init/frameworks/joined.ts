/**
 * Frameworks with a layout of their own that `init` joins and does not found: it makes them LazyCat apps
 * and names the page of docs/frameworks whose lines give them the login.
 */
import { CONTENT_DIRECTORY, VARIABLE } from 'catflap-lazycat/facts'
import type { ProjectFramework } from './framework.ts'

type Joined = Omit<ProjectFramework, 'kind' | 'whole' | 'packages' | 'types' | 'files'>

const joined = (framework: Joined): ProjectFramework => ({
  ...framework,
  kind: 'project',
  whole: false,
  packages: {},
  types: {},
  files: () => [],
})

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
})

export const astro: ProjectFramework = joined({
  title: 'Astro',
  marks: ['astro'],
  dev: `astro dev ${HERE}`,
  build: 'astro build',
  run: 'dist/server/entry.mjs',
  environment: [ALL],
  page: 'astro',
})

export const nuxt: ProjectFramework = joined({
  title: 'Nuxt',
  marks: ['nuxt'],
  dev: `nuxt dev ${HERE}`,
  build: 'nuxt build',
  run: '.output/server/index.mjs',
  environment: [ALL],
  page: 'nuxt',
})

export const reactRouter: ProjectFramework = joined({
  title: 'React Router',
  marks: ['@react-router/dev'],
  dev: `react-router dev ${HERE}`,
  build: 'react-router build',
  run: `node_modules/@react-router/serve/bin.js ${CONTENT_DIRECTORY.value}/build/server/index.js`,
  environment: [ALL],
  page: 'react-router',
})

export const nest: ProjectFramework = joined({
  title: 'NestJS',
  marks: ['@nestjs/core'],
  dev: 'nest start',
  build: 'nest build',
  run: 'dist/main.js',
  environment: [ALL],
  page: 'nest',
})
