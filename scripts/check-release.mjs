// Fails unless all workspaces have one version, and name each other at exactly that version.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('..', import.meta.url).pathname
/** @param {string} folder */
const manifestOf = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))

const { version } = manifestOf('.')
const folders = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(join(root, parent)).map((name) => join(parent, name)),
)
const manifests = [...folders, 'test', 'bench'].map((folder) => ({ folder, ...manifestOf(folder) }))
const own = new Set(manifests.map(({ name }) => name))

const wrong = manifests.flatMap(({ folder, version: seen, dependencies = {} }) => [
  ...(seen === version ? [] : [`${folder}: version ${seen}`]),
  ...Object.entries(dependencies)
    .filter(([name, range]) => own.has(name) && range !== version)
    .map(([name, range]) => `${folder}: needs ${name} ${range}`),
])
if (wrong.length > 0) {
  console.error(`Expected ${version} everywhere:\n${wrong.map((line) => `  ${line}`).join('\n')}`)
  process.exit(1)
}
