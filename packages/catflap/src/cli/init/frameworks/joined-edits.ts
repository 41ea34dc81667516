/**
 * What the login needs in files of a project that the framework's own command has made: its settings, and where its
 * parts are named. A file that has been written otherwise stays as it is, and the lines for it are shown.
 */
import type { SourceFile } from './framework.ts'
import { SESSION_TYPE } from './joined-files.ts'

const quoted = (name: string): string => `(['"])${name}\\1;?`
const line = (text: string): RegExp => new RegExp(`^${text}$`, 'm')

const TRUSTED = [
  '// hooks.server.ts looks at the origin of forms itself: SvelteKit would refuse back-channel logouts.',
  "csrf: { trustedOrigins: ['*'] },",
] as const

/** Of SvelteKit: its adapter for Node, and no check of its own in front of the login. */
export const SVELTE_CONFIG: SourceFile = {
  name: 'vite.config.ts',
  kind: 'login',
  lines: [
    "import adapter from '@sveltejs/adapter-node'",
    "import { sveltekit } from '@sveltejs/kit/vite'",
    "import { defineConfig } from 'vite'",
    '',
    'export default defineConfig({',
    '  plugins: [',
    '    sveltekit({',
    '      adapter: adapter(),',
    ...TRUSTED.map((text) => `      ${text}`),
    '    }),',
    '  ],',
    '})',
  ],
  edit: {
    done: /trustedOrigins: \[['"]\*['"]\]/,
    unless: /\bcsrf\b/,
    elsewhere: ['svelte.config.js'],
    changes: [
      [/(['"])@sveltejs\/adapter-(auto|node)\1/, '$1@sveltejs/adapter-node$1'],
      [/^([ \t]*)adapter: adapter\(\),?$/m, `$1adapter: adapter(),\n$1${TRUSTED.join('\n$1')}`],
    ],
  },
}

/** Of SvelteKit: the type of what pages know. @param lines - of a file where there is none */
export const svelteLocals = (lines: readonly string[]): SourceFile => ({
  name: 'src/app.d.ts',
  kind: 'login',
  lines,
  edit: {
    done: /['"]catflap['"]/,
    changes: [
      [
        /^([ \t]*)\/\/ interface Locals \{\}$/m,
        `$1interface Locals {\n$1\tsession: ${SESSION_TYPE}\n$1}`,
      ],
    ],
  },
})

const ASTRO_SETTINGS = [
  "  output: 'server',",
  "  adapter: node({ mode: 'standalone' }),",
  '  // src/middleware.ts looks at the origin of forms itself: Astro would refuse back-channel logouts.',
  '  security: { checkOrigin: false },',
] as const

/** Of Astro: pages made for each request, by a server of Node. */
export const ASTRO_CONFIG: SourceFile = {
  name: 'astro.config.mjs',
  kind: 'login',
  lines: [
    "import node from '@astrojs/node'",
    "import { defineConfig } from 'astro/config'",
    '',
    'export default defineConfig({',
    ...ASTRO_SETTINGS,
    '})',
  ],
  edit: {
    done: /checkOrigin: false/,
    unless: /\b(output|adapter|security):/,
    changes: [
      [
        line(`import \\{ defineConfig \\} from ${quoted('astro/config')}`),
        "import node from '@astrojs/node'\n$&",
      ],
      [/\bdefineConfig\(\{/, `$&\n${ASTRO_SETTINGS.join('\n')}\n`],
    ],
  },
}

/** Of Nuxt: the native binary of the store, which its build leaves behind. */
export const NUXT_CONFIG_LINES: readonly string[] = [
  '  nitro: {',
  '    hooks: {',
  "      // LMDB's native binary, which Nitro does not find by itself.",
  '      compiled: ({ options: { output } }) =>',
  "        cpSync('node_modules/@lmdb', `${output.serverDir}/node_modules/@lmdb`, { recursive: true }),",
  '    },',
  '  },',
]

export const NUXT_CONFIG: SourceFile = {
  name: 'nuxt.config.ts',
  kind: 'login',
  lines: [
    "import { cpSync } from 'node:fs'",
    '',
    'export default defineNuxtConfig({',
    "  compatibilityDate: '2026-06-01',",
    ...NUXT_CONFIG_LINES,
    '})',
  ],
  edit: {
    done: /@lmdb/,
    unless: /\bnitro:|\bcpSync\b/,
    changes: [
      [
        /^export default defineNuxtConfig\(\{$/m,
        `import { cpSync } from 'node:fs'\n\n$&\n${NUXT_CONFIG_LINES.join('\n').replaceAll('$', '$$$$')}`,
      ],
    ],
  },
}

/** Of Nuxt: what shows its pages. @param base - where it lies: `app/`, or empty */
export const nuxtApp = (base: string): SourceFile => ({
  name: `${base}app.vue`,
  kind: 'login',
  lines: ['<template>', '  <NuxtPage />', '</template>'],
  edit: { done: /<NuxtPage\b/, changes: [[/<NuxtWelcome \/>/, '<NuxtPage />']] },
})

/** Of React Router: who is signed in, for every route. */
export const ROUTER_ROOT: SourceFile = {
  name: 'app/root.tsx',
  kind: 'login',
  lines: [
    "import { Links, Meta, Outlet, Scripts } from 'react-router'",
    "import type { Route } from './+types/root'",
    "import { withLogin } from './login.server'",
    '',
    'export const middleware: Route.MiddlewareFunction[] = [withLogin]',
    '',
    'export default function Root() {',
    '  return (',
    '    <html lang="en">',
    '      <head>',
    '        <Meta />',
    '        <Links />',
    '      </head>',
    '      <body>',
    '        <Outlet />',
    '        <Scripts />',
    '      </body>',
    '    </html>',
    '  )',
    '}',
  ],
  edit: {
    done: /\bwithLogin\b/,
    unless: /\bmiddleware\b/,
    changes: [
      [
        line(`import type \\{ Route \\} from ${quoted('\\./\\+types/root')}`),
        "$&\nimport { withLogin } from './login.server'",
      ],
      [
        /^export default function /m,
        'export const middleware: Route.MiddlewareFunction[] = [withLogin]\n\n$&',
      ],
    ],
    paste: [
      "import { withLogin } from './login.server'",
      '',
      'export const middleware: Route.MiddlewareFunction[] = [withLogin]',
    ],
  },
}

/** Of React Router: the routes of the login and of its pages. */
export const ROUTER_ROUTES: SourceFile = {
  name: 'app/routes.ts',
  kind: 'login',
  lines: [
    "import type { RouteConfig } from '@react-router/dev/routes'",
    "import { loginRoutes } from './login.routes'",
    '',
    'export default loginRoutes satisfies RouteConfig',
  ],
  edit: {
    done: /\bloginRoutes\b/,
    changes: [
      [
        line('import .* from ([\'"])@react-router/dev/routes\\1;?'),
        "$&\nimport { loginRoutes } from './login.routes'",
      ],
      [
        /([^[,\s])\s*,?\s*\]\s*satisfies RouteConfig\b/,
        '$1, ...loginRoutes] satisfies RouteConfig',
      ],
    ],
    paste: [
      "import { loginRoutes } from './login.routes'",
      '',
      'export default [ /* your routes */, ...loginRoutes] satisfies RouteConfig',
    ],
  },
}

/** Of NestJS: the login in front of everything. */
export const NEST_MAIN: SourceFile = {
  name: 'src/main.ts',
  kind: 'login',
  lines: [
    "import 'reflect-metadata'",
    "import { NestFactory } from '@nestjs/core'",
    "import { withLogin } from 'catflap/express'",
    "import { AppModule } from './app.module.js'",
    "import { login } from './login.js'",
    '',
    'const app = await NestFactory.create(AppModule)',
    'app.use(withLogin(login))',
    'await app.listen(process.env.PORT ?? 5005)',
  ],
  edit: {
    done: /\bwithLogin\b/,
    changes: [
      [
        line(`import \\{ NestFactory \\} from ${quoted('@nestjs/core')}`),
        "$&\nimport { withLogin } from 'catflap/express'\nimport { login } from './login.js'",
      ],
      [
        /^([ \t]*)const app = await NestFactory\.create(?:<\w+>)?\(\w+\);?$/m,
        '$&\n$1app.use(withLogin(login))',
      ],
    ],
    paste: [
      "import { withLogin } from 'catflap/express'",
      "import { login } from './login.js'",
      '',
      'app.use(withLogin(login)) // right below NestFactory.create',
    ],
  },
}

/** Of NestJS: the controller with the pages. */
export const NEST_MODULE: SourceFile = {
  name: 'src/app.module.ts',
  kind: 'login',
  lines: [
    "import { Module } from '@nestjs/common'",
    "import { CatflapController } from './catflap.controller.js'",
    '',
    '@Module({ controllers: [CatflapController] })',
    'export class AppModule {}',
  ],
  edit: {
    done: /\bCatflapController\b/,
    changes: [
      [
        line(`import \\{ Module \\} from ${quoted('@nestjs/common')}`),
        "$&\nimport { CatflapController } from './catflap.controller.js'",
      ],
      [/\bcontrollers: \[(\s*\w[^\]]*?),?(\s*)\]/, 'controllers: [$1, CatflapController$2]'],
    ],
    paste: [
      "import { CatflapController } from './catflap.controller.js'",
      '',
      'controllers: [CatflapController]',
    ],
  },
}
