/** The known word that somebody probably meant. */

/** The nearest of `words` within two changes of letters, or a third of the word; else `undefined`. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const most = Math.min(2, Math.ceil(word.length / 3))
  let best: string | undefined
  let least = most + 1
  for (const one of words) {
    if (Math.abs(one.length - word.length) >= least) continue
    const changes = distance(word.toLowerCase(), one.toLowerCase())
    if (changes < least) [best, least] = [one, changes]
  }
  return best
}

/** Letters to insert, remove or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
