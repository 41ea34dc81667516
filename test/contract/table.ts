/**
 * The contract of the adapters: what must hold (`ROWS`), for whom (`FRAMEWORKS`), and where it cannot
 * be asked (`NOT_APPLICABLE`). What holds stands in held.json, which only the tests' own runs write.
 */

/** A text in both languages of the documents. */
export interface Text {
  readonly en: string
  readonly zh: string
}

/** The rows by their numbers; a sentence each. */
export const ROWS = {
  1: {
    en: 'Behind a guard a navigation is sent to the login with 302 and comes back to the very page, query included; HEAD is answered like GET; a form gets a page that says that nothing was sent.',
    zh: '守卫之后的页面：未登录的导航以 302 转到登录，登录后回到原页面（含查询串）；HEAD 与 GET 一样；表单得到一页说明：什么也没有提交。',
  },
  2: {
    en: 'fetch, EventSource, prefetch and images get 401 problem details that name the login, and no cookie.',
    zh: 'fetch、EventSource、预取和图片得到 401 problem details，其中写明登录地址，不设置 Cookie。',
  },
  3: {
    en: 'A login ends at the page that was wanted, and every Set-Cookie arrives as a line of its own.',
    zh: '登录结束于原来想去的页面，每个 Set-Cookie 各占一行送达。',
  },
  4: {
    en: 'A page for everybody knows the session of whoever is signed in, and none of anybody else.',
    zh: '公开页面：已登录时知道会话，未登录时没有会话。',
  },
  5: {
    en: 'A logout is taken from a form of the app’s own pages alone; afterwards the next request is nobody’s.',
    zh: '只接受本应用自己页面的退出表单；退出后下一个请求就不再有会话。',
  },
  6: {
    en: 'A Logout Token of the provider arrives, whatever parser of bodies stands in front of the login or behind it.',
    zh: '无论请求体解析器在登录之前还是之后，提供方的 Logout Token 都能收到。',
  },
  7: {
    en: 'Mounted below a path, whatever the framework cuts off: the person comes back to the whole address.',
    zh: '挂载在某个路径之下，无论框架截掉了什么，用户都回到完整的地址。',
  },
  8: {
    en: 'Host, Forwarded and X-Forwarded-* move neither the redirect URI nor any address of an answer.',
    zh: 'Host、Forwarded、X-Forwarded-* 改变不了回调地址，也改变不了响应里的任何地址。',
  },
  9: {
    en: 'Location is absolute where the framework takes no other.',
    zh: '框架只接受绝对地址时，Location 就是绝对地址。',
  },
  10: {
    en: 'A WebSocket without a session gets 401, one from another page 403, neighbours included, and one of the app’s own pages reaches the app with its session.',
    zh: 'WebSocket：没有会话得到 401；来自其他页面（包括同一台微服上的邻居）得到 403；来自本应用页面的带着会话到达应用。',
  },
  11: {
    en: 'Behind a guard the first event of a stream leaves at once; answers to HEAD, 204 and 304 have no body.',
    zh: '守卫之后，事件流的第一个事件立即发出；HEAD、204、304 的响应没有正文。',
  },
  12: {
    en: 'A store that is away, whether it throws at once or rejects later, means 503 with Retry-After, and no cookie is touched.',
    zh: '会话存储不可用时（无论立即抛出还是稍后拒绝），回答 503 和 Retry-After，不动任何 Cookie。',
  },
  13: {
    en: 'A request in which the ingress names another user than the session’s is not signed in.',
    zh: 'lzc-ingress 指明的用户与会话不是同一人时，该请求视为未登录。',
  },
  14: {
    en: 'What a handler throws or rejects with reaches the framework’s error handler exactly once, and the process lives.',
    zh: '处理函数抛出或拒绝的错误恰好一次到达框架的错误处理，进程继续运行。',
  },
  15: {
    en: 'A path without a route ends at the framework’s own 404, and the process lives.',
    zh: '没有路由的路径得到框架自己的 404，进程继续运行。',
  },
  16: {
    en: 'TRACE, unknown methods, HTTP/2 where the framework speaks it, and a client that hangs up in its body crash nothing.',
    zh: 'TRACE、未知方法、HTTP/2（框架支持时）以及正文发到一半就断开的客户端，都不会让进程崩溃。',
  },
  17: {
    en: 'However many guards stand in a row, an ordinary request reads the store once, and no Request of the web is made for it.',
    zh: '无论连着有几个守卫，普通请求只读一次会话存储，也不为它创建 Web 的 Request 对象。',
  },
  18: {
    en: 'With a store that answers at once the handler runs in the tick of the request.',
    zh: '会话存储同步作答时，处理函数在请求的同一个 tick 内运行。',
  },
  19: {
    en: 'Beside the framework’s session middleware and passport no name clashes, at run time and in the types.',
    zh: '与框架的会话中间件、passport 并用：运行时和类型上都没有名称冲突。',
  },
  20: {
    en: 'The published types say whose session may be missing: under nodenext, under bundler, and from CommonJS.',
    zh: '发布的类型说明哪里可能没有会话：nodenext、bundler 以及 CommonJS 下都成立。',
  },
  21: {
    en: 'The framework’s way to test an app without a server sees the login.',
    zh: '用框架自己的测试方法（不启动服务器）也能看到登录。',
  },
  22: {
    en: 'Behind middleware that sets security headers the login’s pages keep a Content-Security-Policy of their own.',
    zh: '前面有设置安全响应头的中间件时，登录页面仍使用自己的 Content-Security-Policy。',
  },
  23: {
    en: 'Installed from tarballs and bundled, without a driver for Redis, the example signs in.',
    zh: '从 tarball 安装并打包、没有 Redis 驱动时，示例也能登录。',
  },
  24: {
    en: 'The app builds without one variable of a login.',
    zh: '构建时不需要任何登录变量。',
  },
  25: {
    en: 'Two apps on one host, with cookies of different names, both stay signed in.',
    zh: '同一主机上的两个应用，Cookie 名称不同，两边都保持登录。',
  },
  26: {
    en: 'With session.acceptIngressUser, whom the ingress names is signed in without a look at the store; not by the request of another page, and not where a guard wants a login at the provider, to which it leads.',
    zh: '设置 session.acceptIngressUser 后，lzc-ingress 指明的用户无需读取会话存储即视为已登录；来自其他页面的请求不算，守卫要求在身份提供方登录时也不算，而是转到登录。',
  },
} as const satisfies Readonly<Record<number, Text>>

export type Row = keyof typeof ROWS

/** The columns, by the name that a test gives in `holds`. */
export const FRAMEWORKS = {
  'node:http': {},
  'Express 5': {},
  'Express 4': {},
  'Fastify 5': {},
  'Koa 3': {},
  'Hono 4': {},
  'catflap/web': {},
  'Next.js 16': {},
  'SvelteKit 3': { by: 'catflap/web' },
  'Astro 7': { by: 'catflap/web' },
  'NestJS 12': { by: 'Express 5' },
  Bun: { by: 'catflap/web' },
  Deno: { by: 'catflap/web' },
  'Nuxt 4': { by: 'catflap/web' },
  'React Router 8': { by: 'catflap/web' },
} as const satisfies Readonly<Record<string, Column>>

export type Framework = keyof typeof FRAMEWORKS

interface Column {
  /**
   * The adapter that does all of it: a row that the framework's own tests do not hold is told as held
   * by that adapter's.
   */
  readonly by?: 'catflap/web' | 'Express 5'
}

const NO_BUILD: Text = {
  en: 'nothing evaluates the app before it runs',
  zh: '运行之前没有任何东西执行应用代码',
}
const PATH_IS_ENOUGH: Text = {
  en: 'a path is a good Location here',
  zh: '这里的 Location 用路径即可',
}
const NO_ROUTES: Text = { en: 'there are no routes', zh: '没有路由' }
const NO_SESSION_MIDDLEWARE: Text = {
  en: 'there is no session middleware of its own',
  zh: '没有自带的会话中间件',
}
const CALLS_NO_HANDLER: Text = {
  en: 'the adapter calls no handler of the app, so nothing passes through it',
  zh: '适配器不调用应用的处理函数，错误不经过它',
}
const HEADERS_OF_THE_APP: Text = {
  en: 'the app itself puts headers on what it answers, and passes the login’s answer on as it is',
  zh: '响应头由应用自己添加，登录的响应原样交出',
}
const NO_WEBSOCKETS: Text = {
  en: 'its server has no WebSockets; a server of one’s own takes requireLoginOnUpgrade of catflap/node',
  zh: '它的服务器没有 WebSocket；自建服务器使用 catflap/node 的 requireLoginOnUpgrade',
}
/** Where the app itself calls the adapter, and answers. */
const BY_WEB = {
  14: CALLS_NO_HANDLER,
  19: NO_SESSION_MIDDLEWARE,
  22: HEADERS_OF_THE_APP,
} as const
const PLAIN = { 9: PATH_IS_ENOUGH, 24: NO_BUILD } as const

/** Of frameworks that build an app and serve it by a server of their own. */
const META = {
  ...BY_WEB,
  9: PATH_IS_ENOUGH,
  10: NO_WEBSOCKETS,
  18: { en: 'what stands in front of its pages is asynchronous', zh: '页面之前的处理是异步的' },
  21: { en: 'it runs no page without its server', zh: '没有服务器就无法运行页面' },
} as const

/** What cannot be asked of a framework, and why. */
export const NOT_APPLICABLE: Readonly<
  Partial<Record<Framework, Readonly<Partial<Record<Row, Text>>>>>
> = {
  'node:http': { ...PLAIN, 15: NO_ROUTES, 19: NO_SESSION_MIDDLEWARE },
  'Express 5': PLAIN,
  'Express 4': PLAIN,
  'Fastify 5': PLAIN,
  'Koa 3': PLAIN,
  'Hono 4': { ...PLAIN, 19: NO_SESSION_MIDDLEWARE },
  'catflap/web': {
    ...PLAIN,
    ...BY_WEB,
    15: NO_ROUTES,
  },
  'Next.js 16': {
    10: NO_WEBSOCKETS,
    17: {
      en: 'proxy and page each ask the store, so that no page shows a session that a server action has ended in the same request',
      zh: 'proxy 与页面各读一次存储，这样同一请求中被 server action 结束的会话不会再被页面显示',
    },
    18: { en: 'its proxy and its pages are asynchronous', zh: '它的 proxy 和页面都是异步的' },
    19: NO_SESSION_MIDDLEWARE,
    21: { en: 'it runs no page without its server', zh: '没有服务器就无法运行页面' },
  },
  'SvelteKit 3': META,
  'Astro 7': META,
  'NestJS 12': PLAIN,
  Bun: { ...PLAIN, ...BY_WEB },
  Deno: { ...PLAIN, ...BY_WEB },
  'Nuxt 4': { ...BY_WEB, 9: PATH_IS_ENOUGH, 18: META[18], 21: META[21] },
  'React Router 8': META,
}
