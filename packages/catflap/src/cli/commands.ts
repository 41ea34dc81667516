/** The commands, in the order of the help; a new one is one row here and one file in `commands/`. */
import type { Command } from './command.ts'
import { doctor } from './commands/doctor.ts'
import { init } from './commands/init.ts'
import { manifestCheck } from './commands/manifest.ts'

export const COMMANDS: readonly Command[] = [init, doctor, manifestCheck]
