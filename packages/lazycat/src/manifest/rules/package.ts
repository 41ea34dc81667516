/** What the package says of itself: id, version, name, texts. */
import { PACKAGE_PATTERN, STATIC_KEYS } from '../../facts.ts'
import { type Context, type Rule, staticFile, staticValue } from '../context.ts'
import { type Complaint, type FileRole, shown, text } from '../finding.ts'
import { entriesOf, findEntry, isEmpty, type Node, textOf } from '../node.ts'

const FORM = new RegExp(PACKAGE_PATTERN.value)
const SEMVER =
  /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z.-]+)?$/

/** Every key that is about the package as a whole. */
export const checkPackage: Rule = (context) => [
  ...checkId(context),
  ...checkVersion(context),
  ...checkName(context),
  ...checkLocales(context),
  ...checkPlace(context),
]

/** The value of a key, or the complaint that it is missing. */
function required(
  context: Context,
  key: string,
  complaint: Omit<Complaint, 'at'>,
): { node: Node; file: FileRole } | readonly Complaint[] {
  const node = staticValue(context, key)
  const file = staticFile(context, key)
  if (node !== undefined && !isEmpty(node)) return { node, file }
  return [{ ...complaint, file, at: context.top }]
}

function checkId(context: Context): readonly Complaint[] {
  const found = required(context, 'package', {
    code: 'package-missing',
    why: text(
      'Without a package id the package gets the name undefined and cannot be installed.',
      '没有包名，打包结果会叫 undefined，无法安装。',
    ),
    fix: text(
      'Add "package: dev.example.app", with a domain of yours turned round.',
      '加入 package: dev.example.app，用你自己的域名倒写。',
    ),
  })
  if (!('node' in found)) return found
  const id = textOf(found.node)
  if (id === undefined) return []
  const { at } = found.node
  if (!FORM.test(id)) {
    const why = text(
      `${shown(id)} is no package id: words of small letters, digits and single hyphens, each beginning with a letter, joined by dots.`,
      `${shown(id)} 不是合法包名：由点号连接的若干段，每段以小写字母开头，只含小写字母、数字和单个连字符。`,
    )
    const fix = text('Rename it, such as dev.example.app.', '请改名，例如 dev.example.app。')
    return [{ code: 'package-malformed', at, file: found.file, why, fix }]
  }
  if (id.includes('.')) return []
  return [
    {
      code: 'package-one-segment',
      at,
      file: found.file,
      why: text(
        `${shown(id)} is one word, which another app may have too.`,
        `${shown(id)} 只有一段，容易与其他应用重名。`,
      ),
      fix: text('Put a domain of yours before it.', '在前面加上自己的域名（倒写）。'),
    },
  ]
}

function checkVersion(context: Context): readonly Complaint[] {
  const found = required(context, 'version', {
    code: 'version-missing',
    why: text('A package needs a version.', '应用包需要版本号。'),
    fix: text('Add "version: 0.1.0".', '加入 version: 0.1.0。'),
  })
  if (!('node' in found)) return found
  const version = textOf(found.node)
  if (version === undefined || SEMVER.test(version)) return []
  return [
    {
      code: 'version-malformed',
      at: found.node.at,
      file: found.file,
      why: text(
        `${shown(version)} is no semantic version, so the store cannot tell it from others.`,
        `${shown(version)} 不是语义化版本，商店无法比较新旧。`,
      ),
      fix: text('Write three numbers, such as 1.2.0.', '写成三段数字，例如 1.2.0。'),
    },
  ]
}

function checkName(context: Context): readonly Complaint[] {
  const found = required(context, 'name', {
    code: 'name-missing',
    why: text('The launcher has no name to show.', '启动器没有可显示的名称。'),
    fix: text('Add "name: …".', '加入 name: …。'),
  })
  return 'node' in found ? [] : found
}

function checkLocales(context: Context): readonly Complaint[] {
  const locales = staticValue(context, 'locales')
  if (locales?.kind === 'scalar' && locales.templated) return []
  if (entriesOf(locales).length > 0) return []
  return [
    {
      code: 'locales-missing',
      at: locales?.at ?? context.top,
      file: staticFile(context, 'locales'),
      why: text(
        'Without locales everybody reads the same texts; the store wants some.',
        '没有 locales，所有人看到的都是同一种文案；商店要求提供。',
      ),
      fix: text(
        'Add name and description below locales.zh and locales.en.',
        '在 locales.zh 与 locales.en 下写明 name 和 description。',
      ),
    },
  ]
}

/** With package.yml the keys about the package stand there, and only there. */
function checkPlace({ root, package: file }: Context): readonly Complaint[] {
  if (file === undefined) return []
  return STATIC_KEYS.value.flatMap((key): readonly Complaint[] => {
    const entry = findEntry(root, key)
    if (entry === undefined) return []
    const why = text(`LPK v2 reads ${key} from package.yml.`, `LPK v2 从 package.yml 读取 ${key}。`)
    const fix = text('Move it to package.yml.', '请移到 package.yml。')
    return [{ code: 'static-key-moved', at: entry.at, why, fix }]
  })
}
