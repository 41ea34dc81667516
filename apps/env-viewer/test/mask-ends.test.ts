/** Where what is hidden begins and ends, to the character; and what is just no secret. */
import { describe, expect, it } from 'vitest'
import { createSecretMask, MASK } from '../src/env/mask.ts'
import { shownOf } from './mask-support.ts'

describe('credentials behind the name of a scheme', () => {
  it.each([
    ['Basic with letters alone', 'sent: Basic dXNlcjpwYXNz', `sent: Basic ${MASK}`],
    ['basic in other letters', 'sent: BASIC dXNlcjpwYXNz', `sent: BASIC ${MASK}`],
    ['Basic that nobody has encoded', 'sent: Basic user:tabby!', `sent: Basic ${MASK}`],
    ['Bearer with a digit', 'sent: Bearer tabby9 twice', `sent: Bearer ${MASK} twice`],
    ['Bearer as long as no word', `a Bearer ${'ab'.repeat(12)} b`, `a Bearer ${MASK} b`],
    ['Bearer and nothing else', 'Bearer tabby', `Bearer ${MASK}`],
  ])('are hidden: %s', (_, value, shown) => {
    expect(shownOf('PLAIN', value)).toBe(shown)
  })

  it.each([
    ['Basic with a word that has a digit', 'a Basic plan2 b'],
    ['Basic with what encodes no password', 'a Basic AAAAOgAA b'],
    ['Bearer with a long word', `a Bearer ${'ab'.repeat(11)}c b`],
  ])('are not taken for such: %s', (_, value) => {
    expect(shownOf('PLAIN', value)).toBe(value)
  })
})

describe('a secret far behind its name', () => {
  const far = ' '.repeat(120)

  it.each([
    ['on a line of its own', `password:\n${far}tabby-cat-9`, `password:${MASK}`],
    ['after empty lines', `password:${'\n'.repeat(120)}  tabby-cat-9`, `password:${MASK}`],
    ['after a word that is a switch', `password=true${far}tabby-cat-9`, `password=${MASK}`],
    ['after a flag', `--password${far}tabby-cat-9`, `--password${far}${MASK}`],
    ['after a user', `curl -u${far}tom:tabby-cat-9`, `curl -u${far}tom:${MASK}`],
    ['after a long user', `-u ${'t=-u'.repeat(40)}:tabby-cat-9`, `-u ${'t=-u'.repeat(40)}:${MASK}`],
    ['after a word', `password${far}tabby-cat-9`, `password${far}${MASK}`],
    ['in a list', `password${far},${far}tabby-cat-9`, `password${far},${far}${MASK}`],
    [
      'in a record',
      `name: DB_PASSWORD\n${far}value: tabby-cat-9`,
      `name: DB_PASSWORD\n${far}value: ${MASK}`,
    ],
    [
      'in an element',
      `<password a="${far.repeat(3)}">tabby-cat-9</password>`,
      `<password a="${far.repeat(3)}">${MASK}</password>`,
    ],
    [
      'in an element of blanks',
      `<password${far.repeat(3)}>tabby-cat-9</password>`,
      `<password${far.repeat(3)}${MASK}`,
    ],
    [
      'far to the right',
      `${far}${far}password:\n${far}${far} tabby-cat-9`,
      `${far}${far}password:${MASK}`,
    ],
  ])('is hidden: %s', (_, value, shown) => {
    expect(shownOf('PLAIN', value)).toBe(shown)
  })

  const long = 'a_'.repeat(60)
  it.each([
    ['a pair', `${long}password=`, 'tabby-cat-9', ''],
    ['a record', `name: ${long}password, value: `, 'tabby-cat-9', ''],
    ['a flag', `--${long}password `, 'tabby-cat-9', ''],
    ['a word', `${long}password `, 'tabby-cat-9', ''],
    ['an element', `<${long}password>`, 'tabby-cat-9', '</a>'],
  ])('is hidden after a long name: %s', (_, before, secret, after) => {
    expect(shownOf('PLAIN', before + secret + after)).toBe(before + MASK + after)
  })

  it.each([
    ['--password \\\n  ', ''],
    ['--password \\\r\n\\\n\t', ' --host db'],
    ['--password `\r\n  ', ''],
    ['--password ^\r\n  ', ''],
    ['-u \\\n  tom:', ''],
    ['-u\\\n tom:', ''],
    ['password \\\n  ', ''],
  ])('is hidden where the line goes on: %j', (before, after) => {
    expect(shownOf('PLAIN', `${before}tabby-cat-9${after}`)).toBe(`${before}${MASK}${after}`)
  })

  it.each(['--password \\\n  --host db', '--password \\\n', '-u \\\n --host'])(
    'is none where another flag follows or nothing: %j',
    (value) => {
      expect(shownOf('PLAIN', value)).toBe(value)
    },
  )
})

it.each([
  ['in CDATA', '<password><![CDATA[tabby-cat-9]]></password>', `<password>${MASK}</password>`],
  ['on a line that goes on', 'password=\\\n  tabby-cat-9\na=1', `password=${MASK}\na=1`],
  ['in part on it', 'password: x\\\r\n  tabby-cat-9\r\na: 1', `password: ${MASK}\r\na: 1`],
  [
    'in a block of a record',
    'name: PASSWORD\nvalue: |\n  tabby-cat-9\na: 1',
    `name: PASSWORD\nvalue: ${MASK}\na: 1`,
  ],
  ['a line behind a quoted name', '{"password":\n  "tabby-cat-9"}', `{"password":${MASK}`],
])('a secret is hidden: %s', (_, value, shown) => {
  expect(shownOf('PLAIN', value)).toBe(shown)
})

it('a stray quote before a name hides it no less', () => {
  expect(shownOf('PLAIN', '"token:"- {"client_secret": "tabby-cat-9"}')).not.toContain('tabby')
})

describe('a known secret', () => {
  const A_KEY = 'tabby@cat-9'

  it.each([
    ['whose last characters are no escapes', 'a tabby%40cat-9%20b', `a ${MASK}%20b`],
    ['between escapes', '%20tabby%40cat-9%20', `%20${MASK}%20`],
    ['in JSON', '"\\ttabby\\u0040cat-9\\t"', `"\\t${MASK}\\t"`],
    ['twice', 'tabby@cat-9tabby@cat-9 tabby@cat-9', `${MASK} ${MASK}`],
    ['beside another letter', 'étabby@cat-9é', `é${MASK}é`],
  ])('is hidden to the character, %s', (_, value, shown) => {
    expect(shownOf('PLAIN', value, { A_KEY })).toBe(shown)
  })

  it('of six characters is searched for, at the very end too, and of five is not', () => {
    expect(shownOf('PLAIN', 'a abcde9', { A_KEY: 'abcde9' })).toBe(`a ${MASK}`)
    expect(createSecretMask({ A_KEY: 'abcde9' })('abcde9')).toBe(MASK)
    expect(shownOf('PLAIN', 'a abcd9', { A_KEY: 'abcd9' })).toBe('a abcd9')
    expect(shownOf('PLAIN', '喵：小猫的密码', { A_KEY: '小猫的密码' })).toBe('喵：小猫的密码')
  })

  it.each([
    [1, 'tabby%41"cat'],
    [2, 'tabby%2541"cat'],
    [3, 'tabby%252541"cat'],
  ])('with escapes in it is found where others are read with them: %i times', (times, secret) => {
    let written = secret
    for (let time = 0; time < times; time++) written = JSON.stringify(written).slice(1, -1)
    expect(shownOf('PLAIN', `a ${written} b`, { A_KEY: secret })).toBe(`a ${MASK} b`)
  })

  it('with escapes in escapes is not sought by what they say in the fourth reading', () => {
    expect(shownOf('PLAIN', 'Atabby"-9', { A_KEY: '%25252541tabby"-9' })).toBe('Atabby"-9')
  })

  it('behind bytes of any kind is hidden where it stands', () => {
    const value = (text: string) => bytes(`${'\u07d0'.repeat(6)}${text}`).toString('base64')
    expect(shownOf('PLAIN', value('tabby@cat-99!!!'), { A_KEY: 'tabby@cat-99' })).toBe(
      value('').concat(MASK, 'ISEh'),
    )
  })

  it('whose escapes say less than six characters is not searched for by what they say', () => {
    expect(shownOf('PLAIN', 'grab', { A_KEY: '%41%42' })).toBe('grab')
  })

  it.each([
    ['quoted among blanks', ' "tabby-cat-9"\n', 'tabby-cat-9'],
    ['in a list with blanks', 'abc,, tabby-cat-9 ,def', 'tabby-cat-9'],
    ['without the end of its base64', 'q83v=EjRWeJC==', 'q83v=EjRWeJC'],
    ['as a form writes it', 'tabby cat 99', 'tabby+cat+99'],
  ])('is known %s', (_, secret, written) => {
    expect(shownOf('PLAIN', `1 ${written}. 2`, { A_KEY: secret })).toBe(`1 ${MASK}. 2`)
  })

  it('of several words is known by those that are in no dictionary', () => {
    const A_KEY = 'PRODUCTION, 9battery, Production, T-123456, production'
    expect(shownOf('PLAIN', '9battery T-123456 Production PRODUCTION production', { A_KEY })).toBe(
      `${MASK} ${MASK} Production PRODUCTION production`,
    )
  })

  it('is found in three disguises, one in the other', () => {
    const written = bytes(bytes('[tabby%40cat-99]').toString('base64')).toString('hex')
    expect(shownOf('PLAIN', `${written} b`, { A_KEY: 'tabby@cat-99' })).toContain(`${MASK}`)
    expect(shownOf('PLAIN', `a=${written}`, { A_KEY: 'tabby@cat-98' })).not.toContain(MASK)
  })

  it.each([
    ['x"tabby-cat-9"', 'xtabby-cat-9'],
    ['"tabby"-cat-9', 'tabby-cat-9'],
  ])('%s has its quotes inside, and is not %s', (secret, other) => {
    expect(shownOf('PLAIN', other, { A_KEY: secret })).toBe(other)
  })

  it('in a disguise is hidden before another that stands there plainly', () => {
    const shown = shownOf('PLAIN', 'a tabby%40cat-9 b password=xyz', { A_KEY })
    expect(shown).toBe(`a ${MASK} b password=${MASK}`)
  })

  it('that is not there changes nothing, half a character included', () => {
    expect(createSecretMask({ A_KEY })('broken \ud800 text')).toBe('broken \ud800 text')
  })

  it('and the value behind it, where they touch, are hidden as one', () => {
    expect(shownOf('PLAIN', 'a my-password=xy', { A_KEY: 'my-password=' })).toBe(`a ${MASK}`)
  })

  it('that ends or begins within a character takes all of it', () => {
    const long = '猫'.repeat(30)
    expect(shownOf('PLAIN', `a${'猫'.repeat(25)}猬b`, { A_KEY: long })).toBe(`a${MASK}b`)
    // In UTF-16 this one has the second byte of “à” in front.
    expect(shownOf('PLAIN', `éàN${'A'.repeat(10)}b`, { A_KEY: `亠${'䅁'.repeat(5)}` })).toBe(
      `é${MASK}b`,
    )
  })

  it('that overlaps with another is hidden with it', () => {
    const hide = createSecretMask({ A_KEY: 'abcdef1', B_KEY: 'ef1ghij2' })
    expect(hide('x abcdef1ghij2 y')).toBe(`x ${MASK} y`)
  })

  it('that is long is hidden as far as it goes, where it was cut off', () => {
    const secret = Array.from({ length: 40 }, (_, at) => `${at}-`).join('')
    const hide = createSecretMask({ A_KEY: secret })
    expect(hide(`a ${secret.slice(0, 90)}! b`)).toBe(`a ${MASK}! b`)
    expect(hide(`a ${secret}! b`)).toBe(`a ${MASK}! b`)
    expect(hide(`a ${secret.slice(0, 60)}! b`)).toBe(`a ${secret.slice(0, 60)}! b`)
  })
})

describe('a secret of no known text that stands in a disguise', () => {
  it.each([
    ['at the end of an address', 'password%3Dtabby', `password%3D${MASK}`],
    ['in base64 up to its end', bytes('password=tabby!').toString('base64'), `cGFzc3dvcmQ9${MASK}`],
    [
      'in base64 of UTF-16 up to its end',
      Buffer.from('password=tabby!', 'utf16le').toString('base64'),
      `cABhAHMAcwB3AG8AcgBkAD0A${MASK}A`,
    ],
    [
      'in base64, a key without an end',
      bytes('a -----BEGIN PRIVATE KEY-----\nMHcC').toString('base64'),
      `YS${MASK}==`,
    ],
    [
      'in hexadecimal, a key without an end',
      bytes('a -----BEGIN PRIVATE KEY-----\nMHcC').toString('hex'),
      `6120${MASK}`,
    ],
  ])('is hidden %s', (_, value, shown) => {
    expect(shownOf('PLAIN', value)).toBe(shown)
  })
})

function bytes(text: string): Buffer {
  return Buffer.from(text)
}
