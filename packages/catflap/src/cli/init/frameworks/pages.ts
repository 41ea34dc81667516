/** The two pages that a written server shows: for everybody, and for people who are signed in. */
import type { Language } from '../../../pages/language.ts'
import type { Style } from './framework.ts'

/** What the pages say. */
export const PAGE_WORDS: Readonly<
  Record<
    Language,
    Readonly<
      Record<
        'tag' | 'everybody' | 'signedIn' | 'hello' | 'only' | 'toPrivate' | 'home' | 'signOut',
        string
      >
    >
  >
> = {
  en: {
    tag: 'en',
    everybody: 'Everybody may see this page.',
    signedIn: 'You are signed in as ',
    hello: 'Hello ',
    only: 'Only people who are signed in see this page.',
    toPrivate: 'To the page for people who are signed in',
    home: 'Home',
    signOut: 'Sign out',
  },
  zh: {
    tag: 'zh-CN',
    everybody: '任何人都可以看到这个页面。',
    signedIn: '已登录：',
    hello: '你好，',
    only: '只有登录后才能看到这个页面。',
    toPrivate: '进入登录后可见的页面',
    home: '首页',
    signOut: '退出登录',
  },
}

/** How a page without a style sheet is laid out, on a phone and on a desk. */
export const LOOK = {
  body: {
    font: '1.125rem/1.6 system-ui, sans-serif',
    maxWidth: '36rem',
    margin: '3rem auto',
    padding: '0 1.25rem',
    overflowWrap: 'anywhere',
  },
  button: { font: 'inherit', padding: '0.5rem 1.25rem' },
} as const

export const css = (rules: Readonly<Record<string, string>>): string =>
  Object.entries(rules)
    .map(
      ([name, value]) => `${name.replace(/[A-Z]/, (sign) => `-${sign.toLowerCase()}`)}: ${value}`,
    )
    .join('; ')

/** A module with both pages. */
export function buildPages({ typed, title, language }: Style): readonly string[] {
  const words = PAGE_WORDS[language]
  const text = typed ? ': string' : ''
  const session = typed ? ': Session | undefined' : ''
  return [
    ...(typed ? ["import type { Session } from 'catflap'", ''] : []),
    `const plain = (text${text}) => text.replace(/[&<>"']/g, (sign) => \`&#\${sign.charCodeAt(0)};\`)`,
    `const nameOf = (session${session}) => plain(String(session?.claims.name ?? session?.sub ?? ''))`,
    '',
    `const page = (body${text}) => \`<!doctype html>`,
    `<html lang="${words.tag}">`,
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${forTemplate(title)}</title>`,
    '<style>',
    `body { ${css(LOOK.body)} }`,
    `button { ${css(LOOK.button)} }`,
    '</style>',
    `<h1>${forTemplate(title)}</h1>`,
    '$' + '{body}`',
    '',
    `const signOut = '<form method="post" action="/logout"><button>${words.signOut}</button></form>'`,
    '',
    `export const homePage = (session${session}) =>`,
    '  page(`',
    `<p>$\{session ? \`${words.signedIn}$\{nameOf(session)}\` : '${words.everybody}'}</p>`,
    `<p><a href="/private">${words.toPrivate}</a></p>`,
    '$' + "{session ? signOut : ''}`)",
    '',
    `export const privatePage = (session${session}) =>`,
    '  page(`',
    `<p>${words.hello}$\{nameOf(session)}</p>`,
    `<p>${words.only}</p>`,
    `<p><a href="/">${words.home}</a></p>`,
    '$' + '{signOut}`)',
  ]
}

/** Text for HTML in a template literal. */
function forTemplate(text: string): string {
  return text.replace(/[&<>"'`\\$]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
