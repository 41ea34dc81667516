/**
 * The keys of lzc-build.yml and lzc-deploy-params.yml: `lzc-developer-doc: spec/build` and
 * `spec/deploy-params`, all documented.
 */
import { type Keys, key } from './manifest-keys.ts'
import { type Fact, page } from './source.ts'

const IMAGE: Keys = {
  dockerfile: key('text', 'Dockerfile to build.', '要构建的 Dockerfile。'),
  'dockerfile-content': key('text', 'Its text.', 'Dockerfile 内容。'),
  context: key('text', 'Directory of the build.', '构建目录。'),
  'upstream-match': key('text', 'Which base image stays outside.', '不打进包内的上游镜像。'),
}

/** The keys of lzc-build.yml, and of lzc-build.dev.yml, which holds the differences alone. */
export const BUILD_KEYS: Keys = {
  buildscript: key('text', 'Command before packing.', '打包前执行的命令。'),
  manifest: key('text', 'The manifest.', 'manifest 文件。'),
  contentdir: key('text', 'Directory of the content.', '内容目录。'),
  pkgout: key('text', 'Directory of the package.', '输出目录。'),
  icon: key('text', 'PNG file.', 'PNG 图标。'),
  deploy_params: key('text', 'File of deploy parameters.', '部署参数文件。'),
  devshell: key('mapping', 'For project devshell.', '供 project devshell 使用。'),
  compose_override: key('mapping', 'Merged into the compose file.', '合并到 compose 文件。'),
  'browser-extension': key('any', 'Extension of the browser.', '浏览器扩展。'),
  'ai-pod-service': key('any', 'Service of the AI pod.', 'AI 算力舱服务。'),
  package_override: key('mapping', 'Keys of package.yml, replaced.', '覆盖 package.yml 的键。'),
  envs: key('texts', 'NAME=value, for the build.', '构建变量，每行 NAME=value。'),
  images: key({ named: IMAGE }, 'Images in the package.', '打进包内的镜像。'),
  resource_exports: key(
    {
      each: {
        kind: key('text', 'skills, mcp-providers …', 'skills、mcp-providers 等。'),
        source: key('text', 'Their directory.', '所在目录。'),
      },
    },
    'Resources for other apps.',
    '供其他应用使用的资源。',
  ),
  'lzc-sdk-version': key('text', 'Of older forms; not needed.', '旧格式的字段，已不需要。'),
  pkg_id: key('text', 'Of a preview; see package_override.', '预览版字段，见 package_override。'),
  pkg_name: key('text', 'Of a preview; see package_override.', '预览版字段，见 package_override。'),
}

const PARAMETER: Keys = {
  id: key('text', 'Its name below .U.', '在 .U 下的名称。'),
  type: key('text', 'bool, lzc_uid, string or secret.', 'bool、lzc_uid、string 或 secret。'),
  name: key('text', 'Shown to people.', '显示给用户的名称。'),
  description: key('text', 'Shown to people.', '显示给用户的说明。'),
  optional: key('flag', 'May stay empty.', '可以不填。'),
  default_value: key('text', 'Value, or $random(len=N).', '默认值，或 $random(len=N)。'),
  hidden: key('flag', 'Not shown.', '不显示。'),
}

/** The keys of lzc-deploy-params.yml. */
export const PARAMETER_KEYS: Keys = {
  params: key({ each: PARAMETER }, 'The parameters.', '参数列表。'),
  locales: key('mapping', 'Texts per language.', '各语言的文案。'),
}

/** What a deploy parameter may be. */
export const PARAMETER_TYPES: Fact<readonly string[]> = {
  value: ['bool', 'lzc_uid', 'string', 'secret'],
  about: { en: 'Types of a deploy parameter.', zh: '部署参数的类型。' },
  confidence: 'documented',
  source: page('spec/deploy-params'),
}

/** What an image of lzc-build.yml is called in a manifest. */
export const EMBEDDED_IMAGE: Fact = {
  value: 'embed:',
  about: {
    en: 'Before the name of an image that lzc-build.yml puts into the package.',
    zh: '引用 lzc-build.yml 打进包内的镜像时，名称前所加的前缀。',
  },
  confidence: 'documented',
  source: page('spec/build'),
}

/** What another container writes for the box itself. */
export const HOST_NAME: Fact = {
  value: 'host.lzcapp',
  about: {
    en: 'The box itself, for a container; host.docker.internal does not exist.',
    zh: '在容器中访问微服本身的主机名；没有 host.docker.internal。',
  },
  confidence: 'observed',
  source: {
    en: 'repairs of published apps',
    zh: '已发布应用的修复记录',
  },
}

/** When a script of `injects` runs. */
export const INJECT_PHASES: Fact<readonly string[]> = {
  value: ['browser', 'request', 'response'],
  about: { en: 'Values of on; the first is the default.', zh: 'on 的取值，第一个为默认。' },
  confidence: 'documented',
  source: page('advanced-injects'),
}
