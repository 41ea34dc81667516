/** Whose program a command starts: the app's own, or one of this computer. */
import { existsSync } from 'node:fs'
import { delimiter, join, posix } from 'node:path'
import { isBelowRoot } from './layout.ts'

/** A word that every shell reads as it is written. */
const WORD = `(?:[\\w./@%+=:,-]|'[^']*'|"[^"$\`\\\\!]*")+`
const PLAIN = new RegExp(`^([\\w./@%+:,-]+)(?:[ \\t]+${WORD})*[ \\t]*$`)

/** Whether a program lies below /lzcapp, and so in what the app itself has brought. */
export function isOwnProgram(program: string, cwd: string): boolean {
  return program.includes('/') && isBelowRoot(posix.resolve(cwd, program))
}

/** Whether a text for `sh -c` starts one program of the app's own, and nothing beside it. */
export function isOwnShellCommand(command: string, cwd: string): boolean {
  const program = PLAIN.exec(command.trim())?.[1]
  return program !== undefined && isOwnProgram(program, cwd)
}

/** Whether a program is on this machine. */
export function isHere(program: string, path: string): boolean {
  if (program === '') return false
  if (program.includes('/')) return existsSync(program)
  return path.split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)))
}
