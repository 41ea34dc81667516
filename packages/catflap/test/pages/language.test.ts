import { expect, it } from 'vitest'
import { pickLanguage } from '../../src/pages/language.ts'

const pick = (accept: string | undefined, cookie?: string) =>
  pickLanguage((name) => ({ 'accept-language': accept, cookie })[name])

it.each([
  ['nothing', undefined, 'en'],
  ['an empty header', '', 'en'],
  ['zh', 'zh', 'zh'],
  ['a region', 'zh-CN', 'zh'],
  ['a script', 'zh-Hant-TW', 'zh'],
  ['capitals', 'ZH-cn', 'zh'],
  ['English', 'en-US,en;q=0.9', 'en'],
  ['Chinese first', 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['English first', 'en,zh;q=0.9', 'en'],
  ['Chinese preferred, though it stands last', 'en;q=0.5, zh;q=0.8', 'zh'],
  ['a third language before Chinese', 'fr,de;q=0.9,zh;q=0.1,en;q=0.05', 'zh'],
  ['third languages only', 'fr,de', 'en'],
  ['Chinese refused', 'zh;q=0,en;q=0.1', 'en'],
  ['Chinese refused and nothing else', 'zh;q=0', 'en'],
  ['a weight that is no number', 'zh;q=x,en;q=0.1', 'en'],
  ['further parameters', 'zh;x=1;q=0.9,en;q=0.5', 'zh'],
  ['another language that begins alike', 'zha,en;q=0.1', 'en'],
  ['anything', '*', 'en'],
  ['nonsense', ';;;,,,=q=;q', 'en'],
])('for %s the language is chosen', (_, accept, language) => {
  expect(pick(accept)).toBe(language)
})

it.each([
  ['zh', 'en', 'lang=zh', 'zh'],
  ['en', 'zh', 'a=b; lang=en', 'en'],
  ['something else', 'zh', 'lang=fr', 'zh'],
  ['nothing', 'zh', 'lang=', 'zh'],
])('a cookie that says %s is followed when it can be', (_, accept, cookie, language) => {
  expect(pick(accept, cookie)).toBe(language)
})
