/** What the command says of itself. */

export const HELP: Readonly<Record<'en' | 'zh', string>> = {
  en: `catflap-gate --upstream http://127.0.0.1:8000 [options]

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

Every setting of the file is an option, too (websockets.perSession: --websockets-per-session), and a variable
(CATFLAP_GATE_WEBSOCKETS_PER_SESSION). Lists and rules are written there as in the file:
  --rules '[{ path: /public, public: true }, { path: /admin, groups: [ADMIN] }]'
`,
  zh: `catflap-gate --upstream http://127.0.0.1:8000 [选项]

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

文件中的每个设置也都是选项（websockets.perSession：--websockets-per-session）和变量
（CATFLAP_GATE_WEBSOCKETS_PER_SESSION）。列表和规则的写法与文件中相同：
  --rules '[{ path: /public, public: true }, { path: /admin, groups: [ADMIN] }]'
`,
}
