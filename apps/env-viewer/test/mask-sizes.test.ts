/** The mask against the longest values that an environment can have. */
import { describe, expect, it } from 'vitest'
import { maskEnvironment } from '../src/env/mask.ts'
import { shownOf } from './mask-support.ts'

/** Seconds of processor time: the clock also counts what else the machine does. */
function secondsFor(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

describe('the environment', () => {
  // The longest value that Linux has takes a second at most; where time grows with its square, tens of them.
  it.each([
    ['letters', 'a'],
    ['spaces', ' '],
    ['dots', '.a'],
    ['beginnings of JWTs', 'eyJ-'],
    ['beginnings of URLs', 'a://b:'],
    ['beginnings of addresses', '//b:'],
    ['beginnings of keys', 'sk-'],
    ['private keys without an end', '-----BEGIN PRIVATE KEY-----'],
    ['quotes', '" '],
    ['equals signs', 'a='],
    ['passwords', 'password='],
    ['passwords in quotes that never close', 'password="'],
    ['passwords in brackets that never close', 'password: ['],
    ['passwords and white space', 'password=a\t\t\t'],
    ['lists', 'key=a,,,,'],
    ['records', 'name: A_KEY, value: ['],
    ['flags', '-a "'],
    ['flags behind dots', '.-ab'],
    ['flags and blanks', '--a \t \t'],
    ['flags on lines that go on', '--a \\\n'],
    ['users', '-u '],
    ['users without an end', '=-u'],
    ['users and equals signs', '=-u='],
    ['lines that go on', ' \\\n'],
    ['names and blanks', 'name: a  \t'],
    ['names of names', 'name=name'],
    ['commas', 'name=a,'],
    ['words and blanks', 'password \t \t'],
    ['words and commas', 'password  ,  '],
    ['digits in a name', '1'],
    ['elements without an end', '<a  '],
    ['blocks far to the right', ' password:\n'],
    ['numbers of characters', '&#0'],
    ['switches and blanks', 'password=true      '],
    ['escapes in escapes', '%25252541'],
    ['hexadecimal', '61'],
    ['elements', '<password>'],
    ['line breaks', '\r\n  '],
    ['beginnings of a secret', 'abcdefgh'],
    ['all that may be base64', 'U'],
    ['users and no password', ',a:'],
    ['users and passwords', 'a:b@c,'],
    ['users in quotes that never close', '"a:'],
    ['users in quotes', '"a:b",'],
    ['users with a port', ',a:1/'],
    ['users who are addresses of mail', 'a@b:'],
    ['users and hosts', 'a@b,c@'],
    ['ends of passwords', '@a'],
    ['hosts of Go', '@a('],
    ['hosts and ports', '@a:1'],
    ['versions', 'a:b@1.'],
    ['addresses of JDBC', 'jdbc:a:'],
    ['addresses of version 6', '//[:'],
    ['packages', 'npm:a@'],
    ['names of restic', 'sftp:a@b'],
    ['labels of keys', '-----BEGIN PRIVATE KEY PRIVATE KEY'],
    ['hexadecimal and blanks', '61    '],
    ['names of hashes', '$pbkdf2-'],
    ['digits and colons', '12345678:'],
  ])('with a huge value of %s is masked', (_, part) => {
    const value = `${part.repeat(131_072 / part.length)}x`
    const others = { A_KEY: 'abcdefghi', B_KEY: `${'a'.repeat(100_000)}b` }
    const mask = () => expect(maskEnvironment({ X: value, ...others })).toHaveLength(3)
    expect(secondsFor(mask)).toBeLessThan(8)
  })

  // What begins once and never comes to its end, or comes to one that does not fit.
  it.each([
    ['blanks', ' '],
    ['tabs and blanks', ' \t'],
    ['equals signs', '='],
    ['commas', ','],
    ['lines that go on', '\\\n'],
    ['digits', '1'],
    ['letters', 'a'],
  ])('with a huge value of a name and %s is masked', (_, part) => {
    const run = part.repeat(30_000 / part.length)
    for (const begin of ['curl -u', 'password', '--password', 'name: a', '<password ', '&#']) {
      const values = ['', 'A=x', ':'].map((end) => `${begin}${run}${end}`)
      const mask = () => expect(values.map((X) => maskEnvironment({ X })[0]?.value)).toEqual(values)
      expect(secondsFor(mask)).toBeLessThan(1)
    }
  })

  it.each([
    ['users without a password', ',a:', ''],
    ['ports and hosts', ',a:1/', '@h'],
    ['users in quotes and hosts', '"a:', '@h'],
    ['users and quotes', '"a:', '",'],
    ['ports and hosts of Go', ',a:1/', '@h('],
    ['numbers and blanks', '61616161616', ' '],
    ['labels and dashes', '----BEGIN PRIVATE KEY', '-'],
  ])('with many %s is masked', (_, one, other) => {
    const X = one.repeat(10_000) + other.repeat(10_000)
    const mask = () => expect(maskEnvironment({ X }).map(({ value }) => value)).toEqual([X])
    expect(secondsFor(mask)).toBeLessThan(1)
  })

  it('with a value of a megabyte is masked, too', { timeout: 60_000 }, () => {
    const value = Buffer.from('password="'.repeat(80_000)).toString('base64')
    expect(maskEnvironment({ X: value })[0]?.masked).toBe(true)
  })

  it.each(['base64', 'hex', 'latin1'] as const)(
    'shows a long value of %s that is no secret',
    (form) => {
      const value = Buffer.from('The cat sat on the mat. '.repeat(3000)).toString(form)
      expect(shownOf('X', value, { A_KEY: 'abcdefghi' })).toBe(value)
    },
  )
})
