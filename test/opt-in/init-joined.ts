/**
 * `catflap init` in a project that a framework's own command has just made: installed from tarballs, worked on beside
 * the devbox, then packed and started as a box would, each time signed in to and out of in a real browser. Nothing is
 * edited by hand. Runs with CATFLAP_FRAMEWORKS=1; these frameworks have left Node 20 behind.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from '../support/chromium.ts'
import { installNode, NEWER_NODE } from '../support/framework-app.ts'
import { letSettle, visitApp } from '../support/init-app.ts'
import {
  joinApp,
  packAll,
  runner,
  serve,
  serveScript,
  type Tarballs,
  temporaryFolder,
} from '../support/new-app.ts'
import { TEMPLATES } from '../support/templates.ts'

const newer = mkdtempSync(join(tmpdir(), 'catflap-node-'))
let node: string
let tarballs: Tarballs
let chromium: Chromium
beforeAll(async () => {
  node = installNode(newer, NEWER_NODE)
  tarballs = packAll()
  chromium = await launchChromium()
}, 600_000)
afterAll(async () => {
  await chromium?.close()
  tarballs?.remove()
  rmSync(newer, { recursive: true, force: true })
}, 60_000)

const CONTENT = '/lzcapp/pkg/content'

/** What `init` tells to type and to open. */
function readSteps(said: string): { script: string; open: string } {
  const [, script] = / npm run (\S+) /.exec(said) ?? []
  const [, open = ''] = /http:\/\/127\.0\.0\.1:5005(\/\w+)?/.exec(said) ?? []
  if (script === undefined) throw new Error(said)
  return { script, open: open || '/' }
}

/** The command of its manifest, with the content elsewhere. */
function commandOf(folder: string, content: string): string {
  const manifest = readFileSync(join(folder, 'lzc-manifest.yml'), 'utf8')
  const [, command = ''] = /^ +command: (.+)$/m.exec(manifest) ?? []
  return command.replaceAll(CONTENT, content)
}

describe('a project that a command of its own has made, and that init has joined,', () => {
  it.each([
    ['SvelteKit 2', 'sveltekit', 'en', ['npx', 'svelte-check']],
    ['Astro', 'astro', 'zh', undefined],
    ['Nuxt', 'nuxt', 'en', undefined],
    ['React Router', 'react-router', 'zh', ['npm', 'run', 'typecheck']],
    ['NestJS', 'nest', 'en', ['npx', 'tsc', '--noEmit']],
  ] as const)(
    'of %s signs in and out, and so does what it packs',
    async (template, framework, language, check) => {
      const folder = TEMPLATES[template]?.(temporaryFolder('joined'), node) ?? ''
      const said = joinApp(folder, tarballs, { framework, language, node })
      expect(said).not.toMatch(/The login needs these lines|登录需要其中有这几行/)
      const { script, open } = readSteps(said)
      const visit = { language, person: 'alice', open, pictures: `joined-${framework}` } as const

      const worked = await serveScript(folder, script, node)
      await letSettle(chromium, worked.origin + open)
      await visitApp(chromium, worked.origin, visit)
      await worked.command.stop()

      const run = runner(folder, node)
      if (check !== undefined) run(check[0], ...check.slice(1))
      run('node', 'lzc-build.mjs')
      const content = join(temporaryFolder('content'), 'content')
      cpSync(join(folder, 'lzc-content'), content, { recursive: true, verbatimSymlinks: true })
      expect(existsSync(join(content, 'node_modules/catflap-devbox'))).toBe(false)
      const command = commandOf(folder, content)
      const served = await serve(
        content,
        (port, options) =>
          `ORIGIN=http://127.0.0.1:${port} catflap-devbox ${options} -- ${command}`,
        node,
      )
      await visitApp(chromium, served.origin, visit)
    },
    1_200_000,
  )
})
