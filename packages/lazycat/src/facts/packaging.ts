/** Packages and their containers: ids, files, directories, permissions. */
import { type Fact, page, said } from './source.ts'

const MANIFEST = page('spec/manifest')
const CLI = said('lzc-cli 1.3.17, tried', '实际运行 lzc-cli 1.3.17')

/** The directory that outlives the container. */
export const DATA_DIRECTORY: Fact = {
  value: '/lzcapp/var',
  about: { en: 'The directory that outlives the container.', zh: '容器重建后仍保留的目录。' },
  confidence: 'documented',
  source: MANIFEST,
}

/** Where the content of the package lies, read-only. */
export const CONTENT_DIRECTORY: Fact = {
  value: '/lzcapp/pkg/content',
  about: { en: 'The content of the package, read-only.', zh: '应用包的内容，只读。' },
  confidence: 'documented',
  source: page('advanced-route'),
}

/** What paths on the box's side of a bind begin with. */
export const CONTAINER_ROOT: Fact = {
  value: '/lzcapp/',
  about: { en: 'How the source of every bind begins.', zh: '所有 binds 来源路径的开头。' },
  confidence: 'documented',
  source: MANIFEST,
}

/** The form of a package id, as a regular expression. */
export const PACKAGE_PATTERN: Fact = {
  value: '^[a-z][a-z0-9]*(-[a-z0-9]+)*(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*)*$',
  about: { en: 'The form of a package id.', zh: '包名的格式。' },
  confidence: 'observed',
  source: CLI,
}

/** The keys that LPK v2 keeps in package.yml. */
export const STATIC_KEYS: Fact<readonly string[]> = {
  value: [
    'package',
    'version',
    'name',
    'description',
    'author',
    'license',
    'homepage',
    'admin_only',
    'min_os_version',
    'unsupported_platforms',
    'locales',
  ],
  about: { en: 'Keys that LPK v2 keeps in package.yml.', zh: 'LPK v2 中移到 package.yml 的字段。' },
  confidence: 'documented',
  source: page('spec/package'),
}

/**
 * What a manifest writes for a random value that stays the same for this app; the text between the
 * quotes tells several apart.
 */
export const STABLE_SECRET: Fact = {
  value: '{{ stable_secret "oidc" }}',
  about: {
    en: 'A random value that stays the same for this app, as a manifest asks for it.',
    zh: 'manifest 中索取“对本应用保持不变的随机值”的写法。',
  },
  confidence: 'documented',
  source: page('advanced-manifest-render'),
}
