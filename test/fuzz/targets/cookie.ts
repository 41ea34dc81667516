/** The scanner of cookies, beside one that is plain and slow; and what the gate leaves of a header. */
import { stripBlanks, withoutCookies } from 'catflap-forward'
import {
  cookieNames,
  cookiesWithPrefix,
  cookieValue,
  isOwnCookie,
} from '../../../packages/catflap/src/protocol/cookie.ts'
import { sessionKeys } from '../../../packages/catflap/src/session/session-cookie.ts'
import { must, type Target } from '../engine/target.ts'
import { onlyValue, pairsOf } from '../worlds/header.ts'

const NAMES = cookieNames('catflap', true, '')
const LOCAL = cookieNames('cat', false, '5005')

export const target: Target = {
  mostBytes: 8192,
  words: [
    '__Host-catflap',
    '__Host-catflap-login-',
    '__Host-catflap-silent',
    'cat-5005',
    '-login-',
    '=',
    '; ',
    ';',
    '\t',
    '1',
  ],
  run(input) {
    const header = input.toString('latin1')
    const pairs = pairsOf(header)
    for (const names of [NAMES, LOCAL]) {
      for (const name of [names.session, names.completed, names.logout]) {
        must(
          cookieValue(header, name) === onlyValue(pairs, name),
          'the value is that of the plain reader',
        )
      }
      const begun = pairs.filter(({ name }) => name.startsWith(names.transaction))
      const found = cookiesWithPrefix(header, names.transaction)
      must(JSON.stringify(found) === JSON.stringify(begun), 'so are all of a prefix')
      const value = cookieValue(header, names.session) ?? ''
      must(
        (sessionKeys(value) !== undefined) === /^1[\w-]{43}$/.test(value),
        'a session cookie has one form',
      )
      const rest = withoutCookies(header, (name) => isOwnCookie(names, name))
      for (const name of [names.session, names.completed, names.logout, names.silent]) {
        must(cookieValue(rest, name) === undefined, 'none of ours is left')
      }
      must(cookiesWithPrefix(rest, names.transaction).length === 0, 'nor one of a login')
      const others = pairs
        .map(({ name }) => stripBlanks(name))
        .filter((name) => !isOwnCookie(names, name))
      const left = pairsOf(rest).map(({ name }) => stripBlanks(name))
      must(others.join(';') === left.join(';'), 'and every other one')
    }
  },
}
