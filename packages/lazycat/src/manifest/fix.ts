/** Applies the edits of findings; comments and layout stay as they are. */
import type { Finding } from './finding.ts'

/**
 * Mends what can be mended without a choice to make.
 *
 * @param findings - of this very text; an edit that does not fit it is left out
 * @returns the new text; the same when there was nothing to mend
 */
export function fixManifest(text: string, findings: readonly Finding[]): string {
  const edits = findings
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
