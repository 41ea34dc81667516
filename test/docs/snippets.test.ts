/**
 * Every TypeScript and JavaScript block of the documents compiles, and the ones that repeat an
 * example are equal to it.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = new URL('../..', import.meta.url).pathname

const documents = [
  '.',
  'docs',
  'docs/frameworks',
  'docs/providers',
  'packages/catflap',
  'packages/devbox',
  'packages/forward',
  'packages/gate',
  'packages/lazycat',
  'apps/env-viewer',
].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(root, folder, file)),
)

const blocks = documents.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^```(ts|js)\n([\s\S]*?)^```$/gm)].map((match) => ({
    file: relative(root, file),
    code: match[2] ?? '',
  })),
)

/** Frameworks outside of the workspace: the files of each example, in the order of its page. */
const HEAVY: readonly (readonly [string, readonly string[]])[] = [
  [
    'next',
    [
      'next.config.ts',
      'lib/login.ts',
      'proxy.ts',
      'app/page.tsx',
      'app/private/[...path]/page.tsx',
      'app/api/me/route.ts',
    ],
  ],
  ['nest', ['src/login.ts', 'src/main.ts', 'src/app.controller.ts', 'src/cats.gateway.ts']],
  [
    'sveltekit',
    [
      'vite.config.ts',
      'src/app.d.ts',
      'src/hooks.server.ts',
      'src/routes/+page.server.ts',
      'src/routes/+page.svelte',
      'src/routes/private/[...path]/+page.server.ts',
      'src/routes/private/[...path]/+page.svelte',
      'src/routes/api/me/+server.ts',
    ],
  ],
  [
    'astro',
    [
      'astro.config.ts',
      'src/env.d.ts',
      'src/login.ts',
      'src/middleware.ts',
      'src/pages/index.astro',
      'src/pages/private/[...path].astro',
      'src/pages/api/me.ts',
    ],
  ],
  ['bun', ['server.ts']],
  ['deno', ['server.ts']],
  [
    'nuxt',
    [
      'server/utils/login.ts',
      'server/middleware/login.ts',
      'app/composables/session.ts',
      'app/middleware/signed-in.ts',
      'app/pages/index.vue',
      'app/pages/private/[...path].vue',
      'server/api/me.get.ts',
      'nuxt.config.ts',
    ],
  ],
  [
    'react-router',
    [
      'app/login.server.ts',
      'app/root.tsx',
      'app/routes.ts',
      'app/routes/login.ts',
      'app/routes/home.tsx',
      'app/routes/private.tsx',
      'app/routes/me.ts',
    ],
  ],
]
const isSource = (file: string): boolean =>
  /\.(tsx?|vue|svelte|astro)$/.test(file) && !file.includes('node_modules')
/** What every app of the framework has, and has nothing to do with a login. */
const LEFT_OUT = /^(app\/layout\.tsx|app\/app\.vue|vite\.config\.ts)$/

describe('code in the documents', () => {
  it('is there', () => {
    expect(new Set(blocks.map(({ file }) => file))).toContain('README.md')
    expect(new Set(blocks.map(({ file }) => file))).toContain('README.zh-CN.md')
  })

  it('compiles', () => {
    const folder = join(root, 'test/docs/.snippets')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
    blocks.forEach(({ file, code }, i) => {
      const name = `${file.replace(/\W/g, '_')}_${i}.ts`
      writeFileSync(join(folder, name), `${code}\nexport {}\n`)
    })
    const config = {
      extends: '../../../tsconfig.base.json',
      compilerOptions: { noEmit: true, isolatedDeclarations: false, declaration: false },
      include: ['*.ts'],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const compile = () => execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
    expect(compile).not.toThrow()
    rmSync(folder, { recursive: true })
  })

  it.each(['any-language.md', 'any-language.zh-CN.md'])(
    'of docs/%s shows the Flask app as it is',
    (file) => {
      const shown = readFileSync(join(root, 'docs', file), 'utf8')
      expect(shown).toContain(
        `\`\`\`python\n${readFileSync(join(root, 'examples/flask/app.py'), 'utf8')}\`\`\``,
      )
    },
  )

  it.each(['README.md', 'README.zh-CN.md'])('of %s shows the examples as they are', (file) => {
    const shown = blocks.filter((block) => block.file === file).map(({ code }) => code)
    expect(shown).toContain(readFileSync(join(root, 'examples/node.mjs'), 'utf8'))
  })

  it.each(['node', 'hono', 'express', 'fastify', 'koa', 'web'])(
    'of docs/frameworks shows the example of %s as it is',
    (name) => {
      for (const file of [`docs/frameworks/${name}.md`, `docs/frameworks/${name}.zh-CN.md`]) {
        const shown = blocks.filter((block) => block.file === file).map(({ code }) => code)
        expect(shown, file).toContain(readFileSync(join(root, `examples/${name}.mjs`), 'utf8'))
      }
    },
  )

  // Compiled by their own tools, in test/opt-in.
  it.each(HEAVY)('of docs/frameworks/%s shows the example as it is', (name, files) => {
    const example = join(root, 'examples', name)
    const all = readdirSync(example, { recursive: true, encoding: 'utf8' }).filter(isSource)
    expect(all.filter((file) => !files.includes(file) && !LEFT_OUT.test(file))).toEqual([])
    const expected = files.map((file) => readFileSync(join(example, file), 'utf8'))
    for (const page of [`${name}.md`, `${name}.zh-CN.md`]) {
      const text = readFileSync(join(root, 'docs/frameworks', page), 'utf8')
      const fences = text.matchAll(/^```(?:tsx|typescript|vue|svelte|astro)\n([\s\S]*?)^```$/gm)
      const shown = [...fences].map(([, code]) => code)
      expect(shown, page).toEqual(expected)
    }
  })
})
