/** The command in this process. */
import { run } from '../../src/cli/run.ts'

/** Runs `catflap` with these arguments and an environment of its own. */
export async function command(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { tty = false, cwd = process.cwd() } = {},
): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const code = await run(argv, {
    env,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    tty,
    cwd,
  })
  return { code, out, err }
}
