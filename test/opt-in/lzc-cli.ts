/**
 * LazyCat's own packager and ours make the same package. Runs with CATFLAP_LZC_CLI=1, since the
 * packager is 138 MB.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Lpk, readLpk } from 'catflap-lazycat/lpk'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import { buildLpks } from '../../scripts/lpk/build.mjs'

const VERSION = '1.3.17'
const root = new URL('../..', import.meta.url).pathname
const elsewhere = mkdtempSync(join(tmpdir(), 'catflap-lzc-cli-'))
/** What the packager may see; its settings go to a home of its own. */
const env = { PATH: process.env.PATH, HOME: elsewhere, LC_ALL: 'en_US.UTF-8' }

beforeAll(() => {
  writeFileSync(join(elsewhere, 'package.json'), '{}')
  const install = ['install', '--no-audit', '--no-fund', `@lazycatcloud/lzc-cli@${VERSION}`]
  execFileSync('npm', install, { cwd: elsewhere, stdio: 'inherit', timeout: 300_000 })
}, 310_000)
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }), 120_000)

it('lzc-cli makes LPKs with the manifests, icon and content of ours', async () => {
  const ours = await buildLpks(root)
  const cli = join(elsewhere, 'node_modules/.bin/lzc-cli')
  for (const [i, config] of ['lzc-build.yml', 'lzc-build.exec.yml'].entries()) {
    const out = join(elsewhere, `${config}.lpk`)
    const cwd = join(root, 'apps/env-viewer/lazycat')
    const build = ['project', 'build', '-f', config, '-o', out]
    execFileSync(cli, build, { cwd, env, stdio: 'inherit', timeout: 120_000 })
    expect(inWords(await readLpk(readFileSync(out)))).toEqual(inWords(ours[i]!.lpk))
  }
}, 300_000)

/** An LPK with its manifest parsed and its bytes as digests, which a report of a failure can show. */
function inWords({ manifest, icon, content, ...rest }: Lpk) {
  const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
  return {
    ...rest,
    manifest: parse(manifest),
    icon: icon && digest(icon),
    content: content.map((one) =>
      one.kind === 'file' ? { ...one, bytes: digest(one.bytes) } : one,
    ),
  }
}
