/** An app that lives below a path of its server: what goes there never leaves that path. Pure. */

/** How often a path may be encoded on top of itself before nobody means it. */
const ROUNDS = 4

/**
 * The target at the server, for one that was asked for.
 *
 * @param base - path of the upstream without a slash at its end; empty for its root
 * @param target - path and query as they came; untrusted
 * @returns `undefined` for a target that some reading of it leads out of the base
 */
export function joinBase(base: string, target: string): string | undefined {
  if (base === '') return target
  if (!target.startsWith('/')) return undefined
  return climbs(target.split('?', 1)[0] ?? '') ? undefined : base + target
}

/** Whether a path, as anybody might read it, has a segment of dots. Malformed escapes count as such. */
function climbs(path: string): boolean {
  let text = path
  for (let round = 0; round < ROUNDS; round++) {
    if (hasDots(text)) return true
    const decoded = decode(text)
    if (decoded === undefined) return true
    if (decoded === text) return false
    text = decoded
  }
  return true
}

/** Dots with blanks around them count, and so do the characters that become dots or slashes. */
function hasDots(text: string): boolean {
  return (
    /\p{Cc}/u.test(text) ||
    text
      .normalize('NFKC')
      .split(/[/\\]/)
      .some((segment) => /^[ .]*\.[ .]*$/.test(segment.split(/[;?#]/, 1)[0] ?? ''))
  )
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
