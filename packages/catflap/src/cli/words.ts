/** What the command says, in both languages. */
import type { Text } from '../doctor/doctor.ts'
import type { Language } from '../pages/language.ts'
import type { Command } from './command.ts'

/** The language that the environment asks for. */
export function readLocale(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** The words of a report. */
export const WORDS: Readonly<Record<'heading' | 'expected' | 'seen' | 'fix' | 'note', Text>> = {
  heading: { en: 'What a login here depends on', zh: '登录所依赖的一切' },
  expected: { en: 'expected', zh: '期望' },
  seen: { en: 'seen', zh: '实际' },
  fix: { en: 'to do', zh: '怎么办' },
  note: { en: 'note', zh: '说明' },
}

/** The last line of a report. */
export function summary(problems: number, warnings: number, held: number): Text {
  return {
    en: `${count(problems, 'problem')}, ${count(warnings, 'warning')}, ${held} ok`,
    zh: `${problems} 个问题，${warnings} 个警告，${held} 项正常`,
  }
}

/** A command line that cannot be followed. */
export function misuse(detail: string): Text {
  return { en: `catflap: ${detail}. See --help.`, zh: `catflap：${detail}。用法见 --help。` }
}

/** A file that cannot be read. */
export function unreadable(file: string, code: string): Text {
  return {
    en: `catflap: cannot read ${file} (${code}).`,
    zh: `catflap：无法读取 ${file}（${code}）。`,
  }
}

/** A file that cannot be written. */
export function unwritable(file: string, code: string): Text {
  return {
    en: `catflap: cannot write ${file} (${code}).`,
    zh: `catflap：无法写入 ${file}（${code}）。`,
  }
}

/** The options that every command has. */
export const COMMON_HELP: Text = {
  en: `
  --lang zh|en       language (default: that of the shell)
  --help, --version
`,
  zh: `
  --lang zh|en       语言（默认随 shell）
  --help、--version
`,
}

/** The help of `catflap` itself: its commands. */
export function helpOf(commands: readonly Command[]): Text {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const list = (language: Language): string =>
    commands.map(({ name, about }) => `  ${name.padEnd(width)}   ${about[language]}\n`).join('')
  return {
    en: `Usage: catflap COMMAND [options]\n\n${list('en')}\nMore about one: catflap COMMAND --help\n`,
    zh: `用法：catflap 命令 [选项]\n\n${list('zh')}\n查看某个命令的用法：catflap 命令 --help\n`,
  }
}

/** A number and what it counts, in English. */
export const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`
