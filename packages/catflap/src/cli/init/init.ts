/** The course of `catflap init`: look, ask, plan, write, say what comes next. */
import type { Text } from '../../doctor/doctor.ts'
import type { Language } from '../../pages/language.ts'
import { complain, type Io } from '../command.ts'
import { readVersion } from '../version.ts'
import type { InitArguments } from './arguments.ts'
import { readOwn } from './files.ts'
import { gateFiles } from './gate.ts'
import type { Ingredients } from './ingredients.ts'
import { InitError } from './init-error.ts'
import { buildOutputs, type Output, toOutput } from './outputs.ts'
import { makePlan } from './plan.ts'
import { readProject } from './project.ts'
import { settle, settleId } from './questions.ts'
import { buildTsconfig } from './scripts.ts'
import { handwork, nextSteps, writeList } from './summary.ts'
import { GATE_NOTES, NOTES } from './words.ts'
import { writeFiles } from './write-files.ts'

/**
 * Runs `catflap init` in the folder `io.cwd`.
 *
 * @returns the exit code: 0, or 2 when nothing was written
 */
export async function runInit(parsed: InitArguments, language: Language, io: Io): Promise<number> {
  try {
    if (parsed.gate) return await runGate(parsed, language, io)
    return finish(await prepare(parsed, language, io), parsed, io)
  } catch (error) {
    if (error instanceof InitError) return complain(io, language, error.sentence)
    throw error
  }
}

/** Looks and asks; changes nothing. */
async function prepare(parsed: InitArguments, language: Language, io: Io): Promise<Ingredients> {
  const project = readProject(io.cwd, io.env.npm_config_user_agent)
  if (io.terminal === undefined && !parsed.yes) io.err(`${NOTES.noTerminal[language]}\n`)
  const terminal = parsed.yes ? undefined : io.terminal?.()
  try {
    const asked = terminal && { ask: terminal.ask, language, say: io.err }
    const answers = await settle(project, parsed, asked)
    const hasTsconfig = (entry: string): boolean => {
      const found = readOwn(project.folder, 'tsconfig.json')
      return found !== undefined && found.bytes.toString() !== buildTsconfig(entry)
    }
    const plan = makePlan({ project, answers, language, hasTsconfig })
    return { project, answers, plan, language, version: readVersion() }
  } finally {
    terminal?.close()
  }
}

/** Puts the gate in front of a container. */
async function runGate(parsed: InitArguments, language: Language, io: Io): Promise<number> {
  const project = readProject(io.cwd, io.env.npm_config_user_agent)
  const id = await settleId(project, parsed.id, undefined)
  const { files, around } = gateFiles(project, id, language, readVersion())
  const outputs = files.map((file) => toOutput(project.folder, file))
  const code = write(outputs, parsed, language, io)
  if (code === 0) {
    if (around.length > 0) io.out(`\n${GATE_NOTES.around(around)[language]}\n`)
    io.out(`\n${GATE_NOTES.reads[language]}\n`)
  }
  return code
}

/** Says what is to be written, and writes it, and what comes next. */
function finish(from: Ingredients, parsed: InitArguments, io: Io): number {
  const outputs = buildOutputs(from)
  const code = write(outputs, parsed, from.language, io)
  if (code !== 0) return code
  io.out(handwork(from, outputs))
  if (!parsed.dryRun) io.out(nextSteps(from))
  return 0
}

/** Writes, unless it must not or shall not. @returns the exit code */
function write(
  outputs: readonly Output[],
  { dryRun, force }: InitArguments,
  language: Language,
  io: Io,
): number {
  const list = writeList(outputs, language)
  if (!force && outputs.some(({ action }) => action === 'replace')) {
    io.err(`${NOTES.exists[language]}\n${list}`)
    return 2
  }
  const changed = outputs.filter(({ action }) => action !== 'unchanged')
  if (!dryRun) writeFiles(changed)
  io.out(`${headingOf(changed, dryRun)[language]}\n${list}`)
  return 0
}

function headingOf(changed: readonly Output[], dryRun: boolean): Text {
  if (changed.length === 0) return NOTES.nothingToDo
  return dryRun ? NOTES.wouldWrite : NOTES.wrote
}
