/** A program with a home of its own, which ends with everything that it has started. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { within } from '../within.ts'

/** A program that runs. */
export interface Program {
  readonly process: ChildProcess
  /** Folder that goes with it. */
  readonly home: string
  close(): Promise<void>
}

/**
 * Starts a program.
 *
 * @param args - made from its home, when they name a folder in it
 */
export function startProgram(
  file: string,
  args: (home: string) => readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Program {
  const home = mkdtempSync(join(tmpdir(), 'catflap-engine-'))
  const places = { HOME: home, TMPDIR: home, XDG_RUNTIME_DIR: home, XDG_CACHE_HOME: home }
  const env = { PATH: process.env.PATH, LANG: 'en_US.UTF-8', ...places, ...environment }
  const stdio: ['ignore', 'pipe', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe', 'pipe']
  // A process group of its own: browsers are many processes.
  const child = spawn(file, args(home), { env, stdio, detached: true })
  // What nobody reads would fill its pipe, and then it would wait.
  for (const output of [child.stdout, child.stderr]) output?.resume()
  const exit = new Promise((resolve) => child.once('exit', resolve).once('error', resolve))
  return {
    process: child,
    home,
    async close() {
      try {
        process.kill(-(child.pid ?? Number.NaN), 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
      await exit
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

/**
 * Waits for what a program says of itself.
 *
 * @param output - number of the file descriptor on which it does
 * @throws Error when the program ends before, or says nothing of it for a minute, with all that it said
 */
export function saying({ process: child }: Program, output: 1 | 2 | 3, what: RegExp) {
  let said = ''
  const found = new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`${child.spawnfile} has ended: ${said}`)))
    child.stdio[output]?.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      const match = what.exec(said)?.[1]
      if (match !== undefined) resolve(match)
    })
  })
  return within(found, 60_000, () => `${child.spawnfile} did not say ${what}, only: ${said}`)
}
