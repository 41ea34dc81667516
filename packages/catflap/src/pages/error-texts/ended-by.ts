/** Who ended a session from elsewhere, as its person reads it: by what the event `session-ended` calls it. */
import type { Language } from '../language.ts'

const TEXTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    'back-channel-logout':
      'The provider ended it: you signed out there, or in another app that signs out everywhere, or somebody who administers it did that.',
    'ended-elsewhere':
      'It was ended from elsewhere in this app: in the list of your sessions, on another device, or by whoever runs the app.',
  },
  zh: {
    'back-channel-logout':
      '身份提供方结束了它：你在那里退出了登录，或在另一个会一并退出的应用中退出了登录，也可能是管理员操作的。',
    'ended-elsewhere':
      '它是在本应用的其他地方被结束的：在你的会话列表中、在另一台设备上，或者由应用的运营者结束。',
  },
}

/** The one cause, where it is known. */
export function endedByText(seen: string | undefined, language: Language): string | undefined {
  const texts = TEXTS[language]
  return seen !== undefined && Object.hasOwn(texts, seen) ? texts[seen] : undefined
}
