/** What the command says, in both languages. */
import type { Text } from '../doctor/doctor.ts'
import type { Language } from '../pages/language.ts'

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

export const HELP: Text = {
  en: `Examines what a login depends on: settings, provider, clock, certificates, store.

Usage: catflap doctor [options]
       catflap init [options]      gives an app a login (catflap init --help)

  --manifest FILE    also compare with this lzc-manifest.yml
  --env-file FILE    take variables from this file too; they win
  --json             the findings as JSON
  --lang zh|en       language (default: that of the shell)
  --help, --version

It sends one token request with a made-up code, which the provider refuses: so it learns whether
the client secret is right. Nothing secret is ever printed.

Ends with 0 when all is well, 1 with warnings only, 2 with at least one problem.
`,
  zh: `检查登录所依赖的一切：设置、身份提供方、时钟、证书、会话存储。

用法：catflap doctor [选项]
      catflap init [选项]      为应用加上登录（catflap init --help）

  --manifest 文件    同时与这份 lzc-manifest.yml 比对
  --env-file 文件    另从这个文件读取环境变量，以它为准
  --json             以 JSON 输出结果
  --lang zh|en       语言（默认随 shell）
  --help、--version

它会用编造的授权码发出一次令牌请求，身份提供方必然拒绝，由此得知客户端密钥是否正确。绝不打印任何机密。

全部正常时退出码为 0，只有警告时为 1，至少有一个问题时为 2。
`,
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`
