/**
 * Marks a test, or all tests of a `describe`, as what holds rows of the contract:
 *
 *     it('a page is returned to with its query', holds('SvelteKit', 1), async () => { … })
 *     describe('back channel', holds('SvelteKit', 6), () => { … })
 *     it.each(CASES)('…', holds(name, 2), …)
 *
 * What a run has seen pass is compared, per test file, with what held.json says of that file; a
 * difference fails the run, also where a marked test was skipped. docs/frameworks/contract.md is made
 * of held.json, and test/docs/contract.test.ts fails where a row of a framework is neither held nor
 * named as not applicable. So a file that was not run, such as those of test/opt-in without their
 * switch, changes nothing, and cannot claim anything either.
 *
 * After marking tests: `CATFLAP_CONTRACT=write npx vitest run <files>` (with the switch, for test/opt-in)
 * writes held.json and both documents. A new framework is a line of `FRAMEWORKS` in table.ts, with `by`
 * naming the adapter that does its work; its reasons go to `NOT_APPLICABLE`.
 */
import type { TestOptions } from 'vitest'
import type { Framework, Row } from './table.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** The frameworks of which a test holds a row. One key per row, so that suites and tests add up. */
    [row: `row ${number}`]: readonly Framework[]
  }
}

/** Options of a test or a `describe` that holds some rows of one framework. */
export function holds(framework: Framework, ...rows: readonly Row[]): TestOptions {
  return holdsFor([framework], ...rows)
}

/** The same for several frameworks at once. */
export function holdsFor(frameworks: readonly Framework[], ...rows: readonly Row[]): TestOptions {
  return { meta: Object.fromEntries(rows.map((row) => [`row ${row}`, frameworks])) }
}
