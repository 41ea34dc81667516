/** Files that are lists of lines: whatever a line says already is not said again. */

/** Lines of a .gitignore. */
export function extendIgnored(text: string | undefined, patterns: readonly string[]): string {
  const plain = (line: string): string => line.trim().replace(/^\//, '').replace(/\/$/, '')
  const present = new Set((text ?? '').split('\n').map(plain))
  return append(
    text,
    patterns.filter((pattern) => !present.has(plain(pattern))),
  )
}

/** Variables of a .env.example, below a comment; also those count that are commented out. */
export function extendVariables(
  text: string | undefined,
  comment: readonly string[],
  names: readonly string[],
): string {
  const missing = names.filter((name) => !new RegExp(`^[#\\s]*${name}=`, 'm').test(text ?? ''))
  const lines = missing.map((name) => `${name}=`)
  return append(text, lines.length === 0 ? [] : [...comment.map((line) => `# ${line}`), ...lines])
}

function append(text = '', lines: readonly string[]): string {
  if (lines.length === 0) return text
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const gap = text === '' || text.endsWith('\n') ? '' : newline
  return text + gap + lines.map((line) => line + newline).join('')
}
