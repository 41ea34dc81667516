/**
 * The page of a form that was sent without a session: nothing was taken of it, and the login is next.
 *
 * A page and no redirect: browsers hold the redirects of a form to the `form-action` of the page that
 * had it, and the login leads on to the provider. The page goes on by itself, as a navigation of its
 * own, after a time in which it can be read.
 */
import type { Language } from './language.ts'
import { escapeHtml, page } from './page.ts'

/** Seconds after which the page goes on to the login. */
const REST = 10

const TEXTS = {
  en: {
    title: 'Nothing was sent: you are not signed in',
    why:
      'Your session has ended, or this browser had none yet. So this app has taken nothing of what ' +
      'you filled in. Sign in, then send it again.',
    next: `The login begins by itself in ${REST} seconds. If you go back first, what you typed may still be there.`,
    login: 'Sign in',
  },
  zh: {
    title: '内容没有提交：你尚未登录',
    why: '你的会话已结束，或者此浏览器还没有登录过，因此本应用没有接收你填写的任何内容。请先登录，再重新提交。',
    next: `${REST} 秒后会自动前往登录。如果先返回上一页，填写的内容可能还在。`,
    login: '登录',
  },
} as const

/**
 * Says that nothing was sent, with status 401.
 *
 * @param login - path that starts a login, and leads back to where the form was
 */
export function notSentPage(language: Language, login: string): Response {
  const text = TEXTS[language]
  const body =
    `<p>${text.why}</p><p>${text.next}</p>` +
    `<a class="act" href="${escapeHtml(login)}">${text.login}</a>`
  return page(language, 401, { title: text.title, body, next: login, rest: REST })
}
