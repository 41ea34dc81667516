/** `catflap manifest check`: files, checks, repairs, report. */
import { existsSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import {
  type CheckOptions,
  checkManifest,
  type Finding,
  find,
  fixManifest,
  itemsOf,
  parseManifest,
} from 'catflap-lazycat/manifest'
import type { Language } from '../../pages/language.ts'
import { type Command, complain, type Input, type Io } from '../command.ts'
import { readText } from '../files.ts'
import { type Checked, writeManifestReport } from '../manifest-report.ts'
import { type Beside, readBeside } from '../project-files.ts'
import { misuse, unreadable, unwritable } from '../words.ts'

/** Where a manifest usually is. */
const USUAL = ['lzc-manifest.yml', 'lazycat/lzc-manifest.yml'] as const

/** A repair may bring up another one, such as a key under its right name. */
const MOST_PASSES = 5

export const manifestCheck: Command = {
  name: 'manifest check',
  about: {
    en: 'checks lzc-manifest.yml and what stands beside it',
    zh: '检查 lzc-manifest.yml 及其相关文件',
  },
  options: {
    build: { type: 'string' },
    port: { type: 'string' },
    callback: { type: 'string' },
    profile: { type: 'string', default: 'release' },
    store: { type: 'boolean', default: false },
    fix: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
  positionals: 1,
  help: {
    en: `Checks lzc-manifest.yml, and lzc-build.yml, package.yml, icon and content when they are beside it.

Usage: catflap manifest check [FILE] [options]

  FILE               default: ${USUAL.join(', then ')}
  --build FILE       default: lzc-build.yml beside the manifest
  --port N           the port that the app listens on
  --callback PATH    the path of the app's callback
  --profile NAME     release or dev: which #@build blocks count, and whether
                     lzc-build.dev.yml does; default: release
  --store            the rules of LazyCat's store too
  --fix              mend what needs no choice, in the file
  --json             the findings as JSON

Ends with 0 when nothing but notes is left, 1 with warnings, 2 with at least one error.
`,
    zh: `检查 lzc-manifest.yml，以及同目录下的 lzc-build.yml、package.yml、图标和内容文件。

用法：catflap manifest check [文件] [选项]

  文件               默认：${USUAL.join('，其次 ')}
  --build 文件       默认：manifest 旁边的 lzc-build.yml
  --port N           应用监听的端口
  --callback 路径    应用的回调路径
  --profile 名称     release 或 dev：决定哪些 #@build 块生效，以及
                     lzc-build.dev.yml 是否生效；默认 release
  --store            同时检查懒猫商店的要求
  --fix              直接在文件中修复无需取舍的问题
  --json             以 JSON 输出结果

没有遗留问题或只有提示时退出码为 0，有警告时为 1，至少有一个错误时为 2。
`,
  },
  run,
}

function run({ values, positionals, language }: Input, io: Io): number {
  const { port, callback, build } = values
  if (typeof port === 'string' && !isPort(port)) {
    return complain(io, language, misuse(`--port must be from 1 to 65535, not "${port}"`))
  }
  if (typeof callback === 'string' && !/^\/[^?#\s]*$/.test(callback)) {
    return complain(io, language, misuse(`--callback must be a path, not "${callback}"`))
  }
  const { profile } = values
  if (profile !== 'release' && profile !== 'dev') {
    return complain(io, language, misuse(`--profile must be release or dev, not "${profile}"`))
  }
  const file = positionals[0] ?? USUAL.find((path) => existsSync(resolve(io.cwd, path)))
  if (file === undefined && !hasResources(io.cwd)) return complain(io, language, NOWHERE)
  const name = file ?? USUAL[0]
  const text = file === undefined ? '' : readText(resolve(io.cwd, file))
  if (typeof text !== 'string') return complain(io, language, unreadable(name, text.code))
  const beside = readBeside(
    dirname(resolve(io.cwd, name)),
    typeof build === 'string' ? resolve(io.cwd, build) : undefined,
  )
  if ('code' in beside) return complain(io, language, unreadable(beside.file, beside.code))
  const options: Omit<CheckOptions, 'text'> = {
    files: beside.files,
    profile,
    store: values.store === true,
    app: {
      ...(typeof port === 'string' && { port: Number(port) }),
      ...(typeof callback === 'string' && { callbackPath: callback }),
    },
  }
  const checked = checkTexts({ text, ...options }, values.fix === true)
  const changed = [
    { path: name, before: text, after: checked.text },
    {
      path: relative(io.cwd, beside.packagePath),
      before: beside.files.package,
      after: checked.package,
    },
  ]
  for (const { path, before, after } of changed) {
    if (after === undefined || after === before) continue
    const failure = write(resolve(io.cwd, path), after)
    if (failure !== undefined) return complain(io, language, unwritable(path, failure))
  }
  return report({ ...checked, file: name }, beside, { json: values.json === true, language }, io)
}

/** LPK v2 allows a package without a manifest: resources for other apps alone. */
function hasResources(directory: string): boolean {
  const build = readText(resolve(directory, 'lzc-build.yml'))
  return (
    typeof build === 'string' &&
    existsSync(resolve(directory, 'package.yml')) &&
    itemsOf(find(parseManifest(build).root, 'resource_exports')).length > 0
  )
}

/** Checks, and mends manifest and package.yml until nothing more can be mended. */
function checkTexts(
  given: CheckOptions,
  fix: boolean,
): {
  text: string
  package: string | undefined
  findings: readonly Finding[]
  fixed: number
} {
  let current = given
  let findings = checkManifest(current)
  let fixed = 0
  for (let pass = 0; fix && pass < MOST_PASSES; pass++) {
    const { text, files = {} } = current
    const mended = fixManifest(text, findings)
    const mendedPackage =
      files.package === undefined ? undefined : fixManifest(files.package, findings, 'package')
    if (mended === text && mendedPackage === files.package) break
    fixed += findings.filter(({ edit }) => edit !== undefined).length
    current = {
      ...current,
      text: mended,
      files: { ...files, ...(mendedPackage !== undefined && { package: mendedPackage }) },
    }
    findings = checkManifest(current)
  }
  return { text: current.text, package: current.files?.package, findings, fixed }
}

function report(
  { file, findings, fixed }: { file: string; findings: readonly Finding[]; fixed: number },
  beside: Beside,
  { json, language }: { json: boolean; language: Language },
  io: Io,
): number {
  const paths = {
    manifest: file,
    package: relative(io.cwd, beside.packagePath),
    build: relative(io.cwd, beside.buildPath),
    parameters: relative(io.cwd, beside.parametersPath),
    buildDev: relative(io.cwd, beside.buildDevPath),
  }
  const located = findings.map(({ file: role, ...rest }) => ({ ...rest, path: paths[role] }))
  const checked: Checked = { file, findings: located, fixed }
  if (json) io.out(`${JSON.stringify(checked, null, 2)}\n`)
  else io.out(writeManifestReport(checked, { language, colour: io.tty && !io.env.NO_COLOR }))
  if (findings.some(({ severity }) => severity === 'error')) return 2
  return findings.some(({ severity }) => severity === 'warning') ? 1 : 0
}

const NOWHERE = {
  en: `catflap: no ${USUAL.join(' and no ')} here. Name the file; see --help.`,
  zh: `catflap：此处没有 ${USUAL.join('，也没有 ')}。请写明文件，用法见 --help。`,
}

const isPort = (text: string): boolean => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535

function write(path: string, text: string): string | undefined {
  try {
    writeFileSync(path, text)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unwritable'
  }
}
