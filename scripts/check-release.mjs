// Fails unless all workspaces have one version, name each other at exactly that version, and those
// that are published say where the project lives.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { published, root } from './published.mjs'

/** @param {string} folder */
const manifestOf = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))

const { version } = manifestOf('.')
const folders = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(join(root, parent)).map((name) => join(parent, name)),
)
const manifests = [...folders, 'test', 'bench'].map((folder) => ({ folder, ...manifestOf(folder) }))
const own = new Set(manifests.map(({ name }) => name))

const versions = manifests.flatMap(({ folder, version: seen, dependencies = {} }) => [
  ...(seen === version ? [] : [`${folder}: version ${seen}`]),
  ...Object.entries(dependencies)
    .filter(([name, range]) => own.has(name) && range !== version)
    .map(([name, range]) => `${folder}: needs ${name} ${range}`),
])
// npm compares a package's provenance with its repository, and refuses one that has none.
const homeless = manifests.flatMap((manifest) =>
  published.includes(manifest.folder)
    ? ['repository', 'homepage', 'bugs']
        .filter((field) => !manifest[field])
        .map((field) => `${manifest.folder}: no ${field}`)
    : [],
)

/** @param {string} expected @param {readonly string[]} lines */
const tell = (expected, lines) => {
  if (lines.length === 0) return
  console.error(`${expected}:\n${lines.map((line) => `  ${line}`).join('\n')}`)
  process.exitCode = 1
}
tell(`Expected ${version} everywhere`, versions)
tell('Write where the project lives with `npm run release:address -- https://…`', homeless)
