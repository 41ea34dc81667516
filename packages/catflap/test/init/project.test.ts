/** What is told from a folder. */
import { describe, expect, it } from 'vitest'
import { readProject } from '../../src/cli/init/project.ts'
import { type Files, makeFolder } from './support.ts'

const json = (data: object): string => JSON.stringify(data)
const read = (files: Files, userAgent?: string) => readProject(makeFolder(files), userAgent)

describe('the package manager', () => {
  it.each([
    [{ 'package-lock.json': '' }, undefined, 'npm'],
    [{ 'npm-shrinkwrap.json': '' }, 'yarn/1.22.22 npm/? node/v22.0.0', 'npm'],
    [{ 'pnpm-lock.yaml': '' }, undefined, 'pnpm'],
    [{ 'yarn.lock': '' }, undefined, 'yarn'],
    [{ 'bun.lock': '' }, undefined, 'bun'],
    [{ 'bun.lockb': '' }, undefined, 'bun'],
    [{ 'package.json': json({ packageManager: 'pnpm@10.1.0' }) }, undefined, 'pnpm'],
    [{ 'yarn.lock': '', 'package.json': json({ packageManager: 'npm@10.0.0' }) }, '', 'yarn'],
    [{ 'package.json': json({ packageManager: 7 }) }, undefined, 'npm'],
    [{}, 'pnpm/10.1.0 npm/? node/v22.0.0 linux x64', 'pnpm'],
    [{}, 'somebody/1.0', 'npm'],
    [{}, undefined, 'npm'],
  ])('of %j, called by %j, is %s', (files, userAgent, name) => {
    expect(read(files as Files, userAgent).manager.name).toBe(name)
  })
})

describe('the language', () => {
  it.each([
    [{ 'tsconfig.json': '{}' }, true],
    [{ 'package.json': json({ devDependencies: { typescript: '^7.0.0' } }) }, true],
    [{ 'package.json': json({ dependencies: { typescript: '^7.0.0' } }) }, true],
    [{ 'package.json': json({ dependencies: { hono: '^4.0.0' } }) }, false],
    [{}, false],
  ])('of %j is TypeScript: %j', (files, typed) => {
    expect(read(files as Files).typed).toBe(typed)
  })
})

describe('the kind of its modules', () => {
  it.each([
    [{}, true],
    [{ 'package.json': '{}' }, true],
    [{ 'package.json': json({ type: 'module' }), 'server.js': '' }, true],
    [{ 'package.json': json({ type: 'commonjs' }) }, false],
    // Made a module, this file would break.
    [{ 'package.json': '{}', 'webpack.config.js': '' }, false],
    [{ 'package.json': '{}', 'src/index.js': '' }, false],
  ])('of %j is ES: %j', (files, modules) => {
    expect(read(files as Files).modules).toBe(modules)
  })
})

describe('the frameworks', () => {
  it.each([
    [{ dependencies: { hono: '^4.0.0' } }, ['hono']],
    [
      { dependencies: { express: '^5.0.0' }, devDependencies: { koa: '^3.0.0' } },
      ['express', 'koa'],
    ],
    [{ dependencies: { fastify: '^5.0.0', 'express-session': '1' } }, ['fastify']],
    [{}, []],
  ])('of %j are %j', (data, names) => {
    expect(read({ 'package.json': json(data) }).frameworks).toEqual(names)
  })
})

describe('the server', () => {
  it.each([
    [{ 'server.js': '' }, 'server.js'],
    [{ 'src/index.ts': '' }, 'src/index.ts'],
    [{ 'index.js': '', 'app.mjs': '' }, 'app.mjs'],
    [{ 'lib/web.js': '', 'package.json': json({ main: './lib/web.js' }) }, 'lib/web.js'],
    [
      {
        'a.js': '',
        'b.mjs': '',
        'package.json': json({ main: 'a.js', scripts: { start: 'node b.mjs' } }),
      },
      'b.mjs',
    ],
    [
      {
        'web.js': '',
        'package.json': json({ scripts: { start: 'X=1 node --env-file=.env ./web.js' } }),
      },
      'web.js',
    ],
    [
      { 'dist/web.js': '', 'src/main.ts': '', 'package.json': json({ main: 'dist/web.js' }) },
      'src/main.ts',
    ],
    [{ 'package.json': json({ main: 'index.js' }) }, undefined],
    [{ 'package.json': json({ main: '../my-cats/other.js' }), 'other.js': '' }, undefined],
    [{ 'styles.css': '' }, undefined],
  ])('of %j is %j', (files, name) => {
    expect(read(files as Files).server?.name).toBe(name)
  })

  it.each([
    ["import { createLogin } from 'catflap'", true],
    ['const { requireLogin } = require("catflap/node")', true],
    ["import x from 'catflap-something'", false],
    ['// catflap', false],
  ])('with %j has the login: %j', (text, hasLogin) => {
    expect(read({ 'server.js': text }).server?.hasLogin).toBe(hasLogin)
  })
})
