/**
 * Compares what the tests of a run held of the contract with held.json, file by file; see holds.ts.
 * Only a whole file counts: with `-t` nothing is compared.
 */
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import { contractDocs, DOCUMENTS } from './docs.ts'
import { frameworks, type Held, readHeld, rowNumbers, writeHeld } from './held.ts'
import type { Framework, Row } from './table.ts'

const root = new URL('../..', import.meta.url).pathname

export class ContractReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#vitest?.config.testNamePattern !== undefined) return
    const seen = Object.fromEntries(
      modules
        .filter((module) => module.state() === 'passed' || module.state() === 'skipped')
        .map((module) => [relative(root, module.moduleId), heldBy(module)]),
    )
    const before = readHeld()
    const changed = Object.keys(seen).filter(
      (file) => JSON.stringify(seen[file]) !== JSON.stringify(before[file] ?? {}),
    )
    if (process.env.CATFLAP_CONTRACT === 'write') write({ ...before, ...seen })
    else if (changed.length > 0) this.#fail(changed, before, seen)
  }

  #fail(changed: readonly string[], before: Held, seen: Held): void {
    for (const file of changed) console.error(describeChange(file, before[file], seen[file]))
    console.error(
      `\nTo have held.json and docs/frameworks/contract.md say what holds now:\n` +
        `  CATFLAP_CONTRACT=write npx vitest run ${changed.join(' ')}\n`,
    )
    process.exitCode = 1
  }
}

type Rows = Held[string]

/** The rows whose every test has passed, of which there is at least one. */
function heldBy(module: TestModule): Rows {
  const passed = new Set<string>()
  const other = new Set<string>()
  for (const test of module.children.allTests()) {
    for (const key of keysOf(test)) (test.result().state === 'passed' ? passed : other).add(key)
  }
  const isHeld = (framework: Framework, row: Row): boolean => {
    const key = `${framework} ${row}`
    return passed.has(key) && !other.has(key)
  }
  return Object.fromEntries(
    frameworks
      .map((framework) => [framework, rowNumbers.filter((row) => isHeld(framework, row))] as const)
      .filter(([, rows]) => rows.length > 0),
  )
}

function keysOf(test: TestCase): readonly string[] {
  const meta = test.meta()
  return rowNumbers.flatMap((row) =>
    (meta[`row ${row}`] ?? []).map((framework) => `${framework} ${row}`),
  )
}

function describeChange(file: string, before: Rows = {}, now: Rows = {}): string {
  const told = (rows: Rows) => JSON.stringify(rows).replaceAll('"', '')
  return `\n${file} does not hold of the contract what held.json says.\n  held.json: ${told(before)}\n  this run:  ${told(now)}`
}

function write(held: Held): void {
  writeHeld(held)
  for (const [language, file] of DOCUMENTS) writeFileSync(file, contractDocs(held, language))
}
