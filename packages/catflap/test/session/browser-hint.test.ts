/** What a person is told of the browser that a session of theirs is in. */
import { expect, it } from 'vitest'
import { browserHint } from '../../src/session/browser-hint.ts'

const [MOZILLA, WEBKIT] = ['Mozilla/5.0', 'AppleWebKit/537.36 (KHTML, like Gecko)']

it.each<[string, string | null | undefined]>([
  ['Firefox, Linux', `${MOZILLA} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0`],
  ['Chrome, Windows', `${MOZILLA} (Windows NT 10.0; Win64) ${WEBKIT} Chrome/142.0 Safari/537.36`],
  ['Edge, Windows', `${MOZILLA} (Windows NT 10.0) ${WEBKIT} Chrome/142.0 Safari/537.36 Edg/142.0`],
  ['Edge, Android', `${MOZILLA} (Linux; Android 10) ${WEBKIT} Chrome/142.0 EdgA/142.0`],
  ['Edge, iPhone', `${MOZILLA} (iPhone; like Mac OS X) ${WEBKIT} EdgiOS/142.0 Safari/604.1`],
  ['Opera, macOS', `${MOZILLA} (Macintosh; Intel Mac OS X 15) ${WEBKIT} Chrome/140.0 OPR/125.0`],
  ['WeChat, Android', `${MOZILLA} (Linux; Android 14) ${WEBKIT} Chrome/130.0 MicroMessenger/8.0`],
  ['Chrome, iPad', `${MOZILLA} (iPad; CPU OS 18 like Mac OS X) ${WEBKIT} CriOS/142.0 Safari/604.1`],
  ['Firefox, iPhone', `${MOZILLA} (iPhone; CPU like Mac OS X) ${WEBKIT} FxiOS/145.0 Safari/604.1`],
  [
    'Safari, macOS',
    `${MOZILLA} (Macintosh; Intel Mac OS X 15) ${WEBKIT} Version/18.0 Safari/605.1`,
  ],
  ['Chrome, ChromeOS', `${MOZILLA} (X11; CrOS x86_64) ${WEBKIT} Chrome/142.0 Safari/537.36`],
  ['Linux', 'a tool of somebody on Linux'],
  ['Opera', 'Opera'],
  ['', 'curl/8.5.0'],
  ['', ''],
  ['', null],
  ['', undefined],
  ['Linux', `Linux${' '.repeat(988)}Firefox/`],
  // Nobody looks for one behind a thousand characters.
  ['', `${' '.repeat(1000)}Firefox/145.0 (Linux)`],
])('%j is what is told of %j', (hint, userAgent) => {
  expect(browserHint(userAgent)).toBe(hint)
})
