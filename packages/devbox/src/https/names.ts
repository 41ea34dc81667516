/** What a person has to do so that names below `.localhost` lead to this computer. */
import type { Language } from '../language/language.ts'

const WORDS: Readonly<Record<Language, string>> = {
  en: 'Safari on macOS does not find names below .localhost by itself. For it, add to /etc/hosts:',
  zh: 'macOS 上的 Safari 自己找不到 .localhost 下的名称。要使用它，请在 /etc/hosts 中加入：',
}

/**
 * The lines for the hosts file, where a browser needs them; otherwise nothing.
 *
 * @param origins - Addresses of the box and of the app.
 * @param platform - As `process.platform` names it.
 */
export function describeNames(
  origins: readonly string[],
  platform: string,
  language: Language,
): string {
  const names = new Set(origins.map((origin) => new URL(origin).hostname))
  const lines = [...names]
    .filter((name) => name.endsWith('.localhost'))
    .map((name) => `  127.0.0.1 ${name}\n`)
  // Firefox and Chromium answer these names themselves, and so do the resolvers of other systems.
  if (platform !== 'darwin' || lines.length === 0) return ''
  return `${WORDS[language]}\n\n${lines.join('')}\n`
}
