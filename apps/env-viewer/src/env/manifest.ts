/**
 * Writes variables as the `environment:` block of lzc-manifest.yml.
 */
import { yamlText } from '../yaml.ts'
import { type Entry, type FileRemarks, fileOf, linesOf } from './files.ts'
import { knownVariable } from './known.ts'

/** What each container sets by itself; a manifest that pins it would break another image. */
const CONTAINER_OWN: ReadonlySet<string> = new Set(
  '_ HOME HOSTNAME LANG OLDPWD PATH PWD SHELL SHLVL TERM USER'.split(' '),
)

/**
 * Writes what a manifest has to say: deploy-time variables mapped by their names, the rest as it is.
 * Left out is what a container has anyway.
 */
export function writeManifest(entries: readonly Entry[], remarks: FileRemarks): string {
  const said = entries.filter(({ name }) => knownVariable(name)?.group !== 'run')
  const items = said.filter(({ name }) => !CONTAINER_OWN.has(name)).map(mapped)
  const lines = linesOf(items, remarks, ({ name, value = '' }) => {
    const written = /^[A-Za-z_][\w.-]*$/.test(name) && (isMapping(name, value) || isLiteral(value))
    return written ? `  - ${yamlText(`${name}=${value}`)}` : undefined
  })
  const filled = lines.some((line) => line.startsWith('  - '))
  return fileOf(remarks, [filled ? 'environment:' : 'environment: []', ...lines])
}

function mapped(entry: Entry): Entry {
  if (knownVariable(entry.name)?.group !== 'deploy') return entry
  return { ...entry, value: mappingOf(entry.name) }
}

const mappingOf = (name: string): string => `\${${name}}`
const isMapping = (name: string, value: string): boolean => value === mappingOf(name)

/** The platform replaces what these begin, so a value that holds one would arrive changed. */
const isLiteral = (value: string): boolean => !value.includes('${') && !value.includes('{{')
