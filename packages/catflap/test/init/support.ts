/** Folders to run `catflap init` in, and the command in this process. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { run } from '../../src/cli/run.ts'

/** Texts of files by name. */
export type Files = Readonly<Record<string, string>>

/** A folder named `my-cats` with these files, gone after the test. */
export function makeFolder(files: Files = {}, name = 'my-cats'): string {
  const root = mkdtempSync(join(tmpdir(), 'catflap-init-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const folder = join(root, name)
  mkdirSync(folder)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

/** Every file below a folder, as text. */
export function contentsOf(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
  const files = names.filter((entry) => entry.isFile())
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [path.slice(folder.length + 1), readFileSync(path, 'latin1')]
    }),
  )
}

/** What a run said and did. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly questions: readonly string[]
}

/** Runs the command; with answers as at a terminal, where no further answer is the end of input. */
export async function init(
  folder: string,
  argv: readonly string[] = [],
  { answers, env = {} }: { answers?: readonly string[]; env?: Files } = {},
): Promise<Ran> {
  let out = ''
  let err = ''
  const questions: string[] = []
  const ask = async (question: string): Promise<string | undefined> =>
    answers?.[questions.push(question) - 1]
  const code = await run(['init', ...argv], {
    env,
    cwd: folder,
    tty: false,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    ...(answers && { terminal: () => ({ ask, close() {} }) }),
  })
  return { code, out, err, questions }
}
