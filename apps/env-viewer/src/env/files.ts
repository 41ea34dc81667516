/**
 * Writes variables as files that other programs read: `.env`, and `export` lines for a shell.
 *
 * Decides nothing about secrets: the caller says which values to leave blank.
 */

/** One line to write; `value` is `undefined` when it is to be left blank. */
export interface Entry {
  readonly name: string
  readonly value: string | undefined
}

/** The remarks that go into a file, in the reader's language. */
export interface FileRemarks {
  readonly heading: string
  readonly blank: string
  /** For a value, or a name, that the format cannot hold. */
  readonly inexpressible: string
}

/** Writes the `.env` form, as `util.parseEnv` and the dotenv tools read it. */
export function writeDotenv(entries: readonly Entry[], remarks: FileRemarks): string {
  return write(entries, remarks, ({ name, value = '' }) => {
    const quoted = /^[A-Za-z_][\w.-]*$/.test(name) ? quoteDotenv(value) : undefined
    return quoted === undefined ? undefined : `${name}=${quoted}`
  })
}

/** Writes `export` lines for sh and its relatives. */
export function writeExport(entries: readonly Entry[], remarks: FileRemarks): string {
  return write(entries, remarks, ({ name, value = '' }) => {
    if (!/^[A-Za-z_]\w*$/.test(name) || SHELL_OWN.has(name)) return undefined
    return `export ${name}='${value.replaceAll("'", "'\\''")}'`
  })
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

function write(
  entries: readonly Entry[],
  remarks: FileRemarks,
  line: (entry: Entry) => string | undefined,
): string {
  const lines = entries.flatMap((entry) => {
    const text = line(entry)
    // JSON keeps a name with a line break inside its comment.
    if (text === undefined) return [`# ${JSON.stringify(entry.name)}: ${remarks.inexpressible}`]
    return entry.value === undefined ? [`# ${remarks.blank}`, text] : [text]
  })
  return `${[`# ${remarks.heading}`, '', ...lines].join('\n')}\n`
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
