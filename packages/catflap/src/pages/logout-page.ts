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
    both: 'You are signed out',
    bothBody:
      'Your session here has ended for good, and the provider was asked to end its own. Unless you chose ' +
      'to stay signed in there, or it is set up to stay so, nobody can sign in again from this browser without you.',
    box: 'The box still names you to this app',
    boxBody:
      'If you had a session here, it has ended for good. But this app takes the box’s word for who ' +
      'visits it, so the next page knows you again. To leave, sign out of the box, or switch to another user there.',
    back: 'Back to the app',
    again: 'Sign in again',
    going: 'Signing out',
    goingBody:
      'Your session with this app has ended for good. The provider comes next, to sign you out there too.',
    go: 'Go on',
  },
  zh: {
    ask: '要退出登录吗？',
    askBody: '这会结束你在此浏览器上与本应用的会话。',
    out: '退出登录',
    stay: '保持登录',
    done: '你已退出本应用',
    doneBody:
      '你在这里的会话已彻底结束。但你在身份提供方（懒猫微服上即微服本身）仍处于登录状态：使用此浏览器的人点一下即可再次登录。',
    both: '你已退出登录',
    bothBody:
      '你在这里的会话已彻底结束，也已请求身份提供方结束它的会话。除非你在那里选择了保持登录，或它的设置就是保持登录，否则没有你本人，谁都无法再用此浏览器登录。',
    box: '微服仍在向本应用指明你的身份',
    boxBody:
      '如果你在这里有会话，它已彻底结束。但本应用采信微服指明的访问者，因此下一个页面仍会认出你。要离开，请退出微服登录，或在微服上切换用户。',
    back: '返回应用',
    again: '重新登录',
    going: '正在退出登录',
    goingBody: '你与本应用的会话已彻底结束。接下来前往身份提供方，在那里一并退出。',
    go: '继续',
  },
} as const

/** Asks whether to sign out. Paths are ours. */
export function logoutQuestion(language: Language, logout: string, stay: string): Response {
  const text = TEXTS[language]
  const body =
    `<p>${text.askBody}</p><form method="post" action="${escapeHtml(logout)}">` +
    `<button class="act" type="submit">${text.out}</button></form>` +
    `<a class="act quiet" href="${escapeHtml(stay)}">${text.stay}</a>`
  return page(language, 200, { title: text.ask, body })
}

/**
 * Says what signing out did, and what it did not do; and has the browser forget what Back would show.
 * WebKit heeds that of a page alone, not of the redirect to it.
 *
 * @param where - `both` once the provider has sent the browser back from its own logout
 */
export function signedOutPage(
  language: Language,
  login: string,
  where: 'here' | 'both' = 'here',
): Response {
  const text = TEXTS[language]
  const [title, told] = where === 'here' ? [text.done, text.doneBody] : [text.both, text.bothBody]
  const body = `<p>${told}</p><a class="act" href="${escapeHtml(login)}">${text.again}</a>`
  return forgetting(page(language, 200, { title, body }))
}

/**
 * Says that this app will know the person all the same, since it takes the word of the box's ingress.
 *
 * @param stay - the page of this app to go on to
 */
export function stillNamedPage(language: Language, stay: string): Response {
  const text = TEXTS[language]
  const body = `<p>${text.boxBody}</p><a class="act" href="${escapeHtml(stay)}">${text.back}</a>`
  return forgetting(page(language, 200, { title: text.box, body }))
}

/**
 * Leads on to the provider's logout. A page and no redirect: browsers hold the redirects of a form
 * to the `form-action` of the page that had it, which names this app alone.
 *
 * @param provider - the end session request; it holds the ID Token, so it is told to nobody else
 */
export function goingOnPage(language: Language, provider: string): Response {
  const text = TEXTS[language]
  const body = `<p>${text.goingBody}</p><a class="act" href="${escapeHtml(provider)}">${text.go}</a>`
  const response = page(language, 200, { title: text.going, body, next: provider })
  response.headers.set('referrer-policy', 'no-referrer')
  return forgetting(response)
}

/** Makes an answer to a logout have the browser forget what it kept of this app's pages. */
export function forgetting(response: Response): Response {
  response.headers.set('clear-site-data', '"cache"')
  return response
}
