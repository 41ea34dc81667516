/** What init changes in the files that a framework's own command has made, and what it leaves alone. */
import { describe, expect, it } from 'vitest'
import { contentsOf, type Files, init, makeFolder } from './support.ts'

const project = (dependencies: Files, files: Files): Files => ({
  'package.json': JSON.stringify({ type: 'module', dependencies }),
  'tsconfig.json': '{}',
  ...files,
})
const SHOWN = 'The login needs these lines there:'

const SVELTE = `import adapter from '@sveltejs/adapter-auto';

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: adapter()
		})
	]
});
`
const LOCALS = 'declare global {\n\tnamespace App {\n\t\t// interface Locals {}\n\t}\n}\n'
const ROOT = 'import type { Route } from "./+types/root";\n\nexport default function App() {}\n'
const routes = (list: string): string =>
  `import { type RouteConfig, index } from "@react-router/dev/routes";\n\nexport default ${list} satisfies RouteConfig;\n`
const MODULE = `import { Module } from '@nestjs/common';

@Module({
  imports: [],
  controllers: [AppController],
})
export class AppModule {}
`
const MAIN = `import { NestFactory } from '@nestjs/core';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
`

describe('a file that the framework’s own command has made gets what it lacks', () => {
  it.each<[string, Files, string, Files, readonly string[]]>([
    [
      'of SvelteKit',
      { '@sveltejs/kit': '^2.63.0' },
      'vite.config.ts',
      { 'vite.config.ts': SVELTE, 'src/app.d.ts': LOCALS },
      [
        "from '@sveltejs/adapter-node'",
        '\t\t\tadapter: adapter(),\n\t\t\t// hooks',
        "['*'] },\n\t\t})",
      ],
    ],
    [
      'of SvelteKit, in the file of older ones',
      { '@sveltejs/kit': '^2.5.0' },
      'svelte.config.js',
      {
        'svelte.config.js':
          "import adapter from '@sveltejs/adapter-node';\n\nexport default {\n\tkit: {\n\t\tadapter: adapter()\n\t}\n};\n",
        'vite.config.ts': 'export default defineConfig({ plugins: [sveltekit()] })\n',
      },
      ['\t\tadapter: adapter(),\n\t\t// hooks', "trustedOrigins: ['*'] },\n\t}\n};"],
    ],
    [
      'of Astro',
      { astro: '^7.0.0' },
      'astro.config.mjs',
      {
        'astro.config.mjs':
          "import { defineConfig } from 'astro/config';\n\nexport default defineConfig({});\n",
      },
      [
        "import node from '@astrojs/node'\nimport {",
        "defineConfig({\n  output: 'server',",
        'false },\n});',
      ],
    ],
    [
      'of Nuxt',
      { nuxt: '^4.5.0' },
      'nuxt.config.ts',
      {
        'nuxt.config.ts':
          '// help\nexport default defineNuxtConfig({\n  devtools: { enabled: true }\n})\n',
      },
      [
        "import { cpSync } from 'node:fs'\n\nexport",
        '`${output.serverDir}/node',
        '  },\n  devtools:',
      ],
    ],
    [
      'of Nuxt that shows a greeting',
      { nuxt: '^4.5.0' },
      'app/app.vue',
      { 'app/app.vue': '<template>\n  <NuxtWelcome />\n</template>\n' },
      ['<template>\n  <NuxtPage />\n</template>\n'],
    ],
    [
      'of React Router',
      { '@react-router/dev': '8.4.0' },
      'app/root.tsx',
      { 'app/root.tsx': ROOT },
      ["root\";\nimport { withLogin } from './login.server'\n", '[withLogin]\n\nexport default'],
    ],
    [
      'of React Router with one route',
      { '@react-router/dev': '8.4.0' },
      'app/routes.ts',
      { 'app/routes.ts': routes('[index("routes/home.tsx")]') },
      ['[index("routes/home.tsx"), ...loginRoutes] satisfies', "from './login.routes'"],
    ],
    [
      'of React Router with routes line by line',
      { '@react-router/dev': '8.4.0' },
      'app/routes.ts',
      { 'app/routes.ts': routes('[\n  index("routes/home.tsx"),\n]') },
      ['[\n  index("routes/home.tsx"), ...loginRoutes] satisfies'],
    ],
    [
      'of NestJS',
      { '@nestjs/core': '^12.0.1' },
      'src/main.ts',
      { 'src/main.ts': MAIN },
      ["from 'catflap/express'", '(AppModule);\n  app.use(withLogin(login))\n'],
    ],
    [
      'of NestJS that names its controllers',
      { '@nestjs/core': '^12.0.1' },
      'src/app.module.ts',
      { 'src/main.ts': MAIN, 'src/app.module.ts': MODULE },
      ['controllers: [AppController, CatflapController],', "'./catflap.controller.js'"],
    ],
  ])('%s', async (_, packages, file, files, parts) => {
    const folder = makeFolder(project(packages, files))
    const { code, out } = await init(folder, ['--yes'])
    const after = contentsOf(folder)
    expect(code).toBe(0)
    for (const part of parts) expect(after[file]).toContain(part)
    expect(out).not.toContain(`${file} is as it was`)
    expect(out).toMatch(new RegExp(`${file.replaceAll('.', '\\.')} .*\\(added to\\)\\n {6}\\+ `))
    const again = await init(folder, ['--yes'])
    expect([again.code, contentsOf(folder)]).toEqual([0, after])
    expect(again.out).not.toContain(SHOWN)
  })
})

describe('a file that was written otherwise stays as it is, and its lines are shown', () => {
  it.each<[string, Files, string, string, string]>([
    [
      'another adapter',
      { '@sveltejs/kit': '^3.0.0' },
      'vite.config.ts',
      SVELTE.replace('auto', 'static'),
      'csrf:',
    ],
    [
      'a check of its own',
      { '@sveltejs/kit': '^3.0.0' },
      'vite.config.ts',
      `${SVELTE}// csrf\n`,
      'csrf:',
    ],
    [
      'an adapter',
      { astro: '^7.0.0' },
      'astro.config.mjs',
      'export default defineConfig({ adapter: x })\n',
      'checkOrigin',
    ],
    [
      'hooks',
      { nuxt: '4' },
      'nuxt.config.ts',
      'export default defineNuxtConfig({\n  nitro: {} })\n',
      '@lmdb',
    ],
    [
      'middleware',
      { '@react-router/dev': '8' },
      'app/root.tsx',
      `${ROOT}export const middleware = []\n`,
      'withLogin',
    ],
    [
      'no list',
      { '@react-router/dev': '8' },
      'app/routes.ts',
      routes('flatRoutes()'),
      'loginRoutes',
    ],
    ['no route', { '@react-router/dev': '8' }, 'app/routes.ts', routes('[]'), 'loginRoutes'],
    ['two apps', { '@nestjs/core': '12' }, 'src/main.ts', MAIN + MAIN, 'app.use(withLogin(login))'],
  ])('%s', async (_, packages, file, text, line) => {
    const folder = makeFolder(project(packages, { [file]: text }))
    const { code, out } = await init(folder, ['--yes'])
    expect([code, contentsOf(folder)[file]]).toEqual([0, text])
    const shown = out.slice(out.indexOf(`${file} is as it was. ${SHOWN}`))
    expect(shown.slice(0, shown.indexOf('docs/frameworks'))).toContain(line)
  })
})

describe('the page for everybody', () => {
  it('is the home page where there is none', async () => {
    const folder = makeFolder(project({ astro: '^7.0.0' }, {}))
    const { out } = await init(folder, ['--yes'])
    const after = contentsOf(folder)
    expect(after['src/pages/index.astro']).toContain('Everybody may see this page.')
    expect(out).toContain('then open http://127.0.0.1:5005 and')
    expect([(await init(folder, ['--yes'])).code, contentsOf(folder)]).toEqual([0, after])
  })

  it('stands beside a home page that is there, and is told', async () => {
    const files = { 'src/pages/index.astro': '<h1>Cats</h1>' }
    const folder = makeFolder(project({ astro: '^7.0.0' }, files))
    const { out } = await init(folder, ['--yes'])
    const after = contentsOf(folder)
    expect(after).toMatchObject(files)
    expect(after['src/pages/catflap.astro']).toContain('Everybody may see this page.')
    expect(after['src/pages/private.astro']).toContain('<a href="/catflap">')
    expect(out).toContain('then open http://127.0.0.1:5005/catflap and sign in as alice')
  })

  it('of Nuxt makes no folder that would hide the pages at the top', async () => {
    const files = { 'app.vue': '<template><NuxtPage /></template>', 'pages/index.vue': 'mine' }
    const folder = makeFolder(project({ nuxt: '^4.5.0' }, files))
    await init(folder, ['--yes'])
    const names = Object.keys(contentsOf(folder))
    expect(names).toContain('pages/catflap.vue')
    expect(names.filter((name) => name.startsWith('app/'))).toEqual([])
  })
})

it.each([
  ['^2.63.0', "'@sveltejs/kit'", "'$app/environment'", '^5.5.7'],
  ['3.2.0', "'@sveltejs/kit/hooks'", "'$app/env'", '^6.0.1'],
])('SvelteKit %s gets its own names and its own adapter', async (range, kit, env, adapter) => {
  const folder = makeFolder(project({ '@sveltejs/kit': range }, {}))
  await init(folder, ['--yes'])
  const after = contentsOf(folder)
  expect(after['src/hooks.server.ts']).toContain(`import type { Handle } from ${kit}\n`)
  expect(after['src/hooks.server.ts']).toContain(`import { building } from ${env}\n`)
  const { devDependencies } = JSON.parse(after['package.json'] ?? '')
  expect(devDependencies['@sveltejs/adapter-node']).toBe(adapter)
})
