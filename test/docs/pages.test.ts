/**
 * The pages of the frameworks, followed to the letter by somebody with an empty folder: what is installed, the file,
 * the command, and where to look then. Of frameworks with a project of their own, that what their blocks import is there.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { answering } from '../support/answering.ts'
import { startCommand } from '../support/command-line.ts'
import { freePort } from '../support/free-port.ts'
import { createUserAgent } from '../support/user-agent.ts'

const root = new URL('../..', import.meta.url).pathname
const ENDINGS = ['md', 'zh-CN.md'] as const

interface Page {
  /** Lines of its `sh` blocks, in order. */
  readonly commands: readonly string[]
  /** Packages that these install. */
  readonly installed: readonly string[]
  /** Its other blocks. */
  readonly code: readonly string[]
  readonly text: string
}

function readPage(name: string, ending: string): Page {
  const text = readFileSync(join(root, 'docs/frameworks', `${name}.${ending}`), 'utf8')
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, code]) => {
    return { language: language ?? '', code: code ?? '' }
  })
  const commands = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.trimEnd().split('\n'))
  const installed = commands
    .filter((line) => line.startsWith('npm install '))
    .flatMap((line) => line.split(' ').slice(2))
    .filter((word) => !word.startsWith('-'))
  const code = blocks.flatMap(({ language, code }) => (language === 'sh' ? [] : [code]))
  return { commands, installed, code, text }
}

/** The packages that a file asks for by name. */
const packagesIn = (code: string): readonly string[] =>
  [...code.matchAll(/(?:\bfrom|^import) '([^'.$][^']*)'/gm)]
    .map(([, name = '']) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
    .filter((name) => !/^(node|astro):/.test(name))

/** What is followed of a page: its blocks, the file's name, the address to open, the path of the logout. */
function followed(name: string, ending: string) {
  const { text, ...blocks } = readPage(name, ending)
  const [, file = ''] = /^`(\S+)`[:：]\n\n```js$/m.exec(text) ?? []
  const [, path = ''] = /<http:\/\/127\.0\.0\.1:5005(\/\S*)>/.exec(text) ?? []
  const [, action = ''] = /<form method="post" action="([^"]+)"><button>/.exec(text) ?? []
  return { ...blocks, file, path, action }
}

describe.each(['node', 'express', 'fastify', 'koa', 'hono', 'web'])('the page of %s', (name) => {
  it('says the same to be done in both languages', () => {
    expect(followed(name, 'zh-CN.md')).toEqual(followed(name, 'md'))
  })

  it('leads from an empty folder to a login and out of it', async () => {
    const { commands, installed, code, file, path, action } = followed(name, 'md')
    const [source = ''] = code
    expect(packagesIn(source).filter((one) => !installed.includes(one))).toEqual([])
    expect(installed).toContain('catflap-devbox')

    const folder = makeFolder(installed)
    writeFileSync(join(folder, file), source)
    const [port, boxPort] = [await freePort(), await freePort()]
    const options = `--port ${boxPort} --app-port ${port} --auto-approve alice`
    const command = commands.at(-1)?.replace('catflap-devbox --', `catflap-devbox ${options} --`)
    const running = startCommand(command ?? '', folder, folder)
    onTestFinished(() => running.stop())
    const at = (place: string): string => `http://127.0.0.1:${port}${place}`
    await answering(at('/')).catch((error) => {
      throw new Error(running.output(), { cause: error })
    })
    const person = createUserAgent()
    const asProgram = { accept: 'application/json', 'sec-fetch-mode': 'cors' }
    expect((await person.get(at(path), asProgram)).status).toBe(401)
    expect((await person.browse(at(path))).body).toMatch(/^Hello alice@.*, you asked for \/private/)
    expect((await person.post(at(action), { origin: at('') })).status).toBe(303)
    expect((await person.get(at(path), asProgram)).status).toBe(401)
  })
})

/** A folder in which these packages of the workspace are, and no others. */
function makeFolder(packages: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-page-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '.bin'), { recursive: true })
  for (const name of packages) {
    mkdirSync(join(modules, name, '..'), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  const bin = 'catflap-devbox'
  symlinkSync(join(root, 'node_modules', bin, 'bin', `${bin}.js`), join(modules, '.bin', bin))
  return folder
}

/** What the command for a new project brings, of what a page needs. */
const NEW_PROJECTS = {
  next: ['next', 'react', 'react-dom'],
  nest: ['@nestjs/common', '@nestjs/core', 'express', 'reflect-metadata'],
  sveltekit: ['@sveltejs/kit', 'svelte', 'vite'],
  astro: ['astro'],
  nuxt: ['h3', 'nuxt', 'vue'],
  'react-router': ['@react-router/dev', 'react', 'react-router', 'vite'],
} as const

describe.each(Object.entries(NEW_PROJECTS))('the page of %s', (name, brought) => {
  it.each(ENDINGS)('names what its files need beyond a new project, and builds: %s', (ending) => {
    const { commands, installed, code } = readPage(name, ending)
    const there = [...brought, ...installed, 'ws']
    expect(code.flatMap(packagesIn).filter((one) => !there.includes(one))).toEqual([])
    const served = commands.filter((line) => / -- node /.test(line) || line.includes('-serve '))
    expect(served).toHaveLength(1)
    const before = commands.slice(0, commands.indexOf(served[0] ?? '') + 1).join(' && ')
    expect(before).toMatch(/npx [\w-]+ build && .*npx catflap-devbox [^&]*$/)
  })
})
