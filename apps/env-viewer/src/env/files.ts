/**
 * Writes variables as files that other programs read: `.env`, `.env.example`, `export` lines for a
 * shell, and JSON.
 *
 * Decides nothing about secrets: the caller says which values to leave blank.
 */

/** One line to write; `value` is `undefined` when it is to be left blank. */
export interface Entry {
  readonly name: string
  readonly value: string | undefined
  /** What stands above it, in one line; ours, never anything foreign. */
  readonly about?: string
}

/** The remarks that go into a file, in the reader's language. */
export interface FileRemarks {
  readonly heading: string
  readonly blank: string
  /** For a value, or a name, that the format cannot hold. */
  readonly inexpressible: string
}

/** Writes the entries in one format. */
export type FileWriter = (entries: readonly Entry[], remarks: FileRemarks) => string

/** Writes the `.env` form, as `util.parseEnv` and the dotenv tools read it. */
export function writeDotenv(entries: readonly Entry[], remarks: FileRemarks): string {
  const lines = linesOf(entries, remarks, ({ name, value = '' }) => {
    const quoted = /^[A-Za-z_][\w.-]*$/.test(name) ? quoteDotenv(value) : undefined
    return quoted === undefined ? undefined : `${name}=${quoted}`
  })
  return fileOf(remarks, lines)
}

/** Writes names only, each known one with what it is: a `.env` form to be filled in. */
export function writeExample(entries: readonly Entry[], remarks: FileRemarks): string {
  const names = entries.map((entry) => ({ ...entry, value: '' }))
  return writeDotenv(names, remarks)
}

/** Writes `export` lines for sh and its relatives. */
export function writeExport(entries: readonly Entry[], remarks: FileRemarks): string {
  const lines = linesOf(entries, remarks, ({ name, value = '' }) => {
    if (!/^[A-Za-z_]\w*$/.test(name) || SHELL_OWN.has(name)) return undefined
    return `export ${name}='${value.replaceAll("'", "'\\''")}'`
  })
  return fileOf(remarks, lines)
}

/** Writes one JSON object, which holds every name and value; `null` stands for one left blank. */
export function writeJson(entries: readonly Entry[]): string {
  const members = entries.map(({ name, value = null }) => [name, value])
  return `${JSON.stringify(Object.fromEntries(members), null, 2)}\n`
}

/** Variables that a shell sets itself; assigning one of the read-only ones would end the script. */
const SHELL_OWN: ReadonlySet<string> = new Set([
  '_',
  'BASHOPTS',
  'BASH_VERSINFO',
  'EUID',
  'PPID',
  'SHELLOPTS',
  'UID',
])

/**
 * One line per entry, its remarks above it.
 *
 * @param line - the line of an entry, or `undefined` when the format cannot hold it
 */
export function linesOf(
  entries: readonly Entry[],
  { blank, inexpressible }: FileRemarks,
  line: (entry: Entry) => string | undefined,
): readonly string[] {
  return entries.flatMap((entry) => {
    const text = line(entry)
    // JSON keeps a name with a line break inside its comment.
    if (text === undefined) return [`# ${JSON.stringify(entry.name)}: ${inexpressible}`]
    const remarks = [entry.about, entry.value === undefined ? blank : undefined]
    return [...remarks.flatMap((remark) => (remark === undefined ? [] : [`# ${remark}`])), text]
  })
}

/** A file of lines under its heading. */
export function fileOf({ heading }: FileRemarks, lines: readonly string[]): string {
  return `${[`# ${heading}`, '', ...lines].join('\n')}\n`
}

/**
 * The value as `.env` files hold it, or `undefined` when none of their quotes can. They know no
 * escape but `\n` between double quotes, and their readers drop carriage returns.
 */
function quoteDotenv(value: string): string | undefined {
  if (/^[\w@%+:,./-]*$/.test(value)) return value
  if (value.includes('\r')) return undefined
  if (!value.includes("'")) return `'${value}'`
  if (!value.includes('`')) return `\`${value}\``
  return value.includes('"') || value.includes('\\n') ? undefined : `"${value}"`
}
