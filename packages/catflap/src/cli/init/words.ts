/** What `catflap init` says and writes for people, in both languages. */
import type { Text } from '../../doctor/doctor.ts'
import type { Language } from '../../pages/language.ts'

const said = (en: string, zh: string): Text => ({ en: `catflap: ${en}`, zh: `catflap：${zh}` })

/** Why nothing was written; each one sentence. */
export const TROUBLE = {
  noFolder: (code: string): Text =>
    said(`this folder cannot be read (${code}).`, `无法读取当前目录（${code}）。`),
  notJson: (): Text =>
    said(
      'package.json is not valid JSON. Nothing was written.',
      'package.json 不是有效的 JSON。没有写入任何内容。',
    ),
  wrongPart: (key: string): Text =>
    said(
      `"${key}" has a form that package.json does not allow. Nothing was written.`,
      `“${key}”的形式不符合 package.json 的规定。没有写入任何内容。`,
    ),
  notAFile: (name: string): Text =>
    said(`${name} is there and is not a file.`, `${name} 已存在，但不是文件。`),
  tooLarge: (name: string): Text =>
    said(
      `${name} is larger than 1 MiB, so it is left alone.`,
      `${name} 大于 1 MiB，因此不去改动它。`,
    ),
  notText: (name: string): Text => said(`${name} is not UTF-8 text.`, `${name} 不是 UTF-8 文本。`),
  unreadable: (name: string, code: string): Text =>
    said(`cannot read ${name} (${code}).`, `无法读取 ${name}（${code}）。`),
  strayLink: (name: string): Text =>
    said(
      `${name} is a symbolic link that leads out of this folder. Nothing was written.`,
      `${name} 是指向当前目录之外的符号链接。没有写入任何内容。`,
    ),
  notWritten: (name: string, code: string): Text =>
    said(
      `cannot write ${name} in this folder (${code}). Everything is as it was.`,
      `无法在当前目录写入 ${name}（${code}）。一切保持原样。`,
    ),
  badId: (id: string): Text =>
    said(
      `"${shown(id)}" is no package id: at least two words such as dev.example.cats, in lower ` +
        'case, each beginning with a letter.',
      `“${shown(id)}”不能作为包名：至少两段，例如 dev.example.cats，小写，每段以字母开头。`,
    ),
  noId: (name: string): Text =>
    said(
      `no package id can be made of the name "${shown(name)}". Give one: --id dev.example.cats`,
      `无法由名称“${shown(name)}”得出包名。请指定：--id dev.example.cats`,
    ),
  notOneOf: (names: string): Text => said(`one of: ${names}.`, `请从中选择：${names}。`),
  cancelled: (): Text => said('nothing was written.', '没有写入任何内容。'),
} as const

/** What is asked. */
export const QUESTIONS = {
  id: {
    en: 'Package id (for ever; begin with a domain of yours)',
    zh: '包名（以后不能更改；建议以自己的域名开头）',
  },
  framework: { en: 'Framework:', zh: '框架：' },
  start: {
    en: 'How the box starts it: as a service of its own, or in the app container by exec://.',
    zh: '微服如何启动它：作为独立的 service，或者在应用容器中用 exec://。',
  },
} as const

/** What is said beside the list of files. */
export const NOTES = {
  noTerminal: {
    en: 'This is not a terminal, so nothing is asked (as with --yes).',
    zh: '当前不是终端，因此不提问（等同于 --yes）。',
  },
  exists: {
    en: 'catflap: files are there already, so nothing was written. --force replaces them.',
    zh: 'catflap：文件已存在，因此没有写入任何内容。--force 会替换它们。',
  },
  wrote: { en: 'Written:', zh: '已写入：' },
  wouldWrite: { en: 'Would be written:', zh: '将会写入：' },
  nothingToDo: { en: 'Everything is there already:', zh: '所有文件都已就绪：' },
} as const

/** What becomes of a file, after its description. */
export const ACTIONS: Readonly<Record<'create' | 'extend' | 'replace' | 'unchanged', Text>> = {
  create: { en: '', zh: '' },
  extend: { en: ' (added to)', zh: '（补充）' },
  replace: { en: ' (is there, and differs)', zh: '（已存在，内容不同）' },
  unchanged: { en: ' (unchanged)', zh: '（不变）' },
}

/** The files, by what they are for. */
export type FileKind =
  | 'server'
  | 'tsconfig'
  | 'packageJson'
  | 'manifest'
  | 'buildFile'
  | 'content'
  | 'startScript'
  | 'icon'
  | 'variables'
  | 'ignored'

/** What each file is for. */
export const ABOUT: Readonly<Record<FileKind, Text>> = {
  server: { en: 'a server behind the login', zh: '带登录的服务器' },
  tsconfig: { en: 'how it is compiled', zh: '编译设置' },
  packageJson: { en: 'scripts and dependencies', zh: '脚本与依赖' },
  manifest: { en: 'how a box installs and starts it', zh: '微服如何安装和启动它' },
  buildFile: { en: 'how lzc-cli packs it', zh: 'lzc-cli 如何打包' },
  content: { en: 'gathers what is packed', zh: '收集要打包的内容' },
  startScript: { en: 'what the box runs', zh: '微服运行的脚本' },
  icon: { en: 'an icon to begin with', zh: '初始图标' },
  variables: { en: 'names of the settings elsewhere', zh: '其他环境所需的变量名' },
  ignored: { en: 'what stays out of git', zh: '不纳入 git 的内容' },
}

/** Around the lines to paste into a server that is there. */
export const PASTE = {
  before: (server: string): Text => ({
    en: `${server} is as it was. To give it the login, add these lines, before its routes:`,
    zh: `${server} 没有改动。要让它带上登录，请加入这几行（放在路由之前）：`,
  }),
  after: (server: string, example: string, file: string): Text => ({
    en: `Then put ${server} where ${example} is in package.json and ${file}.`,
    zh: `然后把 package.json 和 ${file} 里的 ${example} 换成 ${server}。`,
  }),
} as const

/** The last words. */
export const NEXT = {
  heading: { en: 'Next:', zh: '接下来：' },
  install: { en: 'what package.json names', zh: '安装 package.json 中的依赖' },
  dev: {
    en: 'then open http://127.0.0.1:5005 and sign in as alice',
    zh: '然后打开 http://127.0.0.1:5005，以 alice 登录',
  },
  build: (id: string): Text => ({
    en: `makes the package of ${id} for the box`,
    zh: `生成 ${id} 的安装包，供微服安装`,
  }),
} as const

/** The description of an app that has none. */
export const DESCRIPTION: Text = {
  en: "Signs in with the box's account.",
  zh: '使用微服账号登录。',
}

/** Comments in the written files. */
export const COMMENTS: Readonly<
  Record<
    Language,
    Readonly<
      Record<
        'manifest' | 'id' | 'callback' | 'image' | 'buildFile' | 'content' | 'leftOut' | 'forBox',
        string
      >
    > & { readonly variables: readonly string[] }
  >
> = {
  en: {
    manifest: 'How a LazyCat box installs and starts this app.',
    id: 'Names the app for ever, so it begins with a domain of yours.',
    callback: 'Switches the login on. Catflap answers this path.',
    image: 'For the store: lzc-cli appstore copy-image copies it to its registry and names it.',
    buildFile: 'How lzc-cli packs this app.',
    content: 'Fills lzc-content with what runs on the box. lzc-build.yml calls it.',
    leftOut: 'Secrets, and what is made anew.',
    forBox: 'A box is Linux on x64. No scripts: they would build for this machine.',
    variables: [
      'Neither a box nor the devbox needs this file: they set everything.',
      'At another OpenID Provider copy it to .env, fill it in, and start with --env-file=.env.',
    ],
  },
  zh: {
    manifest: '懒猫微服如何安装和启动本应用。',
    id: '应用的唯一标识，以后不能更改，建议以自己的域名开头。',
    callback: '开启登录。这个路径由 Catflap 应答。',
    image: '上架商店前：用 lzc-cli appstore copy-image 复制到官方仓库，并改用它给出的名称。',
    buildFile: 'lzc-cli 如何打包本应用。',
    content: '把微服上运行所需的内容放入 lzc-content，由 lzc-build.yml 调用。',
    leftOut: '机密，以及会重新生成的内容。',
    forBox: '微服是 x64 上的 Linux。不运行安装脚本：它们会为本机编译。',
    variables: [
      '在微服和 devbox 上都不需要此文件：变量由它们提供。',
      '使用其他 OpenID Provider 时，复制为 .env，填好后用 --env-file=.env 启动。',
    ],
  },
}

/** Foreign text must not move the cursor. */
function shown(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD').slice(0, 100)
}

export const PURPOSE: Text = {
  en: 'gives an app a login and makes it a LazyCat app',
  zh: '为应用加上登录，并使其成为懒猫应用',
}

export const HELP: Text = {
  en: `Gives the app in this folder a login and makes it a LazyCat app.

Usage: catflap init [options]

  --id ID                 package id, such as dev.example.cats (default: from the project's name)
  --framework NAME        node, hono, express, fastify or koa (default: from package.json)
  --start service|exec    how the box starts it (service)
  -y, --yes               ask nothing
  --dry-run               only say what would be written
  --force                 replace files that are there

Without --force no file is replaced: when one is there, nothing is written. package.json,
.gitignore and .env.example are added to. Comments in the files are in the language chosen. Ends with 0, or with 2 when nothing was written.
`,
  zh: `为当前目录的应用加上登录，并使其成为懒猫应用。

用法：catflap init [选项]

  --id 包名               例如 dev.example.cats（默认由项目名得出）
  --framework 名称        node、hono、express、fastify 或 koa（默认由 package.json 得出）
  --start service|exec    微服如何启动它（service）
  -y、--yes               不提问
  --dry-run               只说明将会写入什么
  --force                 替换已存在的文件

不加 --force 不会替换任何文件：只要有文件已存在，就什么也不写。package.json、.gitignore 和
.env.example 只补充内容。文件中的注释使用所选语言。成功时退出码为 0；没有写入时为 2。
`,
}
