/**
 * The keys of lzc-manifest.yml and package.yml with their types: `lzc-developer-doc: spec/manifest`
 * and `spec/package`, all documented. The checks and the JSON Schema are both made from these tables.
 */
import type { Text } from './source.ts'

/**
 * What may stand at a key. `text` also takes what YAML reads as a number. `word` is text that must not be
 * read as one. `size` is a number or a text such as 512M. `environment` is `- NAME=value` lines, or a
 * mapping. `owner` is a user by number, with a group by number behind a colon or without. `command` is a text or a list of its words. `mapping` is any mapping.
 */
export type Shape =
  | 'text'
  | 'word'
  | 'flag'
  | 'number'
  | 'size'
  | 'owner'
  | 'texts'
  | 'environment'
  | 'command'
  | 'mapping'
  | 'any'
  | { readonly keys: Keys }
  | { readonly each: Keys }
  | { readonly named: Keys }

/** One key: what it takes and what it is for. */
export interface Key {
  readonly shape: Shape
  readonly about: Text
}

/** The keys of one mapping. */
export type Keys = Readonly<Record<string, Key>>

/** A key of a table. */
export const key = (shape: Shape, en: string, zh: string): Key => ({ shape, about: { en, zh } })

const PACKAGE: Keys = {
  package: key('text', 'Package id, unique in the world.', '包名，全球唯一。'),
  version: key('text', 'Version of the app: three numbers.', '应用版本：三段数字。'),
  name: key('text', 'Name of the app.', '应用名称。'),
  description: key('text', 'What the app does.', '应用描述。'),
  author: key('text', 'Who made this package.', '作者。'),
  license: key('text', 'Licence.', '许可证。'),
  homepage: key('text', 'Home page.', '主页。'),
  min_os_version: key('text', 'Oldest lzcos that can run the app.', '可运行本应用的最低系统版本。'),
  unsupported_platforms: key('texts', 'Platforms without this app.', '不支持的平台。'),
  locales: key('mapping', 'Texts per language: zh, en …', '各语言的文案：zh、en 等。'),
}

/** The keys of package.yml (LPK v2). */
export const PACKAGE_KEYS: Keys = {
  ...PACKAGE,
  admin_only: key('flag', 'For administrators only.', '仅管理员可见。'),
  hidden_from_launcher: key('flag', 'Not in the launcher.', '不在启动器中显示。'),
  import_resources: key(
    { each: { kind: key('text', 'skills, mcp-providers …', 'skills、mcp-providers 等。') } },
    'Resources of other apps.',
    '使用其他应用导出的资源。',
  ),
  permissions: key(
    {
      keys: {
        required: key('texts', 'The app does not work without them.', '应用必需的权限。'),
        optional: key('texts', 'The app works without them too.', '可选的权限。'),
      },
    },
    'What the app may do on the box.',
    '应用在微服上的权限。',
  ),
}

const UPSTREAM: Keys = {
  location: key('text', 'Path prefix, with a slash in front.', '路径前缀，以斜杠开头。'),
  backend: key(
    'text',
    'http://, https:// or file:// address.',
    'http://、https:// 或 file:// 地址。',
  ),
  backend_launch_command: key('text', 'Command that serves it.', '提供该服务的启动命令。'),
  domain_prefix: key('text', 'Only at <prefix>-<subdomain>.', '仅匹配 <前缀>-<子域名>。'),
  disable_trim_location: key('flag', 'Keep the prefix in the path.', '转发时保留路径前缀。'),
  use_backend_host: key('flag', 'Send the backend’s own Host.', 'Host 头使用后端地址。'),
  trim_url_suffix: key('text', 'Cut off from the address.', '从 URL 中删去的后缀。'),
  disable_backend_ssl_verify: key('flag', 'Accept any certificate.', '不校验后端证书。'),
  disable_auto_health_checking: key('flag', 'No health check of it.', '不做健康检测。'),
  disable_auto_health_chekcing: key('flag', 'Older spelling of the same.', '同上，旧拼写。'),
  disable_url_raw_path: key('flag', 'Normalise the address.', '规范化 URL。'),
  remove_this_request_headers: key('texts', 'Request headers to drop.', '要删除的请求头。'),
  fix_websocket_header: key('flag', 'Repair Sec-WebSocket-*.', '修正 Sec-WebSocket-*。'),
  dump_http_headers_when_5xx: key('flag', 'Log requests that fail.', '5xx 时记录请求。'),
  dump_http_headers_when_paths: key('texts', 'Log requests to these.', '记录这些路径的请求。'),
}

const INGRESS: Keys = {
  protocol: key('text', 'tcp or udp.', 'tcp 或 udp。'),
  port: key('number', 'Port in the container.', '容器内端口。'),
  service: key('text', 'Service; app by default.', '服务名，默认 app。'),
  description: key('text', 'What it is for.', '用途说明。'),
  publish_port: key('text', 'Port outside, or a range.', '对外端口或端口范围。'),
  send_port_info: key('flag', 'Send the port first.', '先发送实际端口。'),
  yes_i_want_80_443: key('flag', 'Take over 80 and 443.', '接管 80 与 443 端口。'),
}

const INJECT: Keys = {
  id: key('text', 'Its id.', '唯一 ID。'),
  on: key('text', 'browser, request or response.', 'browser、request 或 response。'),
  prefix_domain: key('text', 'Only at this prefix.', '仅匹配该域名前缀。'),
  auth_required: key('flag', 'Only for people signed in.', '仅对已登录者生效。'),
  when: key('texts', 'Paths that it is for.', '命中条件。'),
  unless: key('texts', 'Paths that it is not for.', '排除条件。'),
  do: key('any', 'The script, or a list of scripts.', '脚本，或脚本列表。'),
}

const ENTRY: Keys = {
  id: key('text', 'Its id.', '唯一 ID。'),
  title: key('text', 'Its title.', '标题。'),
  path: key('text', 'Its path.', '路径。'),
  prefix_domain: key('text', 'Its prefix of the domain.', '域名前缀。'),
}

const APPLICATION: Keys = {
  subdomain: key('text', 'The app’s name in its domain.', '应用的子域名。'),
  routes: key('texts', '/path=target, one per line.', '每行一条：/路径=目标。'),
  upstreams: key({ each: UPSTREAM }, 'Routes with more choices.', '高级路由。'),
  oidc_redirect_path: key('text', 'Path of the login’s callback.', '登录回调路径。'),
  environment: key('environment', 'Variables of the container app.', 'app 容器的环境变量。'),
  public_path: key('texts', 'Paths open to everybody.', '无需登录即可访问的路径。'),
  background_task: key('flag', 'Keep running unseen.', '常驻后台。'),
  multi_instance: key('flag', 'One instance per user.', '每个用户一个实例。'),
  image: key('text', 'Image of the container app.', 'app 容器的镜像。'),
  workdir: key('text', 'Working directory.', '工作目录。'),
  secondary_domains: key('texts', 'More subdomains.', '更多子域名。'),
  ingress: key({ each: INGRESS }, 'TCP and UDP ports.', 'TCP/UDP 端口。'),
  injects: key({ each: INJECT }, 'Scripts to inject.', '脚本注入。'),
  entries: key({ each: ENTRY }, 'More icons in the launcher.', '启动器中的多个入口。'),
  file_handler: key(
    {
      keys: {
        mime: key('texts', 'Types that the app opens.', '支持的类型。'),
        actions: key('mapping', 'Where to open them.', '打开动作。'),
      },
    },
    'Files that the app opens.',
    '文件关联。',
  ),
  health_check: key(
    {
      keys: {
        test_url: key('text', 'Answers 200 when well.', '正常时返回 200。'),
        start_period: key('text', 'How long the start may take.', '启动等待时间。'),
        timeout: key('text', 'How long an answer may take.', '单次超时。'),
        disable: key('flag', 'No check.', '不检测。'),
      },
    },
    'Health of the app.',
    '应用健康检测。',
  ),
  handlers: key('mapping', 'Error pages.', '错误页面。'),
  depends_on: key('texts', 'Services to wait for.', '依赖的服务。'),
  usb_accel: key('flag', 'USB devices.', '挂载 USB 设备。'),
  gpu_accel: key('flag', 'Graphics devices.', '挂载 GPU 设备。'),
  kvm_accel: key('flag', 'KVM devices.', '挂载 KVM 设备。'),
  user: key('word', 'User, in quotes: "1000".', '运行用户，加引号："1000"。'),
  run_as: key('owner', 'Number, or "uid:gid".', '数字，或 "uid:gid"。'),
  vt: key('flag', 'A terminal of its own.', '独占一个虚拟终端。'),
  user_app: key('flag', 'Older name of multi_instance.', 'multi_instance 的旧名。'),
}

const HEALTH: Keys = {
  test: key('command', 'Command that ends with 0.', '返回 0 的命令。'),
  test_url: key('text', 'Answers 200 when well.', '正常时返回 200。'),
  timeout: key('text', 'How long a test may take.', '单次超时。'),
  interval: key('text', 'Time between tests.', '检测间隔。'),
  retries: key('number', 'Failures until unhealthy.', '失败次数上限。'),
  start_period: key('text', 'How long the start may take.', '启动等待时间。'),
  start_interval: key('text', 'Time between tests at the start.', '启动期检测间隔。'),
  disable: key('flag', 'No check.', '不检测。'),
}

const SERVICE: Keys = {
  image: key('text', 'Image of the container.', '容器镜像。'),
  environment: key('environment', 'Variables of the container.', '容器的环境变量。'),
  command: key('command', 'Command.', '启动命令。'),
  entrypoint: key('command', 'Entry point.', '入口程序。'),
  setup_script: key('text', 'Runs as root before the rest.', '以 root 先行执行的脚本。'),
  binds: key('texts', '/lzcapp/var/x:/path', '/lzcapp/var/x:/路径'),
  depends_on: key('texts', 'Services to wait for.', '依赖的服务。'),
  healthcheck: key({ keys: HEALTH }, 'Health of the service.', '健康检测。'),
  health_check: key({ keys: HEALTH }, 'Older name of healthcheck.', 'healthcheck 的旧名。'),
  user: key('word', 'User, in quotes: "1000".', '运行用户，加引号："1000"。'),
  run_as: key('owner', 'Number, or "uid:gid".', '数字，或 "uid:gid"。'),
  mem_limit: key('size', 'Most memory.', '内存上限。'),
  shm_size: key('size', 'Size of /dev/shm.', '/dev/shm 大小。'),
  cpu_shares: key('number', 'Share of the processor.', 'CPU 份额。'),
  cpus: key('number', 'Number of processors.', 'CPU 核心数。'),
  tmpfs: key('texts', 'Directories in memory.', 'tmpfs 目录。'),
  network_mode: key('text', 'host, or nothing.', 'host 或留空。'),
  netadmin: key('flag', 'NET_ADMIN.', 'NET_ADMIN 权限。'),
  runtime: key('text', 'runc or sysbox-runc.', 'runc 或 sysbox-runc。'),
  init: key('flag', 'An init process.', '使用 init 进程。'),
}

const EXTENSIONS: Keys = {
  permissions: key('texts', 'Permissions.', '权限列表。'),
  enable_document_access: key('flag', 'Documents of the user.', '访问用户文稿。'),
  enable_media_access: key('flag', 'Media of the box.', '访问媒体目录。'),
  enable_clientfs_access: key('flag', 'Files of the client.', '访问客户端文件。'),
  disable_grpc_web_on_root: key('flag', 'Leave gRPC-Web alone.', '不接管 gRPC-Web。'),
  default_prefix_domain: key('text', 'Prefix that opens first.', '默认打开的域名前缀。'),
  enable_bind_mime_globs: key('flag', 'Mount the table of types.', '挂载类型表。'),
  disable_url_raw_path: key('flag', 'Normalise the address.', '规范化 URL。'),
  remove_this_request_headers: key('texts', 'Request headers to drop.', '要删除的请求头。'),
  fix_websocket_header: key('flag', 'Repair Sec-WebSocket-*.', '修正 Sec-WebSocket-*。'),
}

/** The keys of lzc-manifest.yml. */
export const MANIFEST_KEYS: Keys = {
  'lzc-sdk-version': key('text', 'Of older forms; not needed.', '旧格式的字段，已不需要。'),
  ...PACKAGE,
  usage: key('text', 'Shown at the first visit.', '首次访问时显示的须知。'),
  application: key({ keys: APPLICATION }, 'The app itself.', '应用本身。'),
  services: key({ named: SERVICE }, 'Its other containers.', '其他容器。'),
  ext_config: key({ keys: EXTENSIONS }, 'Experimental.', '实验性配置。'),
}
