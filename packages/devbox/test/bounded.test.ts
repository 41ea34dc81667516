/** What a box keeps of the secrets that passed through it. */
import { describe, expect, it } from 'vitest'
import { createSecretLog } from '../src/box/bounded.ts'

describe('the log of secrets', () => {
  it('forgets the oldest when there are more than 10,000', () => {
    const log = createSecretLog()
    for (let i = 0; i < 10_001; i++) log.add(`secret number ${i}`)
    expect(log.all()).toHaveLength(10_000)
    expect(log.all()[0]).toBe('secret number 1')
    expect(log.all().at(-1)).toBe('secret number 10000')
  })

  it('keeps one that was seen again, and leaves out what could be ordinary text', () => {
    const log = createSecretLog()
    for (const text of ['twelve signs', 'another one!', 'twelve signs', 'eleven long', '', null]) {
      log.add(text)
    }
    expect(log.all()).toEqual(['another one!', 'twelve signs'])
  })
})
