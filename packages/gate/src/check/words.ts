/** The words of `catflap-gate check`, in both languages. */
import type { Step } from '../rules/readings.ts'
import type { Access, Invalid } from '../rules/rule.ts'
import type { Answer } from './explained.ts'

/** What one language says. `{}` stands for a value. */
export interface CheckWords {
  readonly access: Readonly<Record<Access, string>>
  readonly answers: Readonly<Record<Answer, string>>
  readonly invalid: Readonly<Record<Invalid, string>>
  readonly steps: Readonly<Record<Step, string>>
  readonly asItCame: string
  readonly nobody: string
  readonly nobodyInGroups: string
  readonly member: string
  readonly methodRefused: string
  readonly own: string
  readonly refused: string
  readonly sendAs: string
  readonly decided: string
  readonly because: string
  readonly unplain: string
  readonly readings: string
  readonly more: string
  readonly open: string
  readonly nothingOpen: string
  readonly everythingElse: string
  readonly overridable: string
  readonly manifestFine: string
  readonly manifestNone: string
  readonly manifestRule: string
  readonly manifestPage: string
  readonly manifestUnknown: string
  readonly noUpstream: string
}

const en: CheckWords = {
  access: {
    deny: 'nobody',
    groups: 'members of {}',
    'signed-in': 'signed in',
    public: 'everybody',
  },
  answers: {
    app: 'reaches the app',
    'sign-in': 'a page is sent to the login, a program gets 401',
    '401': '401',
    '403': '403',
  },
  invalid: {
    method: 'no method: capitals only, such as GET',
    'no-leading-slash': 'its path does not begin with /',
    'raw-byte': 'it holds a byte that no browser sends unescaped',
    percent: 'a % without two hexadecimal digits behind it',
    'utf-8': 'its escapes are no UTF-8',
    control: 'it holds a control character, however often it is escaped',
    'too-many-readings': 'it can be read in more ways than any honest path',
  },
  steps: {
    decode: 'escapes decoded',
    'decode-but-slashes': 'escapes decoded, but for slashes',
    'decode-slashes-at-dots': 'escaped slashes beside dots decoded',
    backslash: '\\ taken for /',
    parameters: '; and what follows dropped',
    cut: 'cut at ? or #',
    'merge-slashes': '// merged',
    'dot-segments': 'dot segments resolved',
    'trailing-dots': 'dots and blanks at the end of names dropped',
    nfkc: 'compatible characters made one (NFKC)',
  },
  asItCame: 'as it came',
  nobody: 'Nobody signed in',
  nobodyInGroups: 'Signed in, of no group',
  member: 'Signed in, of {}',
  methodRefused:
    'Refused to everybody with 405: CONNECT, TRACE and TRACK are no requests for an app.',
  own: 'A page of the gate’s own: everything below {} never reaches the app.',
  refused: 'Refused to everybody with 400: {}.',
  sendAs: 'A browser would send {}',
  decided: 'Decided by {}: {}',
  because: 'The path can be read as {} ({}); the strictest of its readings decides.',
  unplain:
    'A public rule covers it, but only plain paths are opened: without escaped slashes, //, ;, \\ and dot segments.',
  readings: 'Readings of the path:',
  more: '… and {} more; --json shows all.',
  open: 'Open to everybody:',
  nothingOpen: 'Nothing is open to everybody.',
  everythingElse: 'Where no rule holds: {}.',
  overridable:
    '{} opens POST: an app that takes another method from X-HTTP-Method-Override or a field _method does its work for everybody.',
  manifestFine: 'Web app manifest: {} can be fetched as it is.',
  manifestNone: 'Web app manifest: the app’s page links to none.',
  manifestRule:
    'Web app manifest: browsers fetch {} without cookies, and get 401; the app cannot be installed then. Put before all other rules',
  manifestPage:
    'Web app manifest: browsers fetch {} without cookies, and no rule can open that path. Let the page’s link have crossorigin="use-credentials".',
  manifestUnknown:
    'Web app manifest: the app’s page {} could not be looked at ({}). If its source has <link rel="manifest" href="…">, ask again while the app runs.',
  noUpstream: 'no upstream is set',
}

const zh: CheckWords = {
  access: {
    deny: '任何人都不能',
    groups: '{} 组的成员',
    'signed-in': '已登录的人',
    public: '所有人',
  },
  answers: {
    app: '到达应用',
    'sign-in': '页面转到登录，程序得到 401',
    '401': '401',
    '403': '403',
  },
  invalid: {
    method: '方法无效：只能是大写字母，例如 GET',
    'no-leading-slash': '路径不以 / 开头',
    'raw-byte': '含有浏览器会先转义再发送的字节',
    percent: '% 后面没有两位十六进制数字',
    'utf-8': '转义的内容不是 UTF-8',
    control: '含有控制字符（无论转义几层）',
    'too-many-readings': '读法太多，不是正常的路径',
  },
  steps: {
    decode: '解码转义',
    'decode-but-slashes': '解码转义，斜杠除外',
    'decode-slashes-at-dots': '解码点段旁边的转义斜杠',
    backslash: '把 \\ 当作 /',
    parameters: '去掉 ; 及其后内容',
    cut: '在 ? 或 # 处截断',
    'merge-slashes': '合并 //',
    'dot-segments': '解析点段',
    'trailing-dots': '去掉名称末尾的点和空白',
    nfkc: '统一兼容字符（NFKC）',
  },
  asItCame: '原样',
  nobody: '未登录',
  nobodyInGroups: '已登录，不属于任何组',
  member: '已登录，属于 {}',
  methodRefused: '对所有人返回 405：CONNECT、TRACE 和 TRACK 不是给应用的请求。',
  own: '这是 catflap-gate 自己的页面：{} 之下的请求不会到达应用。',
  refused: '对所有人返回 400：{}。',
  sendAs: '浏览器发送的是 {}',
  decided: '由 {} 决定：{}',
  because: '路径可以读成 {}（{}）；各种读法中最严格的起决定作用。',
  unplain: '有公开规则覆盖它，但只公开普通路径：不含转义的斜杠、//、;、\\ 和点段。',
  readings: '路径的各种读法：',
  more: '……还有 {} 种；--json 显示全部。',
  open: '对所有人公开：',
  nothingOpen: '没有对所有人公开的路径。',
  everythingElse: '没有规则的路径：{}。',
  overridable:
    '{} 公开了 POST：如果应用按 X-HTTP-Method-Override 或 _method 字段改用其他方法，所有人都能那样做。',
  manifestFine: 'Web App Manifest：{} 可以直接获取。',
  manifestNone: 'Web App Manifest：应用的页面没有链接它。',
  manifestRule:
    'Web App Manifest：浏览器获取 {} 时不带 Cookie，会得到 401，应用就无法安装。请在所有规则之前加上',
  manifestPage:
    'Web App Manifest：浏览器获取 {} 时不带 Cookie，而这个路径无法用规则公开。请在页面的链接上写 crossorigin="use-credentials"。',
  manifestUnknown:
    'Web App Manifest：无法查看应用的页面 {}（{}）。如果其源码中有 <link rel="manifest" href="…">，请在应用运行时再检查一次。',
  noUpstream: '没有设置 upstream',
}

export const CHECK_WORDS: Readonly<Record<'en' | 'zh', CheckWords>> = { en, zh }

/** Puts values in the place of `{}`, in turn. */
export function fill(template: string, ...values: readonly (string | number)[]): string {
  const left = [...values]
  return template.replace(/\{\}/g, () => String(left.shift() ?? ''))
}
