/** The ENV viewer's LPKs: what is in them, and that a build depends on nothing but the sources. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MISSPELT_VARIABLES, PLATFORM_VARIABLES } from 'catflap-lazycat/facts'
import { checkManifest } from 'catflap-lazycat/manifest'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { buildLpks } from '../../scripts/lpk/build.mjs'

const root = new URL('../..', import.meta.url).pathname
const MAX_SIZE = 8e6
const MAX_ICON = 200 * 1024

interface Manifest {
  readonly [key: string]: unknown
  readonly application: Readonly<Record<string, unknown>>
  readonly services?: { readonly web: Readonly<Record<string, unknown>> }
}

let packages: Awaited<ReturnType<typeof buildLpks>>
beforeAll(async () => {
  packages = await buildLpks(root)
}, 120_000)

const manifests = (): readonly [Manifest, Manifest] => {
  const [service, exec] = packages.map(({ lpk }) => parse(lpk.manifest) as Manifest)
  return [service!, exec!]
}
const viewer = JSON.parse(readFileSync(join(root, 'apps/env-viewer/package.json'), 'utf8'))

describe('each LPK', () => {
  it('is named after its package and version, and is small', () => {
    const names = packages.map(({ name }) => name)
    const base = `dev.catflap.env-v${viewer.version}`
    expect(names).toEqual([`${base}.lpk`, `${base}-exec.lpk`, `${base}-v2.lpk`])
    for (const { bytes } of packages) expect(bytes.length).toBeLessThan(MAX_SIZE)
  })

  it('is a package of its version with this content', () => {
    expect(packages.map(({ lpk }) => lpk.version)).toEqual([1, 1, 2])
    for (const { lpk } of packages) {
      expect(lpk.content.map(({ path, mode }) => `${mode.toString(8)} ${path}`)).toEqual([
        '644 LICENSES.txt',
        '644 lmdb-linux-x64-glibc.node',
        '644 lmdb-linux-x64-musl.node',
        '644 main.js',
        '644 package.json',
        '755 run.sh',
      ])
    }
  })

  it('has a square icon that the store takes', () => {
    for (const { lpk } of packages) {
      const png = Buffer.from(lpk.icon ?? [])
      expect(png.subarray(1, 4).toString()).toBe('PNG')
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512])
      expect(png.length).toBeLessThan(MAX_ICON)
    }
  })

  it('names the licence of every package in it, and no place where it was built', () => {
    const text = (path: string): string => {
      const entry = packages[0]?.lpk.content.find((one) => one.path === path)
      return Buffer.from(entry?.kind === 'file' ? entry.bytes : []).toString()
    }
    const names = [...text('LICENSES.txt').matchAll(/^-{80}\n(\S+) \((\S+)\)$/gm)]
    expect(names.map(([, name]) => name)).toEqual(
      expect.arrayContaining(['catflap', 'hono', 'jose', 'lmdb', 'ordered-binary']),
    )
    // It would look for a binary of its own.
    expect(names.map(([, name]) => name)).not.toContain('msgpackr-extract')
    for (const [, , licence] of names) expect(licence).toMatch(/^(MIT|Apache-2\.0|ISC)$/)
    expect(text('main.js')).not.toMatch(/sourceMappingURL/)
    expect(text('main.js')).not.toContain(root)
    expect(text('LICENSES.txt')).not.toContain(root)
  })
})

describe('the package of version 2', () => {
  it('has in package.yml what version 1 has in its manifest', () => {
    const [service, , second] = packages.map(({ lpk }) => lpk)
    const { min_os_version, permissions, ...about } = parse(second?.packageYml ?? '')
    expect([min_os_version, permissions]).toEqual(['1.5.0', { required: ['net.internet'] }])
    expect({ ...about, ...parse(second?.manifest ?? '') }).toEqual(without(service?.manifest))
    expect(parse(second?.manifest ?? '')).not.toHaveProperty('package')
  })

  it('has nothing that a check complains about', () => {
    for (const { lpk } of packages) {
      const files = lpk.packageYml === undefined ? {} : { package: lpk.packageYml }
      expect(checkManifest({ text: lpk.manifest, files }).map(({ code }) => code)).toEqual([])
    }
  })
})

/** A manifest of version 1, but for what version 2 says otherwise. */
function without(manifest = ''): Readonly<Record<string, unknown>> {
  const { min_os_version: _, ...rest } = parse(manifest)
  return rest
}

describe('each manifest', () => {
  it('says who it is, in both languages', () => {
    for (const manifest of manifests()) {
      expect(manifest).toMatchObject({
        package: 'dev.catflap.env',
        version: viewer.version,
        name: '懒猫ENV查看器',
        min_os_version: expect.stringMatching(/^1\.[3-9]\.\d+$/),
        locales: {
          'zh-CN': { name: '懒猫ENV查看器', description: expect.any(String) },
          'en-US': { name: 'LazyCat ENV Viewer', description: expect.any(String) },
        },
      })
    }
  })

  it('registers the callback, keeps the ingress guard, and lets the app sleep', () => {
    for (const { application } of manifests()) {
      expect(application).toMatchObject({ oidc_redirect_path: '/callback', background_task: false })
      expect(application).not.toHaveProperty('public_path')
    }
  })

  it('hands on every sign-in variable of the box, a stable secret, and no misspelt name', () => {
    const wanted = PLATFORM_VARIABLES.filter(({ name }) => name.startsWith('LAZYCAT_AUTH_OIDC_'))
    for (const { application, services } of manifests()) {
      const lines = (services?.web.environment ?? application.environment) as readonly string[]
      expect(lines).toEqual(
        expect.arrayContaining([
          ...wanted.map(({ name }) => `${name}=\${${name}}`),
          'CATFLAP_SECRET={{ stable_secret "catflap" }}',
          'PORT=5005',
        ]),
      )
      const names = lines.flatMap((line) => line.match(/LAZYCAT_\w+/g) ?? [])
      expect(names.filter((name) => name in MISSPELT_VARIABLES)).toEqual([])
      expect(names.filter((name) => !wanted.some((one) => one.name === name))).toEqual([])
    }
  })

  it('starts the viewer, and asks whether it is alive, in its own way', () => {
    const [service, exec] = manifests()
    expect(service.application.routes).toEqual(['/=http://web:5005'])
    expect(service.services?.web).toMatchObject({
      image: expect.stringMatching(/^node:2\d-/),
      command: 'node /lzcapp/pkg/content/main.js',
      environment: expect.arrayContaining(['HOST=0.0.0.0']),
      healthcheck: { test: ['CMD-SHELL', expect.stringContaining('127.0.0.1:5005/healthz')] },
    })
    expect(exec.application.routes).toEqual(['/=exec://5005,/lzcapp/pkg/content/run.sh'])
    expect(exec.application.health_check).toMatchObject({
      test_url: 'http://127.0.0.1:5005/healthz',
    })
  })
})

it('built from a copy elsewhere, each LPK is the same bytes', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'catflap-copy-'))
  try {
    copySources(copy)
    const again = await buildLpks(copy)
    const same = packages.map(({ bytes }, i) => Buffer.compare(bytes, again[i]!.bytes))
    expect(same).toEqual([0, 0, 0])
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}, 120_000)

/** The workspaces copied, the packages of others linked. */
function copySources(target: string): void {
  const own = (path: string): boolean => !/\/(?:node_modules|dist)$/.test(path)
  const settings = ['package.json', 'tsconfig.json', 'tsconfig.base.json']
  for (const name of ['apps', 'packages', ...settings, 'LICENSE']) {
    cpSync(join(root, name), join(target, name), { recursive: true, filter: own })
  }
  const modules = join(target, 'node_modules')
  mkdirSync(modules)
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name.startsWith('catflap')) continue
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  symlinkSync('../packages/catflap', join(modules, 'catflap'))
  symlinkSync('../packages/lazycat', join(modules, 'catflap-lazycat'))
}
