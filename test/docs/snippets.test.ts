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
  'packages/catflap',
  'packages/devbox',
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

  // Compiled by `next build`, in test/opt-in/next.ts.
  it.each(['next.md', 'next.zh-CN.md'])(
    'of docs/frameworks/%s shows the example as it is',
    (name) => {
      const text = readFileSync(join(root, 'docs/frameworks', name), 'utf8')
      const shown = [...text.matchAll(/^```tsx\n([\s\S]*?)^```$/gm)].map((match) => match[1])
      const example = join(root, 'examples/next')
      const files = readdirSync(example, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.tsx?$/.test(file) && file !== 'app/layout.tsx')
        .map((file) => readFileSync(join(example, file), 'utf8'))
      expect(files.length).toBeGreaterThan(5)
      expect(shown.sort()).toEqual(files.sort())
    },
  )
})
