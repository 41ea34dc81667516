/**
 * The page of the logout path: asks before, and tells the truth after.
 */
import type { Language } from './language.ts'
import { escapeHtml, page } from './page.ts'

const TEXTS = {
  en: {
    ask: 'Sign out?',
    askBody: 'This ends your session with this app on this browser.',
    out: 'Sign out',
    stay: 'Stay signed in',
    done: 'You are signed out of this app',
    doneBody:
      'Your session here has ended for good. You are still signed in at the provider (on LazyCat: ' +
      'the box itself), so whoever uses this browser can sign in here again with one click.',
    again: 'Sign in again',
  },
  zh: {
    ask: '要退出登录吗？',
    askBody: '这会结束你在此浏览器上与本应用的会话。',
    out: '退出登录',
    stay: '保持登录',
    done: '你已退出本应用',
    doneBody:
      '你在这里的会话已彻底结束。但你在身份提供方（懒猫微服上即微服本身）仍处于登录状态：使用此浏览器的人点一下即可再次登录。',
    again: '重新登录',
  },
} as const

/** Asks whether to sign out. Paths are ours. */
export function logoutQuestion(language: Language, logout: string, stay: string): Response {
  const text = TEXTS[language]
  const body =
    `<p>${text.askBody}</p><form method="post" action="${escapeHtml(logout)}">` +
    `<button class="act" type="submit">${text.out}</button></form>` +
    `<a class="act quiet" href="${escapeHtml(stay)}">${text.stay}</a>`
  return page(language, 200, text.ask, body)
}

/** Says what signing out did, and what it did not do. */
export function signedOutPage(language: Language, login: string): Response {
  const text = TEXTS[language]
  const body =
    `<p>${text.doneBody}</p>` + `<a class="act" href="${escapeHtml(login)}">${text.again}</a>`
  return page(language, 200, text.done, body)
}
