// What a report of Stryker says of a part, and which survivors nobody has looked at.

/**
 * Names a mutant so that it is found again when lines have moved: its file, what it changed and into what.
 *
 * @param file - below packages/catflap/src
 */
export function nameOf(file, source, { location, replacement }) {
  const { start, end } = location
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const last = lines.length - 1
  lines[last] = lines[last].slice(0, end.column - 1)
  lines[0] = lines[0].slice(start.column - 1)
  const flat = (text) => text.replace(/\s+/g, ' ')
  return `${file}: ${flat(lines.join('\n'))} → ${flat(replacement)}`
}

/**
 * Counts a report.
 *
 * @param report - as Stryker's JSON reporter writes it
 * @param equivalent - reasons by {@link nameOf}
 */
export function scoreOf(report, equivalent) {
  const score = { killed: 0, survived: 0, equivalent: 0, survivors: [] }
  for (const [path, { source, mutants }] of Object.entries(report.files)) {
    const file = path.replace('packages/catflap/src/', '')
    for (const mutant of mutants) {
      if (mutant.status === 'Killed' || mutant.status === 'Timeout') score.killed++
      if (mutant.status !== 'Survived' && mutant.status !== 'NoCoverage') continue
      const name = nameOf(file, source, mutant)
      if (name in equivalent) score.equivalent++
      else {
        score.survived++
        score.survivors.push({ name, line: mutant.location.start.line })
      }
    }
  }
  const counted = score.killed + score.survived
  return { ...score, percent: Math.floor((score.killed / counted) * 1000) / 10 }
}
