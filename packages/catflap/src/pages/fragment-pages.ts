/**
 * The two pages that carry the fragment of a wanted page (`/inbox#letter-7`) over a login.
 *
 * A server never sees a fragment, and it may be a secret for that very reason: so it stays in the browser,
 * in the storage of its tab, and comes back behind the login. Where a browser is only redirected it carries
 * the fragment itself; the provider's own pages lose it. Without scripts the fragment is lost, and nothing else.
 */
import type { Language } from './language.ts'
import { escapeHtml, type OwnScript, ownScript, page } from './page.ts'

/** Leaves the fragment in the tab, and goes on: `kept` begins the login that knows of it, `none` the plain one. */
const KEEP: OwnScript =
  ownScript(`const {page,kept,none}=document.currentScript.dataset,{hash}=location
let next=none
try{if(hash.length>1&&hash.length<4096){sessionStorage.setItem('catflap '+page,hash);next=kept}}catch{}
location.replace(next)`)

/** Takes it up again. */
const TAKE: OwnScript = ownScript(`const {page}=document.currentScript.dataset
let hash=''
try{hash=sessionStorage.getItem('catflap '+page)??'';sessionStorage.removeItem('catflap '+page)}catch{}
location.replace(page+hash)`)

const TEXTS = {
  en: { going: 'Going on to the login', back: 'You are signed in', link: 'Go on' },
  zh: { going: '正在前往登录', back: '已登录', link: '继续' },
} as const

/** @param addresses - paths: of the wanted page, and of the login with a fragment and without one */
export function keepFragmentPage(
  language: Language,
  addresses: { readonly page: string; readonly kept: string; readonly none: string },
): Response {
  return passage(language, TEXTS[language].going, addresses.none, { ...KEEP, data: addresses })
}

/** @param wanted - path of the wanted page */
export function takeFragmentPage(language: Language, wanted: string): Response {
  return passage(language, TEXTS[language].back, wanted, { ...TAKE, data: { page: wanted } })
}

function passage(language: Language, title: string, next: string, script: OwnScript): Response {
  const body = `<a class="act" href="${escapeHtml(next)}">${TEXTS[language].link}</a>`
  const response = page(language, 200, { title, body, next, script })
  // The address of the second one holds the code and the state of the login.
  response.headers.set('referrer-policy', 'no-referrer')
  return response
}
