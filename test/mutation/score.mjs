// What a report of Stryker says of a part, and which survivors nobody has looked at.

/** @typedef {{ readonly line: number, readonly column: number }} Place */
/** @typedef {{ readonly status: string, readonly replacement: string, readonly location: { readonly start: Place, readonly end: Place } }} Mutant */
/** @typedef {{ readonly files: Readonly<Record<string, { readonly source: string, readonly mutants: readonly Mutant[] }>> }} Report */

/**
 * Names a mutant so that it is found again when lines have moved: its file, what it changed and into what.
 *
 * @param {string} file - below packages/catflap/src
 * @param {string} source
 * @param {Pick<Mutant, 'location' | 'replacement'>} mutant
 */
export function nameOf(file, source, { location, replacement }) {
  const { start, end } = location
  const lines = source.split('\n').slice(start.line - 1, end.line)
  // From the end, since both may be the same line.
  lines.push((lines.pop() ?? '').slice(0, end.column - 1))
  lines.unshift((lines.shift() ?? '').slice(start.column - 1))
  return `${file}: ${lines.join('\n')} → ${replacement}`.replace(/\s+/g, ' ')
}

/**
 * Counts a report.
 *
 * @param {Report} report - as Stryker's JSON reporter writes it
 * @param {Readonly<Record<string, string>>} equivalent - reasons by {@link nameOf}
 */
export function scoreOf(report, equivalent) {
  /** @type {{ name: string, line: number }[]} */
  const survivors = []
  const score = { killed: 0, survived: 0, equivalent: 0, survivors }
  for (const [path, { source, mutants }] of Object.entries(report.files)) {
    const file = path.replace('packages/catflap/src/', '')
    for (const mutant of mutants) {
      if (mutant.status === 'Killed' || mutant.status === 'Timeout') score.killed++
      if (mutant.status !== 'Survived' && mutant.status !== 'NoCoverage') continue
      const name = nameOf(file, source, mutant)
      if (name in equivalent) score.equivalent++
      else {
        score.survived++
        survivors.push({ name, line: mutant.location.start.line })
      }
    }
  }
  const counted = score.killed + score.survived
  return { ...score, percent: Math.floor((score.killed / counted) * 1000) / 10 }
}
