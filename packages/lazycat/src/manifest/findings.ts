/** Every finding code with its severity and its title: the one list of what is checked. */
import type { Text } from '../facts.ts'

interface Row {
  readonly severity: 'error' | 'warning' | 'note'
  /** Its severity for LazyCat's store, where that asks for more. */
  readonly store?: 'error' | 'warning'
  readonly title: Text
}

const error = (en: string, zh: string): Row => ({
  severity: 'error',
  title: { en, zh },
})
const warning = (en: string, zh: string, store?: 'error'): Row => ({
  severity: 'warning',
  title: { en, zh },
  ...(store === undefined ? {} : { store }),
})
const note = (en: string, zh: string, store?: 'warning'): Row => ({
  severity: 'note',
  title: { en, zh },
  ...(store === undefined ? {} : { store }),
})

type Code =
  | 'yaml-syntax'
  | 'template-unbalanced'
  | 'build-directive'
  | 'build-include'
  | 'template-backslash'
  | 'template-syntax'
  | 'template-function'
  | 'template-field'
  | 'template-value'
  | 'template-not-supported'
  | 'parameter-undeclared'
  | 'parameter-unused'
  | 'parameter-malformed'
  | 'parameter-type'
  | 'image-embed'
  | 'not-a-mapping'
  | 'duplicate-key'
  | 'unknown-key'
  | 'key-deprecated'
  | 'flag-old'
  | 'wrong-type'
  | 'package-missing'
  | 'package-malformed'
  | 'package-one-segment'
  | 'version-missing'
  | 'version-malformed'
  | 'name-missing'
  | 'locales-missing'
  | 'min-os-missing'
  | 'min-os-malformed'
  | 'min-os-too-low'
  | 'static-key-moved'
  | 'permission-unknown'
  | 'permission-twice'
  | 'permission-missing'
  | 'icon-missing'
  | 'icon-not-png'
  | 'icon-not-square'
  | 'icon-too-small'
  | 'icon-too-large'
  | 'application-missing'
  | 'subdomain-missing'
  | 'subdomain-malformed'
  | 'route-missing'
  | 'route-malformed'
  | 'route-duplicate'
  | 'route-port'
  | 'route-service-unknown'
  | 'route-per-user'
  | 'route-host'
  | 'route-host-network'
  | 'route-file-missing'
  | 'route-file-unbuilt'
  | 'route-file-not-executable'
  | 'upstream-malformed'
  | 'oidc-path-missing'
  | 'oidc-path-no-slash'
  | 'oidc-path-malformed'
  | 'oidc-path-differs'
  | 'oidc-legacy-callback'
  | 'oidc-variables-unmapped'
  | 'variable-misspelt'
  | 'variable-unknown'
  | 'variable-old'
  | 'variable-run-time'
  | 'environment-malformed'
  | 'environment-bare'
  | 'environment-empty'
  | 'secret-literal'
  | 'credential-literal'
  | 'public-path-malformed'
  | 'public-path-tag'
  | 'public-path-everything'
  | 'public-path-callback'
  | 'public-path-admin-only'
  | 'inject-phase'
  | 'inject-when'
  | 'inject-do'
  | 'inject-hash'
  | 'service-named-app'
  | 'service-image-missing'
  | 'service-user-not-text'
  | 'service-depends-on-app'
  | 'service-depends-unknown'
  | 'service-health-check-deprecated'
  | 'service-setup-script-conflict'
  | 'service-run-as-conflict'
  | 'service-bind-malformed'
  | 'store-image'

/** Every finding, by its stable code, in the order of the documents. */
export const FINDINGS: Readonly<Record<Code, Row>> = {
  'yaml-syntax': error('Not valid YAML', '不是有效的 YAML'),
  'template-unbalanced': error(
    'A template action or block without its end',
    '模板动作或模板块没有结束',
  ),
  'build-directive': error('A #@build line that cannot be followed', '无法执行的 #@build 行'),
  'build-include': error('A file to include that is not there', '要包含的文件不存在'),
  'template-backslash': error('A backslash inside a template action', '模板动作中有反斜杠'),
  'template-syntax': error('A template that cannot be parsed', '无法解析的模板'),
  'template-function': error('A function that no box has', '微服没有的模板函数'),
  'template-field': error('A field of .S that no box has', '微服没有的 .S 字段'),
  'template-value': warning('A function that cannot work with its value', '函数无法处理所给的值'),
  'template-not-supported': note('A function that is not tried here', '此处不试算的函数'),
  'parameter-undeclared': warning(
    'A deploy parameter that is not declared',
    '使用了没有声明的部署参数',
  ),
  'parameter-unused': note('A deploy parameter that nothing uses', '没有用到的部署参数'),
  'parameter-malformed': error('A deploy parameter without an id', '部署参数没有 id'),
  'parameter-type': warning(
    'An undocumented type of a deploy parameter',
    '部署参数的类型不在文档中',
  ),
  'image-embed': error(
    'An image of lzc-build.yml under another name than embed:',
    'lzc-build.yml 的镜像没有用 embed: 引用',
  ),
  'not-a-mapping': error('No mapping of keys', '内容不是键值映射'),
  'duplicate-key': error('A key twice in one mapping', '同一映射中键重复'),
  'unknown-key': warning('A key that lzcos does not know', '系统不认识的键'),
  'key-deprecated': warning('A key that is being given up', '即将废弃的键'),
  'flag-old': note('yes or no, on or off for true or false', '用 yes/no、on/off 代替 true/false'),
  'wrong-type': error('A value of another type than its key takes', '值的类型与键不符'),
  'package-missing': error('No package id', '缺少包名'),
  'package-malformed': error('A package id of another form', '包名格式不对'),
  'package-one-segment': warning('A package id of one word', '包名只有一段'),
  'version-missing': error('No version', '缺少版本号'),
  'version-malformed': warning('A version that is not semantic', '版本号不符合语义化版本', 'error'),
  'name-missing': warning('No name', '缺少名称'),
  'locales-missing': note('No locales', '缺少 locales', 'warning'),
  'min-os-missing': warning(
    'No min_os_version although something needs one',
    '缺少所需的 min_os_version',
  ),
  'min-os-malformed': error('A min_os_version that is no version', 'min_os_version 不是版本号'),
  'min-os-too-low': warning(
    'A min_os_version below what is used',
    'min_os_version 低于所用功能的要求',
  ),
  'static-key-moved': warning('A key that belongs to package.yml', '应写在 package.yml 中的键'),
  'permission-unknown': warning(
    'A permission that is not known to this version',
    '此版本不认识的权限',
  ),
  'permission-twice': error('A permission both required and optional', '同一权限既必需又可选'),
  'permission-missing': warning(
    'A permission that the manifest visibly needs',
    'manifest 明显需要、却没有申请的权限',
  ),
  'icon-missing': warning('No icon', '缺少图标', 'error'),
  'icon-not-png': warning('An icon that is not PNG', '图标不是 PNG', 'error'),
  'icon-not-square': warning('An icon that is not square', '图标不是正方形', 'error'),
  'icon-too-small': note('An icon smaller than suggested', '图标小于建议尺寸', 'warning'),
  'icon-too-large': warning('An icon of too many bytes', '图标文件过大'),
  'application-missing': error('No application', '缺少 application'),
  'subdomain-missing': error('No subdomain', '缺少 subdomain'),
  'subdomain-malformed': error(
    'A subdomain that is no label of a domain',
    'subdomain 不是合法的域名标签',
  ),
  'route-missing': error('No route', '没有路由'),
  'route-malformed': error('A route of another form', '路由格式不对'),
  'route-duplicate': error('Two routes for one path', '同一路径有两条路由'),
  'route-port': error('A route to another port than the app’s', '路由端口与应用端口不一致'),
  'route-service-unknown': error('A route to a service that is not there', '路由指向不存在的服务'),
  'route-per-user': warning('A route of the old form for several instances', '旧的多实例路由写法'),
  'route-host': error('A route to host.docker.internal', '路由指向 host.docker.internal'),
  'route-host-network': warning(
    'A route by name to a service in the network of the box',
    '按名称访问使用主机网络的服务',
  ),
  'route-file-missing': error('A route to a file that is not there', '路由指向不存在的文件'),
  'route-file-unbuilt': warning(
    'A route to a file that the build has yet to make',
    '路由指向尚待构建的文件',
  ),
  'route-file-not-executable': error(
    'A route to a program that cannot be run',
    '路由指向的程序不可执行',
  ),
  'upstream-malformed': error('An upstream of another form', 'upstream 格式不对'),
  'oidc-path-missing': error(
    'Variables of the login without oidc_redirect_path',
    '使用登录变量却没有 oidc_redirect_path',
  ),
  'oidc-path-no-slash': error(
    'An oidc_redirect_path without a slash in front',
    'oidc_redirect_path 开头没有斜杠',
  ),
  'oidc-path-malformed': error(
    'An oidc_redirect_path that is not a path alone',
    'oidc_redirect_path 不是单纯的路径',
  ),
  'oidc-path-differs': error(
    'An oidc_redirect_path that the app does not answer',
    'oidc_redirect_path 与应用的回调路径不同',
  ),
  'oidc-legacy-callback': error('authcallback, the key of old systems', '旧系统的 authcallback'),
  'oidc-variables-unmapped': error(
    'Variables of the login that reach no container',
    '登录变量没有传给任何容器',
  ),
  'variable-misspelt': error('A misspelt variable of the login', '登录变量拼写错误'),
  'variable-unknown': warning('A variable that no platform provides', '平台不提供的变量'),
  'variable-old': warning('A variable of old systems', '旧系统的变量'),
  'variable-run-time': warning(
    'A variable that is only there in containers',
    '只在容器内才有的变量',
  ),
  'environment-malformed': error('An environment entry of another form', '环境变量格式不对'),
  'environment-bare': warning('An environment entry without a value', '没有值的环境变量'),
  'environment-empty': error('A service with an empty environment', '服务的 environment 为空'),
  'secret-literal': warning('A value that looks like a secret', '看起来是敏感信息的值'),
  'credential-literal': error(
    'A key, a token or a client secret as text',
    '明文的私钥、令牌或客户端密钥',
  ),
  'public-path-malformed': error('A public path of another form', '公开路径格式不对'),
  'public-path-tag': error(
    'An exception of public_path without quotes',
    'public_path 的例外没有加引号',
  ),
  'public-path-everything': note('Every page open to everybody', '所有页面对任何人开放'),
  'public-path-callback': warning('The callback as a public path', '回调路径被设为公开路径'),
  'public-path-admin-only': warning(
    'public_path in an app for administrators only',
    '仅限管理员的应用却有 public_path',
  ),
  'inject-phase': error('An inject at another moment than there is', 'inject 的 on 取值不存在'),
  'inject-when': error('An inject without when', 'inject 没有 when'),
  'inject-do': error('An inject without do', 'inject 没有 do'),
  'inject-hash': warning('A hash where no browser is asked', '不在浏览器阶段却匹配 #'),
  'service-named-app': warning('A service named app', '服务名为 app'),
  'service-image-missing': error('A service without an image', '服务没有镜像'),
  'service-user-not-text': error('A user that YAML reads as a number', 'user 被 YAML 读作数字'),
  'service-depends-on-app': warning('A service that waits for app', '服务依赖 app'),
  'service-depends-unknown': error(
    'A service that waits for one that is not there',
    '服务依赖不存在的服务',
  ),
  'service-health-check-deprecated': warning(
    'health_check instead of healthcheck',
    '应改用 healthcheck',
  ),
  'service-setup-script-conflict': error(
    'setup_script beside command or entrypoint',
    'setup_script 与 command 或 entrypoint 并存',
  ),
  'service-run-as-conflict': error(
    'run_as beside user or setup_script',
    'run_as 与 user 或 setup_script 并存',
  ),
  'service-bind-malformed': error('A bind of another form', 'binds 格式不对'),
  'store-image': warning(
    'An image from elsewhere than LazyCat’s registry (with --store)',
    '镜像不在懒猫镜像仓库（使用 --store 时）',
  ),
}
