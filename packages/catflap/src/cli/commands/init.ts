/** `catflap init`: gives the app in this folder a login and makes it a LazyCat app. */
import { type Command, complain } from '../command.ts'
import { INIT_OPTIONS, readInitArguments } from '../init/arguments.ts'
import { HELP, PURPOSE } from '../init/help.ts'
import { runInit } from '../init/init.ts'
import { misuse } from '../words.ts'

export const init: Command = {
  name: 'init',
  about: PURPOSE,
  options: INIT_OPTIONS,
  positionals: 0,
  help: HELP,
  run({ values, language }, io) {
    const parsed = readInitArguments(values)
    if ('problem' in parsed) return complain(io, language, misuse(parsed.problem))
    return runInit(parsed, language, io)
  },
}
