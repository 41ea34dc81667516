import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { providerWords } from '../../src/protocol/provider-words.ts'

it('keeps what a provider says, in any language', () => {
  expect(providerWords('Client is not allowed to use the scope "groups".')).toBe(
    'Client is not allowed to use the scope "groups".',
  )
  expect(providerWords('该客户端无权申请此 scope')).toBe('该客户端无权申请此 scope')
})

it.each([undefined, null, '', '  ', 7, ['x'], { text: 'x' }])('takes %j for silence', (value) => {
  expect(providerWords(value)).toBeUndefined()
})

it('makes one line of at most 200 characters, without marks that reorder it', () => {
  expect(providerWords(`a\nb\u001b[2J\u202ec`)).toBe('a\uFFFDb\uFFFD[2J\uFFFDc')
  expect(providerWords('many words '.repeat(100))?.length).toBeLessThan(240)
})

it('leaves out whatever was sent, and whatever looks like a token', () => {
  expect(providerWords('the code short-1 is spent', ['short-1'])).toBe('the code … is spent')
  for (const length of [18, 24, 32, 64]) {
    const bytes = randomBytes(length)
    for (const secret of [bytes.toString('base64url'), bytes.toString('hex')]) {
      expect(providerWords(`token ${secret} is revoked`)).toBe('token … is revoked')
      expect(providerWords(`jwt ${secret}.${secret}.${secret}`)).toBe('jwt ….….…')
    }
  }
})

it('does not take short values for what was sent: they are in many words', () => {
  expect(providerWords('no such code', ['no', ''])).toBe('no such code')
  expect(providerWords('no such code', ['such'])).toBe('no … code')
  expect(providerWords('no such code', ['suc'])).toBe('no such code')
})

it('leaves nothing of a secret that another one is a part of, nor of one that is encoded', () => {
  expect(providerWords('no: abcd-efgh', ['abcd', 'abcd-efgh'])).toBe('no: …')
  expect(providerWords('abcd-efgh', ['abcd-efgh', 'abcd-efgh-ijkl'])).toBe('…')
  expect(providerWords('no: a%2Fb+c%7E a%2Fb%20c%7E', ['a/b c~'])).toBe('no: … …')
})

it.each(['4%2fP7%2ba', '4/p7+A', '4%2FP7%2BA', '%34%2f%50%37%2b%61'])(
  'leaves nothing of a secret in other letters, or half encoded: %s',
  (repeated) => {
    expect(providerWords(`no ${repeated}.`, ['4/P7+a'])).toBe('no ….')
  },
)

it('takes a plus sign for a blank, and for nothing else; control characters have two digits', () => {
  expect(providerWords('no: a+cd e', ['a cd', 'efgh'])).toBe('no: … e')
  expect(providerWords('no: +bcd', ['abcd'])).toBe('no: +bcd')
  expect(providerWords('no: ab%09cd', ['ab\tcd'])).toBe('no: …')
})

it('takes the characters of a secret as they are', () => {
  expect(providerWords('a.c* abc* axc*', ['a.c*'])).toBe('… abc* axc*')
  expect(providerWords('猫的密码 %E7%8C%AB的密%e7%a0%81', ['猫的密码'])).toBe('… …')
})
