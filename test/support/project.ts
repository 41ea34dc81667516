/** A project that `catflap init` wrote, and its package. */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { type Entry, writeLpk } from 'catflap-lazycat/lpk'
import { freePort } from './free-port.ts'

const modules = new URL('../../node_modules', import.meta.url).pathname

/** Puts ports that are free in place of the usual ones, which somebody else may have. */
export async function useFreePorts(folder: string): Promise<void> {
  const port = await freePort()
  const options = `--port ${await freePort()} --app-port ${port}`
  change(join(folder, 'package.json'), 'catflap-devbox -- ', `catflap-devbox ${options} -- `)
  change(join(folder, 'lzc-manifest.yml'), '5005', String(port))
}

function change(file: string, from: string, to: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to))
}

/**
 * Makes an LPK of a project as lzc-cli does: the script of lzc-build.yml fills the content. What that
 * script would ask a registry for is copied from here instead.
 */
export async function packProject(folder: string, lpk: string): Promise<void> {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const packageJson = read('package.json')
  const { dependencies, devDependencies, ...rest } = JSON.parse(packageJson)
  const build = /^buildscript: (.*)$/m.exec(read('lzc-build.yml'))?.[1] ?? ''
  writeFileSync(join(folder, 'package.json'), JSON.stringify(rest))
  try {
    execFileSync('sh', ['-ec', build], { cwd: folder, stdio: 'pipe', timeout: 60_000 })
  } finally {
    writeFileSync(join(folder, 'package.json'), packageJson)
  }
  const content = join(folder, 'lzc-content')
  copyPackages(Object.keys(dependencies), join(content, 'node_modules'))
  const icon = readFileSync(join(folder, 'lzc-icon.png'))
  const entries = readEntries(content)
  const about = join(folder, 'package.yml')
  const source = { manifest: read('lzc-manifest.yml'), icon, content: entries }
  const format = existsSync(about) ? ({ version: 2, packageYml: read('package.yml') } as const) : {}
  writeFileSync(lpk, await writeLpk({ ...source, ...format }))
}

/** Copies packages of this workspace, and what they depend on. */
function copyPackages(names: readonly string[], target: string): void {
  for (const name of names) {
    const from = join(modules, name)
    const to = join(target, name)
    // Packages for other systems are not installed.
    if (existsSync(to) || !existsSync(from)) continue
    cpSync(realpathSync(from), to, { recursive: true, dereference: true })
    const text = readFileSync(join(to, 'package.json'), 'utf8')
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(text)
    copyPackages(Object.keys({ ...dependencies, ...optionalDependencies }), target)
  }
}

function readEntries(folder: string): readonly Entry[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name): Entry[] => {
    const file = join(folder, name)
    const stat = lstatSync(file)
    if (!stat.isFile()) return []
    const path = relative(folder, file)
    return [{ kind: 'file', path, mode: stat.mode & 0o777, bytes: readFileSync(file) }]
  })
}
