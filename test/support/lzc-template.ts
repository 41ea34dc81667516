/** Projects as the real lzc-cli founds them, by its own questions. */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** How lzc-cli is run. */
export interface LzcCli {
  readonly program: string
  readonly env: NodeJS.ProcessEnv
}

/** The templates that there are. */
export type LzcTemplate = 'blank' | 'vue3'

/** Founds a project below a folder, taking what the questions offer. @returns the project's folder */
export async function foundProject(
  cli: LzcCli,
  template: LzcTemplate,
  parent: string,
): Promise<string> {
  const folder = join(parent, template)
  if (template === 'blank') mkdirSync(folder)
  const words = template === 'blank' ? 'project init' : `project create ${template}`
  const cwd = template === 'blank' ? folder : parent
  const line = `${cli.program} ${words}`
  const child = spawn('script', ['-qec', line, '/dev/null'], { cwd, env: cli.env })
  let screen = ''
  let answered = 0
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString('utf8')
    // Each question shows its prompt before it takes an answer, and once more with it.
    const asked = screen.split(/Use arrow keys|\(vue3\)/).length - 1
    if (asked <= answered) return
    answered = asked
    setTimeout(() => child.stdin.write('\r'), 500)
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`${line} ended with ${code}: ${screen}`)
  return folder
}
