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
    GATE_HOST_UNKNOWN: {
      en: {
        title: 'Not the address of this app',
        cause: 'The request came with another Host than the app has by its configuration.',
        fix: 'Open the app at its own address. Behind a proxy, let that pass the Host on: in nginx proxy_set_header Host $http_host;.',
      },
      zh: {
        title: '这不是本应用的地址',
        cause: '请求的 Host 与配置中应用的地址不同。',
        fix: '请用应用自己的地址访问。如果前面有代理，请让它转发 Host：在 nginx 中写 proxy_set_header Host $http_host;。',
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
        fix: 'Have the proxy send the same headers at both places of its configuration.',
      },
      zh: {
        title: '代理与 catflap-gate 的判断不一致',
        cause:
          '代理的第一次询问被拒绝，第二次却被允许，并反复如此：两次发送的请求头（例如 Cookie）不同。',
        fix: '请让代理在配置的两处发送相同的请求头。',
      },
    },
    GATE_METHOD_REFUSED: {
      en: {
        title: 'This method is refused',
        cause:
          'CONNECT asks for a tunnel and TRACE for its own request back; neither is for an app.',
        fix: 'Use another method.',
      },
      zh: {
        title: '不接受这种请求方法',
        cause: 'CONNECT 请求建立隧道，TRACE 请求返回请求本身，两者都与应用无关。',
        fix: '请使用其他方法。',
      },
    },
    GATE_NO_UPSTREAM: {
      en: {
        title: 'No app is behind this address',
        cause: 'This gate only answers the questions of a proxy, which passes requests on itself.',
        fix: 'Let the proxy send only /_catflap/ here; or name the app: --upstream http://127.0.0.1:8000.',
      },
      zh: {
        title: '此地址后面没有应用',
        cause: '这个 catflap-gate 只回答代理的询问，由代理自己转发请求。',
        fix: '请让代理只把 /_catflap/ 转到这里；或指定应用：--upstream http://127.0.0.1:8000。',
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
        fix: 'Add the line that is shown to the proxy’s configuration.',
      },
      zh: {
        title: '前面的代理询问方式不对',
        cause: '说明所询问请求的请求头缺失、重复、不属于该代理，或指向别的来源。',
        fix: '请把显示的那一行加入代理的配置。',
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
    GATE_SOCKETS_TOO_MANY: {
      en: {
        title: 'Too many open connections',
        cause: 'This session has as many WebSockets open as it may.',
        fix: 'Close other tabs of this app. Whoever runs this may raise websockets.perSession.',
      },
      zh: {
        title: '打开的连接过多',
        cause: '这个会话打开的 WebSocket 已达上限。',
        fix: '请关闭本应用的其他标签页。管理员可以调大 websockets.perSession。',
      },
    },
    GATE_TARGET_INVALID: {
      en: {
        title: 'This address cannot be read',
        cause:
          'It holds what no browser sends: a wrong escape, a control character, a byte that is no text.',
        fix: 'Type the address anew.',
      },
      zh: {
        title: '无法读取此地址',
        cause: '其中含有浏览器不会发送的内容：错误的转义、控制字符，或不是文本的字节。',
        fix: '请重新输入地址。',
      },
    },
    GATE_UPGRADE_REFUSED: {
      en: {
        title: 'Only WebSockets may change the protocol',
        cause: 'The request asks for another protocol, or has a body.',
        fix: 'Ask without Upgrade.',
      },
      zh: {
        title: '只有 WebSocket 可以切换协议',
        cause: '该请求要求切换到其他协议，或带有请求体。',
        fix: '请去掉 Upgrade 后再请求。',
      },
    },
    GATE_UPSTREAM_SLOW: {
      en: {
        title: 'The app takes too long',
        cause: 'The app took the request and began no answer in time.',
        fix: 'Try again in a moment. Whoever runs this finds more in the app’s own log, and may raise timeouts.head.',
      },
      zh: {
        title: '应用应答超时',
        cause: '应用收到了请求，但没有在时限内开始应答。',
        fix: '请稍后再试。管理员可查看应用自己的日志，或调大 timeouts.head。',
      },
    },
    GATE_UPSTREAM_UNREACHABLE: {
      en: {
        title: 'The app does not answer',
        cause:
          'You are let in, but there is no connection to the app behind: it may be starting, or be stopped.',
        fix: 'Try again in a moment. Whoever runs this: is the app running, and does it listen where upstream says?',
      },
      zh: {
        title: '应用没有应答',
        cause: '你已获准进入，但无法连接到后面的应用：它可能正在启动，或已停止。',
        fix: '请稍后再试。管理员请检查：应用是否在运行，是否在 upstream 指定的地址监听？',
      },
    },
    GATE_UPSTREAM_UNUSABLE: {
      en: {
        title: 'The app’s answer cannot be passed on',
        cause: 'What the app answered is not HTTP as it may be passed on.',
        fix: 'Whoever runs this: look at the app’s own log, and whether upstream names its HTTP port.',
      },
      zh: {
        title: '应用的应答无法转发',
        cause: '应用的应答不是可以转发的 HTTP。',
        fix: '管理员请查看应用自己的日志，并确认 upstream 指向它的 HTTP 端口。',
      },
    },
  }
