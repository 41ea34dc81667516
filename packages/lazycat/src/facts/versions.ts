/** Which version of lzcos a manifest needs for what it uses. */
import type { Source, Text } from './source.ts'

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

/** The first version that knows a feature. */
export interface MinimumVersion extends Source {
  readonly version: string
  readonly about: Text
}

const MANIFEST = 'lzc-developer-doc: spec/manifest'
const V138 = 'lzc-developer-doc: changelogs/v1.3.8'
const V141 = 'lzc-developer-doc: changelogs/v1.4.1'

const documented = (version: string, source: string, en: string, zh: string): MinimumVersion => ({
  version,
  about: { en, zh },
  confidence: 'documented',
  source,
})

/** The first version of lzcos for each feature. */
export const MINIMUM_VERSIONS: Readonly<Record<Feature, MinimumVersion>> = {
  locales: documented('1.3.0', MANIFEST, 'locales', 'locales'),
  oidc: documented(
    '1.3.5',
    'lzc-developer-doc: advanced-oidc',
    'the box’s login (oidc_redirect_path)',
    '微服登录（oidc_redirect_path）',
  ),
  'secondary-domains': documented(
    '1.3.6',
    'lzc-developer-doc: advanced-secondary-domains',
    'secondary_domains',
    'secondary_domains',
  ),
  templates: documented(
    '1.3.8',
    'lzc-developer-doc: advanced-manifest-render',
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
    'lzc-developer-doc: spec/package',
    'package.yml (LPK v2)',
    'package.yml（LPK v2）',
  ),
}
