/** What each of the gate's own refusals means to a person, and what to do, in both languages. */
import type { GateErrorCode } from '../errors.ts'

/** The words about one refusal. */
export interface GateText {
  readonly title: string
  readonly cause: string
  readonly fix: string
}

export const GATE_TEXTS: Readonly<Record<GateErrorCode, Readonly<Record<'en' | 'zh', GateText>>>> =
  {
    GATE_ASK_AGAIN: {
      en: {
        title: 'You may pass by now: send it again',
        cause:
          'When this was sent, you were not signed in, or it could not be told; now you may pass.',
        fix: 'Go back and send it again. Nothing of it has reached the app.',
      },
      zh: {
        title: '现在可以通过了：请重新提交',
        cause: '提交时你尚未登录，或当时无法判断；现在你可以通过。',
        fix: '请返回并重新提交。刚才的内容没有到达应用。',
      },
    },
    GATE_IDENTITY_UNUSABLE: {
      en: {
        title: 'The app cannot be told who you are',
        cause:
          'What the provider says of you would be read as something else in the headers for the app.',
        fix: 'Let whoever runs this set the line that is shown, or have the provider change the value.',
      },
      zh: {
        title: '无法把你的身份告知应用',
        cause: '身份提供方给出的某个值写进给应用的请求头后会被读成别的内容。',
        fix: '请管理员按显示的那一行修改配置，或在身份提供方修改该值。',
      },
    },
    GATE_LOOP: {
      en: {
        title: 'The proxy and the gate do not agree',
        cause:
          'The proxy’s first question is refused and its second one is allowed, again and again: the two do not send the same headers, such as Cookie.',
        fix: 'Include the same lines (catflap-ask.conf) at both places of the proxy’s configuration.',
      },
      zh: {
        title: '代理与 catflap-gate 的判断不一致',
        cause:
          '代理的第一次询问被拒绝，第二次却被允许，并反复如此：两次发送的请求头（例如 Cookie）不同。',
        fix: '请在代理配置的两处都引入相同的内容（catflap-ask.conf）。',
      },
    },
    GATE_PATH_UNKNOWN: {
      en: {
        title: 'Nothing is asked here',
        cause:
          'This address answers questions of a proxy, at /auth, /auth/status and /auth/answer.',
        fix: 'Let the proxy ask one of these; people use the address of the app.',
      },
      zh: {
        title: '这里没有可询问的内容',
        cause: '此地址只在 /auth、/auth/status 和 /auth/answer 回答代理的询问。',
        fix: '请让代理询问其中之一；用户应访问应用自己的地址。',
      },
    },
    GATE_PEER_UNTRUSTED: {
      en: {
        title: 'Whoever asks is no proxy of this gate',
        cause: 'The question came from an address that auth.trustedProxies does not hold.',
        fix: 'Add the proxy’s own address to auth.trustedProxies. Never a network that others are in.',
      },
      zh: {
        title: '询问方不是受信任的代理',
        cause: '询问来自 auth.trustedProxies 之外的地址。',
        fix: '请把代理自己的地址加入 auth.trustedProxies，不要加入他人也在其中的网段。',
      },
    },
    GATE_PROXY_MISCONFIGURED: {
      en: {
        title: 'The proxy in front does not ask as it should',
        cause:
          'A header that says which request is asked about is missing, doubled, foreign, or about another origin.',
        fix: 'Add the line that is shown to the proxy’s configuration; docs/gate.md has all of it.',
      },
      zh: {
        title: '前面的代理询问方式不对',
        cause: '说明所询问请求的请求头缺失、重复、不属于该代理，或指向别的来源。',
        fix: '请把显示的那一行加入代理的配置；完整配置见 docs/gate.md。',
      },
    },
    GATE_RULE_DENIES: {
      en: {
        title: 'Nobody may see this',
        cause: 'A rule of the gate closes this path to everybody.',
        fix: 'Whoever runs this may change the rule that is shown.',
      },
      zh: {
        title: '任何人都不能访问',
        cause: 'catflap-gate 的一条规则对所有人关闭了这个路径。',
        fix: '管理员可以修改显示的那条规则。',
      },
    },
    GATE_TARGET_INVALID: {
      en: {
        title: 'This address cannot be read',
        cause:
          'It holds what no browser sends: a wrong escape, a control character, a byte that is no text.',
        fix: 'Type the address anew. “catflap-gate check GET <path>” says what is wrong with it.',
      },
      zh: {
        title: '无法读取此地址',
        cause: '其中含有浏览器不会发送的内容：错误的转义、控制字符，或不是文本的字节。',
        fix: '请重新输入地址。运行 “catflap-gate check GET <path>” 可查看原因。',
      },
    },
  }
