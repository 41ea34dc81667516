/** Passwords before an `@`, however long they are and whatever they are made of. */
import { describe, expect, it } from 'vitest'
import { shownOf } from './mask-support.ts'

/** `#` stands for a password. */
const SHAPES: readonly string[] = [
  'app:#@tcp(db:3306)/app',
  'app:#@/app',
  'app:#@unix(/run/db.sock)/app',
  'app:#@proxy.example:8080',
  'app:#@[::1]:8080',
  'app:#@数据库:3306',
  'proxy=app:#@proxy.example',
  'tom@mail.example:#@smtp.mail.example:587',
  'DOMAIN\\app:#@proxy.example',
  'jdbc:oracle:thin:app/#@db:1521/app',
  'mailto:tom@mail.example,app:#@proxy.example',
  '"app:#@proxy.example"',
  '{"proxy":"app:#@proxy.example","note":"tom"}',
  '{"proxy":"app:\\"#@proxy.example"}',
  'app:"#@proxy.example',
  '"app:"#@proxy.example"',
  'postgres://app:#@db:5432/app',
  'mysql+pymysql://app:#@db/app',
  '//app:#@db/app',
  'redis://:#@db',
  'smtp://tom@mail.example:#@smtp.mail.example:587',
  '//tom@mail.example:#@smtp.mail.example:587',
  `${'user'.repeat(50)}:#@tcp(db)/app`,
  'app:#@tcp(one)/app,app:#@tcp(two)/app',
  'app:#@tcp(one)/app app:#@tcp(two)/app',
  'postgres://app:#@one/app,postgres://app:#@two/app',
  '["app:#@one","app:#@two"]',
]

/** A few characters that are found again in what is shown, between others, and so many times. */
const PASSWORDS: readonly (readonly [string, string])[] = [
  ['of letters', 'Hn7tQz9Lw4Xc'],
  ['with a colon', 'Hn7t:Qz9Lw4Xc'],
  ['with a slash', 'Hn7t/Qz9Lw4Xc'],
  ['that begins with a slash', '/Hn7tQz9Lw4Xc'],
  ['with an at sign', 'Hn7t@Qz9Lw4Xc'],
  ['that begins with an at sign', '@Hn7tQz9Lw4Xc'],
  ['with an at sign before a mark', 'Hn7t@!Qz9@?Lw4Xc'],
  ['with an at sign and commas', 'Hn7t@Qz,9Lw;4Xc'],
  ['with quotes', 'Hn7t"Qz\'9`Lw4Xc'],
  ['with brackets', 'Hn7t(Qz[9{Lw4Xc'],
  ['that begins like a user', 'a:b:Hn7tQz9Lw4Xc'],
]
const PARTS = /Hn7t|Qz|9Lw|Lw4Xc|4Xc/

describe('a password before an at sign is hidden', () => {
  describe.each(PASSWORDS)('%s', (_, password) => {
    it.each(SHAPES)('in %j', (shape) => {
      for (const times of [1, 17]) {
        const value = shape.replaceAll('#', password.repeat(times))
        expect(shownOf('PLAIN', value)).not.toMatch(PARTS)
      }
    })
  })

  it('and what stands around it is shown', () => {
    for (const length of [1, 199, 200, 201, 100_000]) {
      const password = 'x'.repeat(length)
      const shown = shownOf('PLAIN', `a app:${password}@tcp(db:3306)/app b:c@d e`)
      expect(shown).toBe('a app:••••••••@tcp(db:3306)/app b:••••••••@d e')
    }
  })

  it('where it looks like a port as well, behind which no host comes', () => {
    expect(shownOf('PLAIN', 'app:12345@tcp(db)/app')).toBe('app:••••••••@tcp(db)/app')
    expect(shownOf('PLAIN', 'app:123456/x@db')).toBe('app:••••••••@db')
    expect(shownOf('PLAIN', 'app:12/Hn7t@tcp(db)/app')).toBe('app:••••••••@tcp(db)/app')
    expect(shownOf('PLAIN', 'tom@mail.example:12@smtp')).toBe('tom@mail.example:••••••••@smtp')
  })
})

describe('what has an at sign behind a colon and no password is shown as it is', () => {
  it.each([
    'localhost:5173/@vite/client',
    'registry:4873/@scope/name',
    'npm:@scope/name@1.0.0,npm:@scope/other@2.0.0',
    'jsr:@scope/name@1.0.0',
    'pkg:npm/name@1.0.0',
    'github:owner/name@v1',
    'git@git.example:owner/one.git,git@git.example:owner/two.git',
    '1@one:9093,2@two:9093,3@three:9093',
    'mongodb://app@one:27017,two:27017/app',
    'https://git.example/owner/name@v1',
    'app:@db',
    'app: a@db',
    'app:x@ db',
    'app:x@',
    '{"at":"10:00","image":"postgres:16","mail":"tom@mail.example"}',
    "{'at':'10:00','mail':'tom@mail.example'}",
    'one:5432/x@sha256:9b4b1c2d',
  ])('%j', (value) => {
    expect(shownOf('PLAIN', value)).toBe(value)
  })
})
