/** What the command says, in both languages. */
import type { Sentence } from '../language/sentences.ts'

export const LABELS: Readonly<
  Record<'box' | 'control' | 'users' | 'app' | 'faults' | 'hint', Sentence>
> = {
  box: { en: 'LazyCat devbox', zh: '懒猫微服 · 本机' },
  control: { en: 'Control page', zh: '控制页' },
  users: { en: 'Test users', zh: '测试用户' },
  app: { en: 'Open your app', zh: '打开应用' },
  faults: { en: 'Active faults', zh: '已启用故障' },
  hint: {
    en: 'Start an app with its variables: catflap-devbox -- command …  (or print them: --print-env)',
    zh: '带上变量启动应用：catflap-devbox -- 命令 …（或用 --print-env 打印变量）',
  },
}

export const TROUBLE: Readonly<
  Record<
    'misuse' | 'inUse' | 'notAllowed' | 'notStarted' | 'noAuthority',
    (detail: string) => Sentence
  >
> = {
  misuse: (detail) => ({
    en: `catflap-devbox: ${detail}. See --help.`,
    zh: `catflap-devbox：${detail}。用法见 --help。`,
  }),
  inUse: (port) => ({
    en: `catflap-devbox: port ${port} is in use; choose another with --port.`,
    zh: `catflap-devbox：端口 ${port} 已被占用，请用 --port 另选一个。`,
  }),
  notAllowed: (detail) => ({
    en: `catflap-devbox: cannot listen (${detail}); choose another port with --port.`,
    zh: `catflap-devbox：无法监听（${detail}），请用 --port 另选端口。`,
  }),
  noAuthority: (folder) => ({
    en: `catflap-devbox: the certificate authority in ${folder} cannot be used; delete that folder.`,
    zh: `catflap-devbox：${folder} 中的本地证书颁发机构无法使用，请删除该文件夹。`,
  }),
  notStarted: (detail) => ({
    en: `catflap-devbox: cannot start the command (${detail}).`,
    zh: `catflap-devbox：无法启动命令（${detail}）。`,
  }),
}

export const HELP: Sentence = {
  en: `A LazyCat box on this computer: its OpenID Provider, its variables, and faults on demand.

Usage: catflap-devbox [options] [-- command …]
       catflap-devbox run [PATH] …   run an app by its manifest; see run --help

  --port N                     port of the box (5006)
  --host ADDRESS               127.0.0.1, ::1 or localhost; nothing else
  --app-port N                 port of your app (5005), also its PORT
  --redirect-path PATH         path of its redirect URI (/callback)
  --redirect-uri URI           the whole redirect URI
  --client-id ID               client id and package id (dev.catflap.app)
  --ingress                    stand in front of the app like the ingress of a box
  --https                      the same over https, with a local certificate authority
  --public-path PATH           path that needs no sign-in there; "!PATH" closes one; may be repeated
  --dex 2.45|next              which Dex to be: next has sessions and logs out (2.45)
  --refresh-tokens             issue refresh tokens, which a box does not
  --reuse-interval S           seconds in which a used refresh token works again (0)
  --refresh-token-lifetime S   seconds until a refresh token expires (0, never)
  --access-token-lifetime S    seconds until tokens expire (86400)
  --fault NAME                 start with this fault; may be repeated
  --list-faults                name every fault and what it does
  --auto-approve USER          sign this user in without any page
  --print-env                  print the variables, secret included, for a shell to read
  --lang zh|en                 language of these messages
  --version, --help
`,
  zh: `这台电脑上的懒猫微服：OpenID Provider、环境变量，以及按需出现的故障。

用法：catflap-devbox [选项] [-- 命令 …]
      catflap-devbox run [路径] …    按 manifest 运行应用，详见 run --help

  --port N                     微服的端口（5006）
  --host 地址                  仅限 127.0.0.1、::1 或 localhost
  --app-port N                 应用的端口（5005），也作为它的 PORT
  --redirect-path 路径         回调地址的路径（/callback）
  --redirect-uri 地址          完整的回调地址
  --client-id ID               客户端 ID，也是包名（dev.catflap.app）
  --ingress                    像微服的 ingress 那样挡在应用前面
  --https                      同上，并使用 https 和本地证书颁发机构
  --public-path 路径           无需登录的路径；“!路径” 表示排除；可重复
  --dex 2.45|next              像哪个版本的 Dex：next 带会话与退出登录（2.45）
  --refresh-tokens             发放刷新令牌（真实微服不发放）
  --reuse-interval 秒          用过的刷新令牌在此时间内仍有效（0）
  --refresh-token-lifetime 秒  刷新令牌的有效期（0 为不过期）
  --access-token-lifetime 秒   令牌的有效期（86400）
  --fault 名称                 启动时启用该故障，可重复
  --list-faults                列出所有故障及说明
  --auto-approve 用户          不显示页面，直接以该用户登录
  --print-env                  打印变量（含密钥），供 shell 读取
  --lang zh|en                 提示信息的语言
  --version、--help
`,
}
