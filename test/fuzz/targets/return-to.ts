/** Where a login leads back to: never to another site. */
import { isMisledLogin, parseReturnTo } from '../../../packages/catflap/src/protocol/return-to.ts'
import { must, type Target } from '../engine/target.ts'

const APP = 'https://app.example'

export const target: Target = {
  words: [
    '/',
    '//',
    '/\\',
    '/.',
    '/..',
    '/./',
    '?',
    '#',
    '@',
    ':',
    'evil.example',
    '%2f',
    '%5c',
    '\t',
    'https:',
    'return_to=',
    '/login',
  ],
  run(input) {
    for (const text of [input.toString('latin1'), input.toString()]) {
      const path = parseReturnTo(text)
      isMisledLogin(text, '/login')
      if (path === undefined) continue
      must(path.length <= 2048 && encodeURIComponent(path).length <= 3072, 'it fits into a cookie')
      must(/^\/(?![/\\])[\x21-\x7e]*$/.test(path), 'it is a path')
      must(parseReturnTo(path) === path, 'read again it is the same')
      for (const base of [APP, `${APP}/a/b?c`, 'http://localhost:5005/x/']) {
        must(new URL(path, base).origin === new URL(base).origin, 'it stays on the site')
      }
    }
  },
}
