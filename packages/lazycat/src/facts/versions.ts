/** Which version of lzcos a manifest needs for what it uses. */
import { page, type Source, said, type Text } from './source.ts'

/** What a manifest may use that older systems do not know. */
export type Feature =
  | 'locales'
  | 'oidc'
  | 'secondary-domains'
  | 'templates'
  | 'upstreams'
  | 'deploy-id'
  | 'limits'
  | 'runtime'
  | 'ports-80-443'
  | 'prefix-domain'
  | 'keep-location'
  | 'healthcheck'
  | 'health-timeout'
  | 'package-file'
  | 'entries'
  | 'client-files'
  | 'injects'
  | 'random-default'
  | 'delegates'
  | 'resources'
  | 'hidden-launcher'
  | 'run-as'
  | 'notify'
  | 'display'
  | 'fuse'

/** The first version that knows a feature. */
export interface MinimumVersion extends Source {
  readonly version: string
  readonly about: Text
}

const MANIFEST = page('spec/manifest')
const V138 = page('changelogs/v1.3.8')
const V141 = page('changelogs/v1.4.1')

const V143 = page('changelogs/v1.4.3')
const GUIDE = said(
  'a public guide that follows the official pages of lzcos 1.6',
  '依据 lzcos 1.6 官方页面写成的公开指南',
)

const documented = (version: string, source: Text, en: string, zh: string): MinimumVersion => ({
  version,
  about: { en, zh },
  confidence: 'documented',
  source,
})

const observed = (version: string, en: string, zh: string): MinimumVersion => ({
  ...documented(version, GUIDE, en, zh),
  confidence: 'observed',
})

/** The first version of lzcos for each feature. */
export const MINIMUM_VERSIONS: Readonly<Record<Feature, MinimumVersion>> = {
  locales: documented('1.3.0', MANIFEST, 'locales', 'locales'),
  oidc: documented(
    '1.3.5',
    page('advanced-oidc'),
    'the box’s login (oidc_redirect_path)',
    '微服登录（oidc_redirect_path）',
  ),
  'secondary-domains': documented(
    '1.3.6',
    page('advanced-secondary-domains'),
    'secondary_domains',
    'secondary_domains',
  ),
  templates: documented(
    '1.3.8',
    page('advanced-manifest-render'),
    'template actions ({{ … }}, stable_secret, .U, .S)',
    '模板动作（{{ … }}、stable_secret、.U、.S）',
  ),
  upstreams: documented('1.3.8', V138, 'upstreams', 'upstreams'),
  'deploy-id': documented('1.3.8', V138, 'the id of the instance', '实例 ID 变量'),
  limits: documented('1.3.8', V138, 'mem_limit and shm_size', 'mem_limit 与 shm_size'),
  runtime: documented('1.3.8', V138, 'a runtime of a service', '服务的 runtime'),
  'ports-80-443': documented('1.3.8', V138, 'yes_i_want_80_443', 'yes_i_want_80_443'),
  'prefix-domain': documented('1.3.8', V138, 'default_prefix_domain', 'default_prefix_domain'),
  'keep-location': documented('1.3.9', MANIFEST, 'disable_trim_location', 'disable_trim_location'),
  healthcheck: documented('1.4.1', V141, 'healthcheck of a service', '服务的 healthcheck'),
  'health-timeout': documented(
    '1.4.1',
    V141,
    'timeout of the app’s health_check',
    '应用 health_check 的 timeout',
  ),
  'package-file': documented(
    '1.5.0',
    page('spec/package'),
    'package.yml (LPK v2)',
    'package.yml（LPK v2）',
  ),
  entries: documented('1.4.3', V143, 'entries', 'entries'),
  'client-files': documented('1.4.3', V143, 'enable_clientfs_access', 'enable_clientfs_access'),
  injects: documented('1.5.0', page('advanced-injects'), 'injects', 'injects'),
  'random-default': documented(
    '1.5.0',
    page('spec/deploy-params'),
    '$random in default_value',
    'default_value 中的 $random',
  ),
  delegates: documented(
    '1.5.2',
    page('advanced-app-interconnect'),
    'the permissions lzcapp.self_delegate and lzcapp.user_delegate',
    '权限 lzcapp.self_delegate 与 lzcapp.user_delegate',
  ),
  resources: documented(
    '1.5.2',
    page('spec/resource-export'),
    'import_resources and resource_exports',
    'import_resources 与 resource_exports',
  ),
  'hidden-launcher': observed('1.5.3', 'hidden_from_launcher', 'hidden_from_launcher'),
  'run-as': observed('1.6.0', 'run_as', 'run_as'),
  notify: observed('1.6.0', 'the permission user.notify', '权限 user.notify'),
  display: documented('1.6.1', page('advanced-vt'), 'vt', 'vt'),
  fuse: observed('1.6.1', 'the permission fuse.mount', '权限 fuse.mount'),
}
