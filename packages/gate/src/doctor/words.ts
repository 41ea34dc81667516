/** What the doctor says of each check: what it looks at, and what to do where that is wrong. */
import type { Check } from './findings.ts'

/** The words about one check. */
export interface CheckText {
  readonly title: string
  readonly fix: string
}

export const CHECK_TEXTS: Readonly<Record<'en' | 'zh', Readonly<Record<Check, CheckText>>>> = {
  en: {
    pages: {
      title: '/_catflap/ of the app’s address is the gate’s',
      fix: 'Let the proxy send all of /_catflap/ to the public door, and ask about none of it. Is the gate running?',
    },
    host: {
      title: 'The proxy passes the Host on',
      fix: 'Have it send the visitor’s Host: in nginx proxy_set_header Host $http_host;.',
    },
    gate: {
      title: 'A gate answers at auth.listen',
      fix: 'Start the gate with these settings, and run the doctor on the same machine or in the same container.',
    },
    asked: {
      title: 'The proxy asks this gate about a request',
      fix: 'Another answer than the gate’s came. AUTHENTICATION_REQUIRED: the proxy does not pass Cookie on with its question. GATE_PEER_UNTRUSTED: name its address in auth.trustedProxies. A page of the app: it does not ask at all.',
    },
    question: {
      title: 'The question says which request it is about',
      fix: 'Set the line that is shown.',
    },
    target: {
      title: 'Path and query arrive as they were sent',
      fix: 'The proxy rewrites the path before it asks. Ask first, or send the unchanged one: $request_uri in nginx, {uri} in Caddy, pathq in HAProxy.',
    },
    method: {
      title: 'The method arrives as it was sent',
      fix: 'Send the visitor’s method in the header that names it.',
    },
    forged: {
      title: 'A visitor’s own headers do not name another request',
      fix: 'Have the proxy remove the header that is shown, or write its own over it.',
    },
    spelling: {
      title: 'The app’s identity headers, written with _, are taken from a visitor',
      fix: 'Servers for Python and PHP read Remote_User as Remote-User. Remove what is shown before the proxy sets its own; with another preset, identity.headers or identity.signed these are other names than those that the proxy’s configuration was written for.',
    },
    body: {
      title: 'The question announces no body',
      fix: 'In nginx proxy_set_header Content-Length ""; and proxy_pass_request_body off;. The gate closes the connection of each such question.',
    },
    headers: {
      title: 'Accept and Sec-Fetch-Mode go along with the question',
      fix: 'Pass the headers that are shown on: by them the gate tells a person, who is sent to the login, from a program.',
    },
    socket: {
      title: 'A WebSocket’s headers go along with the question',
      fix: 'Pass the headers that are shown on: by them the gate knows a WebSocket, and whose page opens it.',
    },
    answers: {
      title: 'What the gate answers arrives whole',
      fix: 'In nginx: error_page 401 403 500 = @catflap; in the same location. Elsewhere: let no error page stand in for the gate’s.',
    },
    redirect: {
      title: 'The way to the login arrives as it is',
      fix: 'Leave Location alone. Traefik: preserveLocationHeader: true. In nginx the named location asks the gate itself.',
    },
    cookies: {
      title: 'Two cookies of one answer arrive as two',
      fix: 'Do not copy Set-Cookie by a variable, which holds one of them or joins both.',
    },
  },
  zh: {
    pages: {
      title: '应用地址下的 /_catflap/ 属于 catflap-gate',
      fix: '请让代理把 /_catflap/ 下的全部请求转到对外的入口，并且不对它们询问。catflap-gate 在运行吗？',
    },
    host: {
      title: '代理转发 Host',
      fix: '请让代理发送访问者的 Host：在 nginx 中写 proxy_set_header Host $http_host;。',
    },
    gate: {
      title: 'auth.listen 处有 catflap-gate 应答',
      fix: '请用这些设置启动 catflap-gate，并在同一台机器或同一个容器中运行 doctor。',
    },
    asked: {
      title: '代理就请求询问这个 catflap-gate',
      fix: '收到的不是 catflap-gate 的应答。AUTHENTICATION_REQUIRED：代理询问时没有带上 Cookie。GATE_PEER_UNTRUSTED：请把它的地址写进 auth.trustedProxies。如果是应用的页面：代理根本没有询问。',
    },
    question: {
      title: '询问说明了是哪个请求',
      fix: '请设置显示的那一行。',
    },
    target: {
      title: '路径和查询串原样到达',
      fix: '代理在询问之前改写了路径。请先询问，或发送未改动的路径：nginx 用 $request_uri，Caddy 用 {uri}，HAProxy 用 pathq。',
    },
    method: {
      title: '请求方法原样到达',
      fix: '请在说明方法的请求头中发送访问者的方法。',
    },
    forged: {
      title: '访问者自己的请求头不能指向别的请求',
      fix: '请让代理去掉显示的那个请求头，或用自己的值覆盖。',
    },
    spelling: {
      title: '访问者所发的、用 _ 写成的身份请求头被去掉',
      fix: 'Python 和 PHP 的服务器会把 Remote_User 当作 Remote-User。请在代理设置自己的请求头之前，去掉显示的那些；如果用了别的预设、identity.headers 或 identity.signed，这些名称就与代理配置原来所写的不同。',
    },
    body: {
      title: '询问不声明请求体',
      fix: '在 nginx 中写 proxy_set_header Content-Length ""; 和 proxy_pass_request_body off;。catflap-gate 会关闭每个这样的询问的连接。',
    },
    headers: {
      title: '询问带有 Accept 和 Sec-Fetch-Mode',
      fix: '请传递显示的请求头：catflap-gate 靠它们区分要送去登录的人和程序。',
    },
    socket: {
      title: '询问带有 WebSocket 的请求头',
      fix: '请传递显示的请求头：catflap-gate 靠它们认出 WebSocket，以及是谁的页面打开的。',
    },
    answers: {
      title: 'catflap-gate 的应答完整到达',
      fix: '在 nginx 的同一个 location 中写 error_page 401 403 500 = @catflap;。其他代理：不要用别的错误页代替。',
    },
    redirect: {
      title: '通往登录的地址原样到达',
      fix: '不要改动 Location。Traefik：preserveLocationHeader: true。在 nginx 中由命名 location 自己去询问。',
    },
    cookies: {
      title: '同一个应答的两个 Cookie 分别到达',
      fix: '不要用变量复制 Set-Cookie：变量只保存其中一个，或把两个连在一起。',
    },
  },
}
