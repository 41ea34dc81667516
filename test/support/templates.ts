/**
 * Projects as the frameworks' own commands for a new one make them. `sv` and `nest` have their templates in their
 * packages; those of Astro, Nuxt and React Router fetch them from GitHub, so a project of the same shape is written
 * here: the scripts, settings and pages that their documentation begins with.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runner } from './new-app.ts'

/** Makes a project in an empty folder, by a Node. @returns where it lies */
export type Template = (folder: string, node: string) => string

const byCommand =
  (...words: readonly string[]): Template =>
  (folder, node) => {
    runner(folder, node)('npx', '-y', ...words)
    return join(folder, 'my-cats')
  }

const byFiles =
  (files: Readonly<Record<string, string>>): Template =>
  (folder) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    return folder
  }

const packageJson = (name: string, data: object): string =>
  JSON.stringify({ name, type: 'module', private: true, ...data }, null, 2)

const NEST = ['--skip-git', '--skip-install', '--package-manager', 'npm', '--language', 'ts']

export const TEMPLATES: Readonly<Record<string, Template>> = {
  // What `npx sv create` of today makes is a project of SvelteKit 2.
  'SvelteKit 2': byCommand(
    ...['sv@0.17.1', 'create', 'my-cats', '--template', 'minimal', '--types', 'ts'],
    ...['--no-add-ons', '--no-install'],
  ),
  NestJS: byCommand('@nestjs/cli@12.0.8', 'new', 'my-cats', ...NEST),
  Astro: byFiles({
    'package.json': packageJson('my-cats', {
      version: '0.0.1',
      engines: { node: '>=22.12.0' },
      scripts: { dev: 'astro dev', build: 'astro build', preview: 'astro preview', astro: 'astro' },
      dependencies: { astro: '^7.3.5' },
    }),
    'astro.config.mjs':
      "// @ts-check\nimport { defineConfig } from 'astro/config';\n\nexport default defineConfig({});\n",
    'tsconfig.json': JSON.stringify({
      extends: 'astro/tsconfigs/strict',
      include: ['.astro/types.d.ts', '**/*'],
      exclude: ['dist'],
    }),
    'src/pages/index.astro': '---\n---\n\n<html lang="en"><body><h1>Cats</h1></body></html>\n',
  }),
  Nuxt: byFiles({
    'package.json': packageJson('my-cats', {
      scripts: {
        build: 'nuxt build',
        dev: 'nuxt dev',
        generate: 'nuxt generate',
        preview: 'nuxt preview',
        postinstall: 'nuxt prepare',
      },
      dependencies: { nuxt: '4.5.2', vue: '3.5.45', 'vue-router': '^4.5.1' },
      devDependencies: { vite: '8.2.6' },
    }),
    'nuxt.config.ts':
      "export default defineNuxtConfig({\n  compatibilityDate: '2025-07-15',\n  devtools: { enabled: true }\n})\n",
    'app/app.vue':
      '<template>\n  <div>\n    <NuxtRouteAnnouncer />\n    <NuxtWelcome />\n  </div>\n</template>\n',
    'tsconfig.json': JSON.stringify({
      files: [],
      references: [
        { path: './.nuxt/tsconfig.app.json' },
        { path: './.nuxt/tsconfig.server.json' },
        { path: './.nuxt/tsconfig.shared.json' },
        { path: './.nuxt/tsconfig.node.json' },
      ],
    }),
  }),
  'React Router': byFiles({
    'package.json': packageJson('my-cats', {
      scripts: {
        build: 'react-router build',
        dev: 'react-router dev',
        start: 'react-router-serve ./build/server/index.js',
        typecheck: 'react-router typegen && tsc',
      },
      dependencies: {
        '@react-router/node': '8.4.0',
        '@react-router/serve': '8.4.0',
        isbot: '^5.1.36',
        react: '^19.2.7',
        'react-dom': '^19.2.7',
        'react-router': '8.4.0',
      },
      devDependencies: {
        '@react-router/dev': '8.4.0',
        '@types/node': '^22',
        '@types/react': '^19.2.7',
        '@types/react-dom': '^19.2.3',
        typescript: '^5.9.3',
        vite: '8.2.6',
      },
    }),
    'vite.config.ts':
      'import { reactRouter } from "@react-router/dev/vite";\nimport { defineConfig } from "vite";\n\nexport default defineConfig({\n  plugins: [reactRouter()],\n});\n',
    'react-router.config.ts':
      'import type { Config } from "@react-router/dev/config";\n\nexport default {\n  ssr: true,\n} satisfies Config;\n',
    'tsconfig.json': JSON.stringify({
      include: ['**/*', '**/.server/**/*', '**/.client/**/*', '.react-router/types/**/*'],
      compilerOptions: {
        lib: ['DOM', 'DOM.Iterable', 'ES2022'],
        types: ['node', 'vite/client'],
        target: 'ES2022',
        module: 'ES2022',
        moduleResolution: 'bundler',
        jsx: 'react-jsx',
        rootDirs: ['.', './.react-router/types'],
        esModuleInterop: true,
        verbatimModuleSyntax: true,
        noEmit: true,
        skipLibCheck: true,
        strict: true,
      },
    }),
    'app/routes.ts':
      'import { type RouteConfig, index } from "@react-router/dev/routes";\n\nexport default [index("routes/home.tsx")] satisfies RouteConfig;\n',
    'app/routes/home.tsx': 'export default function Home() {\n  return <h1>Cats</h1>;\n}\n',
    'app/root.tsx': `import { Links, Meta, Outlet, Scripts, ScrollRestoration } from "react-router";

import type { Route } from "./+types/root";

export const links: Route.LinksFunction = () => [];

export function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}
`,
  }),
}
