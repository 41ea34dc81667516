/** How the platform renders a manifest and runs what it names. */
import { CONTENT_DIRECTORY, DATA_DIRECTORY } from './packaging.ts'
import { page, type Source, said, type Text } from './source.ts'

/** Something that the platform has set, and what it is. */
export interface RunFact<Value> extends Source {
  readonly value: Value
  readonly about: Text
}

const MANIFEST = page('spec/manifest')
const RENDER = page('advanced-manifest-render')
const ROUTE = page('advanced-route')

/** Where an app finds its files. */
export const APP_PATHS: RunFact<{
  readonly root: string
  readonly content: string
  readonly data: string
  readonly cache: string
}> = {
  value: {
    root: '/lzcapp',
    content: CONTENT_DIRECTORY.value,
    data: DATA_DIRECTORY.value,
    cache: '/lzcapp/cache',
  },
  about: {
    en: 'Everything of an app; its content, read-only; what outlives the container; its cache.',
    zh: '应用的全部文件；只读的内容；容器重建后仍保留的数据；缓存。',
  },
  confidence: 'documented',
  source: MANIFEST,
}

/** Where the two forms of its manifest are, below the root of an app's files. */
export const MANIFEST_COPIES: RunFact<{ readonly original: string; readonly rendered: string }> = {
  value: { original: 'pkg/manifest.yml', rendered: 'run/manifest.yml' },
  about: {
    en: 'The manifest as it was packed, and as it was rendered.',
    zh: '打包时的 manifest，以及渲染后的 manifest。',
  },
  confidence: 'documented',
  source: RENDER,
}

/** The container that runs what routes launch. */
export const APP_CONTAINER: RunFact<string> = {
  value: 'app',
  about: { en: 'The service that every app has.', zh: '每个应用都有的服务。' },
  confidence: 'documented',
  source: MANIFEST,
}

/** The function of templates that gives a secret which stays. */
export const STABLE_SECRET_FUNCTION: RunFact<string> = {
  value: 'stable_secret',
  about: {
    en: 'The same text for the same seed, app and box. Some pages misspell it stable_secrt.',
    zh: '相同 seed、应用和微服得到相同文本。部分文档误写为 stable_secrt。',
  },
  confidence: 'documented',
  source: RENDER,
}

/** What a template has under `.S`. */
export const SYSTEM_FIELDS: RunFact<readonly string[]> = {
  value: [
    'BoxName',
    'BoxDomain',
    'OSVersion',
    'AppDomain',
    'IsMultiInstance',
    'DeployUID',
    'DeployID',
  ],
  about: {
    en: 'Fields of .S, also called .SysParams; without an owner there is no DeployUID.',
    zh: '.S（即 .SysParams）的字段；没有所有者时不存在 DeployUID。',
  },
  confidence: 'documented',
  source: RENDER,
}

/** What a value that is not there becomes in a template. */
export const NO_VALUE: RunFact<string> = {
  value: '<no value>',
  about: { en: 'What Go prints for a value that is not there.', zh: 'Go 对不存在的值的输出。' },
  confidence: 'observed',
  source: said('an app that filters it out of its environment', '某应用在环境变量中将其过滤'),
}

/** Templates are rendered first, variables replaced after. */
export const RENDER_ORDER: RunFact<readonly ['template', 'variables']> = {
  value: ['template', 'variables'],
  about: {
    en: 'Which of template and ${NAME} is done first.',
    zh: '模板与 ${NAME} 的先后次序。',
  },
  confidence: 'inferred',
  source: said(
    'the rendered manifest is what is run, and variables are replaced where it is run',
    '运行的是渲染后的 manifest，变量在运行处替换',
  ),
}

/** How what routes launch is run. */
export const LAUNCH: RunFact<{ readonly shell: readonly string[]; readonly cwd: string }> = {
  value: { shell: ['sh', '-c'], cwd: '/' },
  about: {
    en: 'Shell and folder of exec:// and backend_launch_command.',
    zh: 'exec:// 和 backend_launch_command 所用的 shell 与工作目录。',
  },
  confidence: 'observed',
  source: ROUTE,
}
