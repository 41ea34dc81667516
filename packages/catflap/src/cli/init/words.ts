/** What `catflap init` says and writes for people, in both languages. */
import type { Text } from '../../doctor/doctor.ts'

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
  notYaml: (name: string, line: number): Text =>
    said(
      `${name} cannot be read as YAML (line ${line}). Nothing was written.`,
      `${name} 不是有效的 YAML（第 ${line} 行）。没有写入任何内容。`,
    ),
  notMerged: (name: string, key: string, word: Text): Text =>
    said(
      `${name}: "${key}" is written in a form that is not edited here. Put this there yourself, ` +
        `then run init again: ${word.en}. Nothing was written.`,
      `${name}：“${key}”的写法无法在此编辑。请自行加入以下内容后重新运行 init：${word.zh}。` +
        '没有写入任何内容。',
    ),
  ownContent: (): Text =>
    said(
      'lzc-content is a folder of yours, and lzc-build.mjs would empty it at each build: the package is ' +
        'put together there. Rename it, in lzc-build.yml too, and run init again. Nothing was written.',
      'lzc-content 是你自己的目录，而 lzc-build.mjs 每次构建都会清空它：应用包就在那里生成。' +
        '请将它改名（lzc-build.yml 中也要改），然后重新运行 init。没有写入任何内容。',
    ),
  oddName: (name: string): Text =>
    said(
      `${shown(name)} goes into scripts, which would take it apart: letters, digits and -_.@/ only. ` +
        'Rename it, where it is named too, and run init again. Nothing was written.',
      `${shown(name)} 会写入脚本，而脚本会把它拆开：只能用字母、数字和 -_.@/。` +
        '请改名（引用它的地方也要改），然后重新运行 init。没有写入任何内容。',
    ),
  otherId: (id: string): Text =>
    said(
      `the app has the package id ${shown(id)} already, which is for ever. Leave --id out.`,
      `应用已有包名 ${shown(id)}，以后不能更改。请去掉 --id。`,
    ),
  notThere: (title: string): Text =>
    said(
      `package.json names no ${title}. Begin with its own command for a new project, then run init.`,
      `package.json 中没有 ${title}。请先用它自己的命令创建项目，再运行 init。`,
    ),
  tooOld: (title: string, wanted: string, seen: string): Text =>
    said(
      `${title} is too old: ${wanted} is needed, package.json says ${shown(seen)}.`,
      `${title} 版本过旧：需要 ${wanted}，package.json 中是 ${shown(seen)}。`,
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
  gateRoute: (seen: string | undefined): Text =>
    said(
      'the gate goes in front of a container: lzc-manifest.yml needs a route such as /=http://notes:8000/ to a ' +
        `service, not ${seen === undefined ? 'none' : shown(seen)}. Nothing was written.`,
      'catflap-gate 放在容器前面：lzc-manifest.yml 需要一条通向 service 的路由，例如 /=http://notes:8000/，' +
        `而现在${seen === undefined ? '没有' : `是 ${shown(seen)}`}。没有写入任何内容。`,
    ),
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
    en: 'catflap: files are there already, so nothing was written. --force replaces those that differ.',
    zh: 'catflap：文件已存在，因此没有写入任何内容。--force 会替换内容不同的文件。',
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
  | 'login'
  | 'source'
  | 'tsconfig'
  | 'packageJson'
  | 'packageFile'
  | 'manifest'
  | 'buildFile'
  | 'content'
  | 'startScript'
  | 'icon'
  | 'variables'
  | 'ignored'
  | 'gateSettings'

/** What each file is for. */
export const ABOUT: Readonly<Record<FileKind, Text>> = {
  server: { en: 'a server behind the login', zh: '带登录的服务器' },
  login: { en: 'gives it the login', zh: '让它带上登录' },
  source: { en: 'a part of the app', zh: '应用的一部分' },
  tsconfig: { en: 'how it is compiled', zh: '编译设置' },
  packageJson: { en: 'scripts and dependencies', zh: '脚本与依赖' },
  packageFile: { en: 'what the package is', zh: '应用包的信息' },
  manifest: { en: 'how a box installs and starts it', zh: '微服如何安装和启动它' },
  buildFile: { en: 'how lzc-cli packs it', zh: 'lzc-cli 如何打包' },
  content: { en: 'gathers what is packed', zh: '收集要打包的内容' },
  startScript: { en: 'what the box runs', zh: '微服运行的脚本' },
  icon: { en: 'an icon to begin with', zh: '初始图标' },
  variables: { en: 'names of the settings elsewhere', zh: '其他环境所需的变量名' },
  ignored: { en: 'what stays out of git', zh: '不纳入 git 的内容' },
  gateSettings: { en: 'who may see what: rules', zh: '谁能看什么：规则' },
}

/** What a file that is there gets. */
export const ADDED = {
  key: (line: string): Text => ({ en: line, zh: line }),
  route: (to: string, was: string | undefined): Text => ({
    en: `application.routes: ${to}${was === undefined ? '' : ` (it led to ${shown(was)})`}`,
    zh: `application.routes: ${to}${was === undefined ? '' : `（原来指向 ${shown(was)}）`}`,
  }),
  variables: (place: string, names: readonly string[]): Text => ({
    en: `${place}: ${names.join(', ')}`,
    zh: `${place}: ${names.join('、')}`,
  }),
} as const

/** What is to be put in the place of an example, when a server has its login. */
export interface Replaced {
  /** The file that Node runs. */
  readonly run: string
  /** The files that name it. */
  readonly files: readonly string[]
  /** The file to run; `undefined` where nobody can tell what it is compiled to. */
  readonly server: string | undefined
  readonly source: string
  /** What compiles the example, where the server is to be compiled too. */
  readonly compile: string | undefined
  /** The command that builds the project. */
  readonly build: string | undefined
}

/** Around the lines to paste into files that are there. */
export const PASTE = {
  before: (file: string): Text => ({
    en: `${file} is as it was. To give it the login, add these lines, before its routes:`,
    zh: `${file} 没有改动。要让它带上登录，请加入这几行（放在路由之前）：`,
  }),
  file: (file: string): Text => ({
    en: `${file} is as it was. The login needs these lines there:`,
    zh: `${file} 没有改动。登录需要其中有这几行：`,
  }),
  site: (): Text => ({
    en: 'Who is signed in, a script learns from /api/me. A button that signs out, for a page:',
    zh: '脚本可从 /api/me 得知当前登录的人。退出登录的按钮，可放在页面中：',
  }),
  button: (): Text => ({
    en: 'A button that signs out, for a page of yours:',
    zh: '退出登录的按钮，可放在你的页面中：',
  }),
  after: ({ run, files, server, source, compile, build }: Replaced): Text => {
    const made = {
      en: server ?? `the file that ${source} is compiled to`,
      zh: server ?? `由 ${source} 编译得到的文件`,
    }
    const built = {
      en: compile === undefined ? '' : `, and ${build ?? 'what compiles it'} where ${compile} is`,
      zh:
        compile === undefined ? '' : `，把 ${compile} 换成${build ? ` ${build}` : '编译它的命令'}`,
    }
    return {
      en:
        `Then put ${made.en} where ${run} is in ${files.join(' and ')}${built.en}. ` +
        'It has to listen at the port in PORT, and at the address in HOST where there is one.',
      zh:
        `然后把 ${files.join('、')} 里的 ${run} 换成 ${made.zh}${built.zh}。` +
        '它必须监听 PORT 中的端口；有 HOST 时，监听其中的地址。',
    }
  },
  page: (title: string, page: string): Text => ({
    en: `Pages, guards and buttons of ${title}: docs/frameworks/${page}.md of Catflap.`,
    zh: `${title} 的页面、守卫和按钮：见 Catflap 的 docs/frameworks/${page}.zh-CN.md。`,
  }),
} as const

/** Of packages that a package manager does not bring into a folder by itself. */
export const NEIGHBOURS = (manager: string, names: readonly string[]): Text => ({
  en: `These are packages of your own repository, and ${manager} does not install them in lzc-content: ${names.join(', ')}. Have lzc-build.mjs bring them, or bundle the app: docs/bundling.md of Catflap.`,
  zh: `以下是你自己仓库中的包，${manager} 不会把它们安装到 lzc-content：${names.join('、')}。请让 lzc-build.mjs 带上它们，或者把应用打包成一个文件：见 Catflap 的 docs/bundling.zh-CN.md。`,
})

/** After a gate was put in front of a container. */
export const GATE_NOTES = {
  around: (routes: readonly string[]): Text => ({
    en: `These do not pass the gate: its rules do not hold there, and what is sent there as Remote-User is believed: ${routes.join(', ')}`,
    zh: `以下入口不经过 catflap-gate：它的规则在那里不起作用，发到那里的 Remote-User 会被相信：${routes.join('、')}`,
  }),
  reads: {
    en: 'The app reads who is asking in Remote-User. It must not be reachable but through the gate.',
    zh: '应用从 Remote-User 读取当前用户。除 catflap-gate 外，不能有其他途径连到它。',
  },
} as const

/** The last words. */
export const NEXT = {
  heading: { en: 'Next:', zh: '接下来：' },
  install: { en: 'what package.json names', zh: '安装 package.json 中的依赖' },
  dev: (open: string): Text => ({
    en: `then open http://127.0.0.1:5005${open.replace(/^\/$/, '')} and sign in as alice`,
    zh: `然后打开 http://127.0.0.1:5005${open.replace(/^\/$/, '')}，以 alice 登录`,
  }),
  build: (id: string, lpk: 'v1' | 'v2'): Text => ({
    en: `makes the package of ${id} for the box${lpk === 'v2' ? ' (lzc-cli 2)' : ''}`,
    zh: `生成 ${id} 的安装包，供微服安装${lpk === 'v2' ? '（lzc-cli 2）' : ''}`,
  }),
} as const

/** Foreign text must not move the cursor. */
function shown(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD').slice(0, 100)
}
