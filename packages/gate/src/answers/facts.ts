/** Expected and seen values of the gate's refusals in the reader's language; the code writes them in English, for the log. */
import { factText, type Language } from 'catflap'

/** `{}` stands for a value that stays as it is. What the library says, too, it translates itself. */
const PHRASES: Readonly<Record<string, string>> = {
  sent: '已发送',
  'not sent': '未发送',
  several: '多个值',
  'two of them': '两个',
  'a whole address': '完整的地址',
  'a name of whole characters, without control characters, and without blanks at its ends':
    '字符完整、不含控制字符、首尾没有空白的名称',
  'groups without "{}" in their names': '名称中不含“{}”的组',
  'at most {} bytes of headers': '请求头最多 {} 字节',
  'at most {} characters of a Bearer token (RFC 6750, section 2.1)':
    'Bearer 令牌最多 {} 个字符（RFC 6750 第 2.1 节）',
  '{} bytes, {} groups': '{} 字节，{} 个组',
}

const TEMPLATES = Object.entries(PHRASES).map(([english, chinese]) => {
  const literal = english.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll('{}', '(\\S+)')
  return [new RegExp(`^${literal}$`), chinese] as const
})

/** An expected or seen value in a language. */
export function gateFactText(fact: string, language: Language): string {
  if (language === 'en') return fact
  for (const [pattern, chinese] of TEMPLATES) {
    const values = pattern.exec(fact)?.slice(1)
    if (values !== undefined) return chinese.replace(/\{\}/g, () => values.shift() ?? '')
  }
  return factText(fact, language)
}
