// What a report of Stryker says of a file, and which survivors nobody has looked at.

/** @typedef {{ readonly line: number, readonly column: number }} Place */
/** @typedef {{ readonly status: string, readonly static?: boolean, readonly replacement: string, readonly location: { readonly start: Place, readonly end: Place } }} Mutant */
/** @typedef {{ readonly source: string, readonly mutants: readonly Mutant[] }} Mutated */
/** @typedef {{ readonly files: Readonly<Record<string, Mutated>> }} Report */
/** @typedef {{ readonly name: string, readonly line: number }} Named */
/** Why mutants say the same; of how many it is true, if of more than one. @typedef {string | { readonly reason: string, readonly mutants: number }} Reason */
/** @typedef {{ readonly killed: number, readonly timeout: number, readonly survived: number, readonly uncovered: number, readonly unasked: number, readonly equivalent: number, readonly prose: number, readonly tables: number }} Score */

/** @type {Score} */
export const NOTHING = {
  killed: 0,
  timeout: 0,
  survived: 0,
  uncovered: 0,
  unasked: 0,
  equivalent: 0,
  prose: 0,
  tables: 0,
}

/** Each status of Stryker's, as a score counts it; the others keep a mutant from being asked at all. @type {Readonly<Record<string, keyof Score>>} */
const COUNTED = {
  Killed: 'killed',
  Timeout: 'timeout',
  Survived: 'survived',
  NoCoverage: 'uncovered',
  Ignored: 'prose',
}

/**
 * Names a mutant so that it is found again when lines have moved: what it changes and into what.
 *
 * @param {string} source
 * @param {Pick<Mutant, 'location' | 'replacement'>} mutant
 */
export function nameOf(source, { location, replacement }) {
  const { start, end } = location
  const lines = source.split('\n').slice(start.line - 1, end.line)
  // From the end, since both may be the same line.
  lines.push((lines.pop() ?? '').slice(0, end.column - 1))
  lines.unshift((lines.shift() ?? '').slice(start.column - 1))
  return `${lines.join('\n')} → ${replacement}`.replace(/\s+/g, ' ')
}

/** The same with its line, for a mutant that shares its name with others. @param {string} source @param {Pick<Mutant, 'location' | 'replacement'>} mutant */
export const placeOf = (source, mutant) =>
  `${nameOf(source, mutant)} in ${(source.split('\n')[mutant.location.start.line - 1] ?? '').trim()}`

/** Whether it was made while the file is read, and left out for the time that this takes. @param {Mutant} mutant */
const isLeftOut = ({ status, static: isStatic }) =>
  isStatic === true && ['prose', 'unasked'].includes(COUNTED[status] ?? 'unasked')

/**
 * Counts what became of a file's mutants.
 *
 * @param {Mutated} file - as Stryker's JSON reporter writes it
 * @param {Readonly<Record<string, Reason>>} equivalent - reasons by {@link nameOf}, good where no other mutant of the file has that name, or by {@link placeOf}; each excuses as many as it says
 * @returns {Score & { readonly survivors: readonly Named[], readonly late: readonly Named[], readonly stale: readonly string[] }}
 *   late are those that never ended, which a busy machine may only have made slow; stale are the reasons of equivalents that a test noticed, that are no mutants any more, or that do not say which of several is meant
 */
export function scoreOf({ source, mutants }, equivalent) {
  const score = { ...NOTHING }
  const survivors = []
  const late = []
  const excused = new Map(
    Object.entries(equivalent).map(([name, reason]) => [name, mutantsOf(reason)]),
  )
  /** How many there are of a name that are asked, or would be. @type {Map<string, number>} */
  const named = new Map()
  for (const mutant of mutants) {
    const name = nameOf(source, mutant)
    if (COUNTED[mutant.status] !== 'prose' || isLeftOut(mutant))
      named.set(name, (named.get(name) ?? 0) + 1)
  }
  for (const mutant of mutants) {
    const status = isLeftOut(mutant) ? 'tables' : (COUNTED[mutant.status] ?? 'unasked')
    const name = nameOf(source, mutant)
    const reason = equivalent[name]
    const isAlone = reason !== undefined && (named.get(name) ?? 0) <= mutantsOf(reason)
    const excuse = isAlone ? name : placeOf(source, mutant)
    const left = excused.get(excuse) ?? 0
    if (status === 'timeout') late.push({ name, line: mutant.location.start.line })
    const isNeeded = ['survived', 'uncovered', 'tables'].includes(status)
    if (isNeeded && left > 0) excused.set(excuse, left - 1)
    if (!isNeeded || status === 'tables') score[status]++
    else if (left > 0) score.equivalent++
    else {
      score[status]++
      survivors.push({ name, line: mutant.location.start.line })
    }
  }
  const stale = [...excused].filter(([, left]) => left > 0).map(([name]) => name)
  return { ...score, survivors, late, stale }
}

/** How many mutants it excuses. @param {Reason} reason */
export const mutantsOf = (reason) => (typeof reason === 'string' ? 1 : reason.mutants)

/** Adds scores up. @param {readonly Score[]} scores @returns {Score} */
export function sumOf(scores) {
  const sum = { ...NOTHING }
  for (const score of scores) {
    for (const name of /** @type {(keyof Score)[]} */ (Object.keys(sum))) sum[name] += score[name]
  }
  return sum
}

/** Of a hundred mutants that are not equivalent, how many were noticed: rounded down to a tenth. @param {Score} score */
export function percentOf({ killed, timeout, survived, uncovered }) {
  const noticed = killed + timeout
  const counted = noticed + survived + uncovered
  return counted === 0 ? 100 : Math.floor((noticed / counted) * 1000) / 10
}
