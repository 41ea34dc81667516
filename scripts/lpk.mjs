// Makes the ENV viewer's LPKs in apps/env-viewer/lazycat/dist, and their content in dist/content.
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'apps/env-viewer/lazycat/dist')

try {
  const { unpackContent } = await import('catflap-lazycat/lpk')
  const { buildLpks } = await import('./lpk/build.mjs')
  const packages = await buildLpks(root)
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  unpackContent(packages[0]?.lpk.content ?? [], join(dist, 'content'))
  for (const { name, bytes } of packages) {
    writeFileSync(join(dist, name), bytes)
    const size = (bytes.length / 1e6).toFixed(2)
    console.log(`apps/env-viewer/lazycat/dist/${name}  ${size} MB`)
    console.log(`  sha256 ${createHash('sha256').update(bytes).digest('hex')}`)
  }
} catch (error) {
  const { code, message } = /** @type {{ code?: unknown, message: string }} */ (error)
  const missing = code === 'ERR_MODULE_NOT_FOUND'
  console.error(
    missing ? 'Run npm ci and npm run build first\n请先运行 npm ci 和 npm run build' : message,
  )
  process.exitCode = 1
}
