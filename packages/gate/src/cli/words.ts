/** What the command says of itself. */

export const HELP: Readonly<Record<'en' | 'zh', string>> = {
  en: `catflap-gate --upstream http://127.0.0.1:8000 [options]
catflap-gate check [[METHOD] ADDRESS] [--session-groups A,B] [--json] [options]
catflap-gate doctor [--json] [options]

Puts a login in front of an app. The login is configured by OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET
and OIDC_REDIRECT_URI (https://<the app's address>/_catflap/callback), or by LazyCat's variables.

  --config FILE                settings in YAML (CATFLAP_GATE_CONFIG)
  --upstream ADDRESS           the app: http://…, https://… or unix:/path
  --listen HOST:PORT           the public door (127.0.0.1:4180), or unix:/path
  --auth-listen HOST:PORT      the door at which a proxy asks; --auth-proxy says which proxy
  --auth-proxy NAME            nginx, caddy, traefik, haproxy or envoy
  --operations HOST:PORT       /healthz, /readyz and /metrics
  --workers N                  processes on one port with one store
  --dry-run                    checks all settings, shows them, and starts nothing
  --lang en|zh, --version, --help

check ADDRESS says who gets what there and which rule decides; its exit code is 0 if the app is reached, else 1:
by nobody signed in, or by a session of --session-groups ('' for none). check alone lists what is open to
everybody, and looks in the app's page for a web app manifest, which browsers fetch without cookies.

doctor, with the settings of a gate that runs on this machine, asks through the real proxy whether that sends what
the gate needs; its exit code is 0 if all is well, 1 with warnings, 2 with problems.

Every setting of the file is an option, too (websockets.perSession: --websockets-per-session), and a variable
(CATFLAP_GATE_WEBSOCKETS_PER_SESSION). Lists and rules are written there as in the file:
  --rules '[{ path: /public, public: true }, { path: /admin, groups: [ADMIN] }]'
`,
  zh: `catflap-gate --upstream http://127.0.0.1:8000 [选项]
catflap-gate check [[方法] 地址] [--session-groups A,B] [--json] [选项]
catflap-gate doctor [--json] [选项]

在应用前面加上登录。登录用 OIDC_ISSUER、OIDC_CLIENT_ID、OIDC_CLIENT_SECRET 和
OIDC_REDIRECT_URI（https://<应用的地址>/_catflap/callback）配置，或使用懒猫微服的变量。

  --config 文件                YAML 格式的设置（CATFLAP_GATE_CONFIG）
  --upstream 地址              应用：http://…、https://… 或 unix:/路径
  --listen 主机:端口           对外的入口（127.0.0.1:4180），或 unix:/路径
  --auth-listen 主机:端口      供代理询问的入口；用 --auth-proxy 说明是哪种代理
  --auth-proxy 名称            nginx、caddy、traefik、haproxy 或 envoy
  --operations 主机:端口       /healthz、/readyz 和 /metrics
  --workers N                  共用一个端口和一个会话库的进程数
  --dry-run                    检查并显示全部设置，不启动
  --lang en|zh、--version、--help

check 地址 说明谁会得到什么、由哪条规则决定；能到达应用时退出码为 0，否则为 1：默认按未登录判断，
用 --session-groups 指定会话的组（'' 表示没有组）。单独的 check 列出对所有人公开的路径，并在应用的页面中
查找 Web App Manifest（浏览器获取它时不带 Cookie）。

doctor 使用本机上正在运行的 catflap-gate 的设置，经由真实的代理检查它是否发送了所需的内容；
一切正常时退出码为 0，只有警告时为 1，有问题时为 2。

文件中的每个设置也都是选项（websockets.perSession：--websockets-per-session）和变量
（CATFLAP_GATE_WEBSOCKETS_PER_SESSION）。列表和规则的写法与文件中相同：
  --rules '[{ path: /public, public: true }, { path: /admin, groups: [ADMIN] }]'
`,
}
