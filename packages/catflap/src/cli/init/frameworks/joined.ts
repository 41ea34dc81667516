/**
 * Frameworks with a layout of their own that `init` joins and does not found: it makes them LazyCat apps, writes the
 * files of the login and pages that show it, and names the page of docs/frameworks for the rest.
 */
import { CONTENT_DIRECTORY, VARIABLE } from 'catflap-lazycat/facts'
import type { Layout, ProjectFramework, SourceFile } from './framework.ts'
import {
  ASTRO_CONFIG,
  NEST_MAIN,
  NEST_MODULE,
  NUXT_CONFIG,
  nuxtApp,
  ROUTER_ROOT,
  ROUTER_ROUTES,
  SVELTE_CONFIG,
  svelteLocals,
} from './joined-edits.ts'
import {
  ASTRO_LOCALS,
  ASTRO_LOGIN,
  HOOKS,
  hooksOfSvelteKit2,
  MIDDLEWARE,
  NEST_LOGIN,
  NUXT_GUARD,
  NUXT_LOGIN,
  NUXT_MIDDLEWARE,
  NUXT_SESSION,
  ROUTER_LOGIN,
  ROUTER_PATHS,
  ROUTER_ROUTE,
  SVELTE_LOCALS,
} from './joined-files.ts'
import {
  astroPages,
  type Files,
  nestPages,
  nuxtPages,
  routerPages,
  sveltePages,
} from './joined-pages.ts'

/** What one of them has in a project in TypeScript. */
interface Joining {
  /** The files of the login. */
  readonly login: Files
  /** Files that are there in every project. */
  readonly edits: readonly SourceFile[]
  readonly pages: Files
}

type Joined = Omit<ProjectFramework, 'kind' | 'whole' | 'packages' | 'types' | 'files'> & {
  readonly packages?: Readonly<Record<string, string>>
  readonly join: (layout: Layout) => Joining
}

function joined({ join, packages = {}, ...framework }: Joined): ProjectFramework {
  return {
    ...framework,
    packages,
    kind: 'project',
    whole: false,
    types: {},
    files(layout) {
      // Projects in JavaScript are told the page.
      if (!layout.typed) return []
      const { login, edits, pages } = join(layout)
      return [...listOf(login, 'login'), ...edits, ...listOf(pages, 'source')]
    },
  }
}

const listOf = (files: Files, kind: SourceFile['kind']): readonly SourceFile[] =>
  Object.entries(files).map(([name, lines]) => ({ name, lines, kind }))

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
  least: { '@sveltejs/kit': '2' },
  home: ['src/routes/+page.svelte'],
  adapters: ({ majorOf }) => ({
    '@sveltejs/adapter-node': majorOf('@sveltejs/kit') < 3 ? '^5.5.7' : '^6.0.1',
  }),
  join: (layout) => ({
    login: {
      'src/hooks.server.ts': layout.majorOf('@sveltejs/kit') < 3 ? hooksOfSvelteKit2() : HOOKS,
    },
    edits: [SVELTE_CONFIG, svelteLocals(SVELTE_LOCALS)],
    pages: sveltePages(layout),
  }),
})

export const astro: ProjectFramework = joined({
  title: 'Astro',
  marks: ['astro'],
  packages: { '@astrojs/node': '^11.0.0' },
  dev: `astro dev ${HERE}`,
  build: 'astro build',
  run: 'dist/server/entry.mjs',
  environment: [ALL],
  page: 'astro',
  least: { astro: '7' },
  home: ['src/pages/index.astro', 'src/pages/index.md'],
  join: (layout) => ({
    login: {
      'src/middleware.ts': MIDDLEWARE,
      'src/login.ts': ASTRO_LOGIN,
      'src/env.d.ts': ASTRO_LOCALS,
    },
    edits: [ASTRO_CONFIG],
    pages: astroPages(layout),
  }),
})

export const nuxt: ProjectFramework = joined({
  title: 'Nuxt',
  marks: ['nuxt'],
  dev: `nuxt dev ${HERE}`,
  build: 'nuxt build',
  run: '.output/server/index.mjs',
  environment: [ALL],
  page: 'nuxt',
  least: { nuxt: '4' },
  home: ['app/pages/index.vue', 'pages/index.vue'],
  join(layout) {
    // A folder `app` would hide the pages of a project that has them at its top.
    const base = layout.has('app.vue') || layout.has('pages/index.vue') ? '' : 'app/'
    return {
      login: {
        'server/middleware/login.ts': NUXT_MIDDLEWARE,
        'server/utils/login.ts': NUXT_LOGIN,
        [`${base}composables/session.ts`]: NUXT_SESSION,
        [`${base}middleware/signed-in.ts`]: NUXT_GUARD,
      },
      edits: [NUXT_CONFIG, nuxtApp(base)],
      pages: nuxtPages(layout, base),
    }
  },
})

export const reactRouter: ProjectFramework = joined({
  title: 'React Router',
  marks: ['@react-router/dev'],
  dev: `react-router dev ${HERE}`,
  build: 'react-router build',
  run: `node_modules/@react-router/serve/bin.cjs ${CONTENT_DIRECTORY.value}/build/server/index.js`,
  environment: [ALL],
  page: 'react-router',
  // Middleware of an older one is a switch, and without it nobody would be asked who they are.
  least: { '@react-router/dev': '8' },
  home: ['app/routes.ts'],
  join: (layout) => ({
    login: {
      'app/login.server.ts': ROUTER_LOGIN,
      'app/login.routes.ts': ROUTER_PATHS,
      'app/routes/login.ts': ROUTER_ROUTE,
    },
    edits: [ROUTER_ROOT, ROUTER_ROUTES],
    pages: routerPages(layout),
  }),
})

export const nest: ProjectFramework = joined({
  title: 'NestJS',
  marks: ['@nestjs/core'],
  dev: 'nest start',
  build: 'nest build',
  run: 'dist/main.js',
  environment: [ALL],
  page: 'nest',
  home: ['src/main.ts'],
  join: (layout) => ({
    login: { 'src/login.ts': NEST_LOGIN },
    edits: [NEST_MAIN, NEST_MODULE],
    pages: nestPages(layout),
  }),
})
