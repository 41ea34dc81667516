/**
 * The entries of an app's content, and the rules that keep them inside the folder they unpack to.
 *
 * Symbolic links inside are kept, since `node_modules/.bin` is made of them.
 */
import { LpkError, quoted } from './errors.ts'

/** A file, directory or symbolic link; `path` is relative, with `/`, and without `.` and `..`. */
export type Entry =
  | {
      readonly kind: 'file'
      readonly path: string
      /** Permission bits. */
      readonly mode: number
      readonly bytes: Uint8Array
    }
  | { readonly kind: 'directory'; readonly path: string; readonly mode: number }
  | {
      readonly kind: 'symlink'
      readonly path: string
      readonly mode: number
      /** As stored: relative to the link's own directory. */
      readonly target: string
    }

/**
 * The plain form of a name in an archive: without a leading `./` and a slash at the end.
 *
 * @returns '' for the folder itself
 * @throws {@link LpkError} `LPK_PATH_UNSAFE`, `LPK_NOT_UTF8`
 */
export function checkPath(name: string): string {
  if (name.includes('\ufffd')) {
    throw new LpkError('LPK_NOT_UTF8', { path: name, expected: 'UTF-8', seen: 'other bytes' })
  }
  const path = name.replace(/^(?:\.\/)+/, '').replace(/\/$/, '')
  const fault = path === '' || path === '.' ? emptyFault(name) : pathFault(path)
  if (fault === undefined) return path === '.' ? '' : path
  throw new LpkError('LPK_PATH_UNSAFE', { path: name, expected: 'a plain path', seen: fault })
}

/** Only `.` and `./` stand for the folder itself. */
const emptyFault = (name: string): string | undefined =>
  /^\.\/?$|^(?:\.\/)+$/.test(name) ? undefined : 'no name'

function pathFault(path: string): string | undefined {
  if (hasControl(path)) return 'a control character'
  if (path.includes('\\')) return 'a backslash'
  if (path.startsWith('/')) return 'an absolute path'
  if (/^[A-Za-z]:/.test(path)) return 'a drive letter'
  const parts = path.split('/')
  if (parts.includes('..')) return '..'
  if (parts.includes('') || parts.includes('.')) return 'an empty part'
  return undefined
}

const hasControl = (text: string): boolean => /\p{Cc}/u.test(text)

/**
 * Checks entries against each other: no path twice, nothing below what is no directory, no link
 * that leads outside.
 *
 * @throws {@link LpkError} `LPK_DUPLICATE`, `LPK_PATH_UNSAFE`, `LPK_LINK_UNSAFE`
 */
export function checkTree(entries: readonly Entry[]): void {
  const kinds = new Map<string, Entry['kind']>()
  for (const { path, kind } of entries) {
    if (kinds.has(path)) {
      throw new LpkError('LPK_DUPLICATE', { path, expected: 'each path once', seen: quoted(path) })
    }
    kinds.set(path, kind)
  }
  for (const entry of entries) {
    for (let at = entry.path.lastIndexOf('/'); at > 0; at = entry.path.lastIndexOf('/', at - 1)) {
      const parent = entry.path.slice(0, at)
      const kind = kinds.get(parent) ?? 'directory'
      if (kind === 'directory') continue
      const expected = `a directory at ${quoted(parent)}`
      throw new LpkError('LPK_PATH_UNSAFE', { path: entry.path, expected, seen: kind })
    }
    if (entry.kind === 'symlink') checkLink(entry.path, entry.target)
  }
}

/**
 * A target may go up only at its beginning: after a further name, which may itself be a link, `..`
 * is no longer what it seems. As no link has entries below it, each step up is then a real one.
 */
function checkLink(path: string, target: string): void {
  const refuse = (seen: string): never => {
    throw new LpkError('LPK_LINK_UNSAFE', { path, expected: 'a target inside', seen })
  }
  if (target === '' || target.includes('\ufffd') || hasControl(target) || /\\/.test(target)) {
    refuse(quoted(target))
  }
  if (target.startsWith('/') || /^[A-Za-z]:/.test(target)) refuse(quoted(target))
  const parts = target.split('/').filter((part) => part !== '.' && part !== '')
  const down = parts.findIndex((part) => part !== '..')
  const up = down === -1 ? parts.length : down
  if (parts.includes('..', up) || up > path.split('/').length - 1) refuse(quoted(target))
}
