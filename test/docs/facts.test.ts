/**
 * Expected and seen values in Chinese. That each one has its form is part of the faults' tests.
 */
import { factText } from 'catflap'
import { describe, expect, it } from 'vitest'

describe('an expected or seen value', () => {
  it.each([
    ['at most 4096 characters', '最多 4096 个字符'],
    ['10240 characters', '10240 个字符'],
    [
      "1700000000, 600 seconds behind this machine's clock; the provider's clock is 601 seconds behind this machine's",
      '1700000000，比本机时钟慢 600 秒；身份提供方的时钟比本机慢 601 秒',
    ],
    ['an unexpanded ${…}', '未展开的 ${…}'],
    ['A_URL is set, A_URI is not set', '设置了 A_URL，A_URI 未设置'],
    ['RS256, kid a1b2', 'RS256，kid a1b2'],
    ['https://op.example/', 'https://op.example/'],
    ['alice likes none', 'alice likes none'],
  ])('%s is shown as %s', (fact, chinese) => {
    expect(factText(fact, 'zh')).toBe(chinese)
    expect(factText(fact, 'en')).toBe(fact)
  })
})
