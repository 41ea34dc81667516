/**
 * Which request targets are the login's own: asked on every request, so nothing is cut off, put together
 * or hashed for it.
 */

const [QUESTION_MARK, HASH] = [0x3f, 0x23]

/**
 * Makes a test of request targets.
 *
 * @param paths - as a browser sees them
 * @param stripped - what a proxy cuts off their beginning
 */
export function createOwnPaths(
  paths: Iterable<string>,
  stripped: string,
): (target: string) => boolean {
  const own = [...paths]
    .filter((path) => path.startsWith(stripped))
    .map((path) => path.slice(stripped.length))

  return function owns(target) {
    for (const path of own) if (isPathOf(target, path)) return true
    return false
  }
}

/** Whether a path is that of a request target, which may have a query. Where it would end is looked at first: there it mostly does not. */
function isPathOf(target: string, path: string): boolean {
  const end = target.charCodeAt(path.length)
  const ends = end === QUESTION_MARK || end === HASH || target.length === path.length
  return ends && target.startsWith(path)
}
