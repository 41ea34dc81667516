/** docs/conformance.md and its Chinese twin, of what a run of the modules has seen. */
import { ENDS, type Module, PREFIX, type Text } from './module.ts'
import { PLANS } from './modules.ts'

const TEXTS = {
  title: { en: 'Conformance', zh: '一致性' },
  link: { en: '[中文](conformance.zh-CN.md)', zh: '[English](conformance.md)' },
  intro: {
    en: "The relying-party modules of the OpenID Foundation's conformance suite that apply to Catflap. A test plays each by its name at a small provider that does what the module's does (`test/conformance`), and writes this page; it fails where the end is another one. It replaces no certification: the suite itself was run from outside, and its names and situations are the source.",
    zh: 'OpenID 基金会一致性测试套件中适用于 Catflap 的依赖方（RP）模块。每个模块都由同名测试在一个小型身份提供方上重演（`test/conformance`），其行为与该模块相同；本页由测试写成，结果不同则测试失败。它不能代替认证：套件本身曾在项目之外运行，模块名称与情形来自那里。',
  },
  head: {
    en: ['module', 'the provider', 'how it ends here'],
    zh: ['模块', '身份提供方的行为', '本方的结果'],
  },
  refused: {
    en: (code: string, parameter: string) => `refused: ${code}, ${parameter}`,
    zh: (code: string, parameter: string) => `拒绝：${code}，${parameter}`,
  },
  notWanted: { en: 'Not wanted', zh: '不打算支持' },
  reasons: {
    en: [
      'Implicit and hybrid flows, `response_mode=form_post`: the code flow with a query is all that is asked for.',
      'WebFinger and dynamic registration: the operator names the provider and registers the app.',
      'The access token in the body of a UserInfo request, distributed claims, request objects.',
      'Front-channel logout and session management by iframe: browsers keep cookies of other sites from frames.',
    ],
    zh: [
      '隐式流程、混合流程和 `response_mode=form_post`：只请求以查询参数返回的授权码流程。',
      'WebFinger 与动态注册：由运维者指定身份提供方并注册应用。',
      '在 UserInfo 请求体中携带 access token、分布式声明、请求对象。',
      '前端通道退出与基于 iframe 的会话管理：浏览器不会把其他网站的 Cookie 交给框架页。',
    ],
  },
} as const

/** The page in one language. */
export function conformanceDocs(seen: ReadonlyMap<Module, string>, language: keyof Text): string {
  const tables = PLANS.flatMap(({ title, modules }) => [
    `## ${title[language]}`,
    [
      row(TEXTS.head[language]),
      row(['---', '---', '---']),
      ...modules.map((module) =>
        row([
          `\`${PREFIX}${module.name}\``,
          module.what[language],
          end(seen.get(module), language),
        ]),
      ),
    ].join('\n'),
  ])
  return `${[
    `# ${TEXTS.title[language]}`,
    TEXTS.link[language],
    TEXTS.intro[language],
    ...tables,
    `## ${TEXTS.notWanted[language]}`,
    TEXTS.reasons[language].map((reason) => `- ${reason}`).join('\n'),
  ].join('\n\n')}\n`
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function end(seen: string | undefined, language: keyof Text): string {
  const [, code, parameter] = /^([A-Z_]+) \((\w+)\)$/.exec(seen ?? '') ?? []
  if (code === undefined) return ENDS[seen ?? '']?.[language] ?? '?'
  const address = `errors${language === 'zh' ? '.zh-CN' : ''}.md#${code.toLowerCase()}`
  return TEXTS.refused[language](`[\`${code}\`](${address})`, `\`${parameter}\``)
}
