/** Applies the edits of findings; comments and layout stay as they are. */
import type { FileRole, Finding } from './finding.ts'

/**
 * Mends what can be mended without a choice to make.
 *
 * @param findings - of this very text, among those of other files; an edit that does not fit it is left out
 * @param file - which file the text is
 * @returns the new text; the same when there was nothing to mend
 */
export function fixManifest(
  text: string,
  findings: readonly Finding[],
  file: FileRole = 'manifest',
): string {
  const edits = findings
    .filter((finding) => finding.file === file)
    .flatMap(({ edit }) => edit ?? [])
    .filter(({ at, old }) => text.startsWith(old, at))
    .toSorted((a, b) => b.at - a.at)
  let [result, limit] = [text, text.length + 1]
  for (const { at, old, new: added } of edits) {
    if (at + old.length > limit) continue
    result = result.slice(0, at) + added + result.slice(at + old.length)
    limit = at
  }
  return result
}
