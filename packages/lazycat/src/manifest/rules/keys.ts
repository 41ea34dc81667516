/** Known keys, their types, and keys that stand twice. */
import {
  BUILD_KEYS,
  DATA_DIRECTORY,
  type Key,
  type Keys,
  MANIFEST_KEYS,
  PACKAGE_KEYS,
  PARAMETER_KEYS,
  type Text,
} from '../../facts.ts'
import { nearest } from '../../text/nearest.ts'
import type { Rule } from '../context.ts'
import { type Complaint, type FileRole, shown, text } from '../finding.ts'
import {
  entriesOf,
  find,
  isEmpty,
  itemsOf,
  type MapNode,
  type Node,
  type ScalarNode,
} from '../node.ts'
import type { Manifest } from '../parse.ts'
import { MASK } from '../template.ts'

type Found = Omit<Complaint, 'file'>

/** Walks the mappings along the tables of keys, and all of them for keys that stand twice. */
export const checkKeys: Rule = ({ root, package: file, buildBase, buildDev, parameters }) => [
  ...walkWhole(root, MANIFEST_KEYS),
  ...(file?.root?.kind === 'map' ? walkWhole(file.root, PACKAGE_KEYS).map(inFile('package')) : []),
  ...walkBuild(buildBase, 'build'),
  ...walkBuild(buildDev, 'buildDev'),
  ...(parameters?.root?.kind === 'map'
    ? walkWhole(parameters.root, PARAMETER_KEYS).map(inFile('parameters'))
    : []),
]

function walkBuild(build: Manifest | undefined, file: FileRole): readonly Complaint[] {
  if (build?.root?.kind !== 'map') return []
  const override = find(build.root, 'package_override')
  const found = [
    ...walkWhole(build.root, BUILD_KEYS),
    ...(override?.kind === 'map' ? walk(override, PACKAGE_KEYS) : []),
  ]
  return found.map(inFile(file))
}

const inFile =
  (file: FileRole) =>
  (found: Found): Complaint => ({ ...found, file })

const walkWhole = (root: MapNode, keys: Keys): readonly Found[] => [
  ...walk(root, keys),
  ...findTwice(root, new Set()),
]

/** Every key that stands twice in its mapping; the branches of a condition have been joined before. */
function findTwice(node: Node, seen: Set<Node>): readonly Found[] {
  if (node.kind === 'scalar' || seen.has(node)) return []
  seen.add(node)
  if (node.kind === 'list') return node.items.flatMap((item) => findTwice(item, seen))
  const names = new Set<string>()
  return node.entries.flatMap(({ key, at, value }): readonly Found[] => {
    const twice = names.has(key) && !key.includes(MASK)
    names.add(key)
    return [...(twice ? [duplicate(key, at)] : []), ...findTwice(value, seen)]
  })
}

function walk(node: MapNode, keys: Keys): readonly Found[] {
  const names = new Set<string>()
  return node.entries.flatMap(({ key, at, value }): readonly Found[] => {
    const twice = names.has(key)
    names.add(key)
    if (twice) return []
    // `x-` is for extensions of one's own, `xx-` for what is to be seen in the rendered file.
    if (key.includes(MASK) || /^xx?-/.test(key)) return []
    const known = Object.hasOwn(keys, key) ? keys[key] : undefined
    return known === undefined ? unknown(key, at, keys) : below(known, key, value)
  })
}

function duplicate(key: string, at: Found['at']): Found {
  return {
    code: 'duplicate-key',
    at,
    why: text(
      `The key ${shown(key)} stands in this mapping already; only one of them counts.`,
      `此映射中已有键 ${shown(key)}，只有一个会生效。`,
    ),
    fix: text('Keep one of them.', '只保留其中一个。'),
  }
}

function unknown(key: string, at: Found['at'], keys: Keys): readonly Found[] {
  // It has a rule of its own, which says more.
  if (key === 'authcallback') return []
  const compose = Object.hasOwn(keys, 'binds') ? COMPOSE_WORDS.get(key) : undefined
  const meant = synonym(key, keys) ?? nearest(key, Object.keys(keys))
  return [
    {
      code: 'unknown-key',
      at,
      why: text(`Nothing reads a key ${shown(key)} here.`, `此处的键 ${shown(key)} 不会被读取。`),
      fix:
        compose ??
        (meant === undefined
          ? text('Remove it, or look up its name and place.', '删除它，或查对键名与位置。')
          : text(`Write ${meant}, if that is meant.`, `如果想写的是 ${meant}，请改正。`)),
    },
  ]
}

/** What other tools call a key; near in meaning, not in letters. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['default', 'default_value'],
  ['label', 'name'],
  ['content_dir', 'contentdir'],
  ['content', 'contentdir'],
  ['envs', 'environment'],
  ['env', 'environment'],
])

function synonym(key: string, keys: Keys): string | undefined {
  const other = SYNONYMS.get(key)
  return other !== undefined && Object.hasOwn(keys, other) ? other : undefined
}

const NOT_NEEDED = text('Remove it: the box itself sees to that.', '请删除：微服会自行处理。')
const OVERRIDE = text(
  'Move it to compose_override in lzc-build.yml, which needs the permission compose.override.',
  '请移到 lzc-build.yml 的 compose_override，并申请权限 compose.override。',
)

/** Words of compose files, with what a service of a manifest has instead. */
const COMPOSE_WORDS: ReadonlyMap<string, Text> = new Map([
  [
    'volumes',
    text(
      `Write binds: ${DATA_DIRECTORY.value}/NAME:/path.`,
      `请写 binds：${DATA_DIRECTORY.value}/名称:/路径。`,
    ),
  ],
  [
    'ports',
    text(
      'Write a line of application.routes for http, an entry of application.ingress for other ports.',
      'http 请写 application.routes，其他端口请写 application.ingress。',
    ),
  ],
  ['restart', NOT_NEEDED],
  ['container_name', NOT_NEEDED],
  ['networks', NOT_NEEDED],
  ['hostname', NOT_NEEDED],
  ['expose', NOT_NEEDED],
  ['env_file', text('Write environment.', '请写 environment。')],
  ['privileged', OVERRIDE],
  ['cap_add', OVERRIDE],
  ['devices', OVERRIDE],
  ['security_opt', OVERRIDE],
  ['sysctls', OVERRIDE],
  ['working_dir', OVERRIDE],
  ['usage', text('Write it at the top of the manifest.', '请写在 manifest 顶层。')],
])

/** What stands at a known key. */
function below(key: Key, name: string, value: Node): readonly Found[] {
  if (isEmpty(value) || (value.kind === 'scalar' && value.templated)) return []
  const { shape } = key
  const wrong = (at: Node, wanted: Text): readonly Found[] => [wrongType(name, at, wanted)]
  if (typeof shape === 'string') {
    if (shape === 'flag' && value.kind === 'scalar' && isOldFlag(value.text, value.style)) {
      return [oldFlag(name, value)]
    }
    const wanted = WANTED[shape]
    if (wanted === undefined || fits(shape, value)) return []
    const split = shape === 'texts' || shape === 'command' ? findSplit(value) : undefined
    return split === undefined ? wrong(value, wanted) : [splitText(name, split)]
  }
  if ('keys' in shape) {
    return value.kind === 'map' ? walk(value, shape.keys) : wrong(value, MAPPING)
  }
  if ('each' in shape) {
    if (value.kind !== 'list') return wrong(value, text('a list of mappings', '映射的列表'))
    return value.items.flatMap((item) =>
      item.kind === 'map' ? walk(item, shape.each) : isEmpty(item) ? [] : wrong(item, MAPPING),
    )
  }
  if (value.kind !== 'map') return wrong(value, MAPPING)
  return entriesOf(value).flatMap(({ key: inner, value: item }) =>
    item.kind === 'map'
      ? walk(item, shape.named)
      : isEmpty(item)
        ? []
        : [wrongType(inner, item, MAPPING)],
  )
}

const MAPPING = text('a mapping', '映射')
const WANTED: Readonly<Partial<Record<Key['shape'] & string, Text>>> = {
  text: text('one value', '单个值'),
  word: text('one value', '单个值'),
  size: text('a number, or a text such as 512M', '数字，或 512M 这样的文本'),
  owner: text('a number, or "uid:gid"', '数字，或 "uid:gid"'),
  flag: text('true or false', 'true 或 false'),
  number: text('a number', '数字'),
  texts: text('a list, one value per line', '列表，每行一个值'),
  environment: text('a list of NAME=value', 'NAME=value 列表'),
  command: text('a command, or a list of its words', '命令，或命令各部分的列表'),
  mapping: MAPPING,
}

function fits(shape: Key['shape'] & string, node: Node): boolean {
  if (shape === 'mapping') return node.kind === 'map'
  if (shape === 'environment') return node.kind !== 'scalar'
  if (shape === 'texts') return node.kind === 'list' && itemsOf(node).every(isSingle)
  if (shape === 'command')
    return isSingle(node) || (node.kind === 'list' && node.items.every(isSingle))
  if (node.kind !== 'scalar') return false
  if (shape === 'flag') return typeof node.value === 'boolean'
  if (shape === 'owner') return /^\d+(:\d+)?$/.test(node.text)
  return shape !== 'number' || typeof node.value === 'number'
}

const isSingle = (node: Node): boolean => node.kind === 'scalar'

/** An entry that was meant as one text and has become a mapping by the `: ` in it. */
function findSplit(value: Node): Node | undefined {
  if (value.kind !== 'list') return undefined
  return value.items.find(
    (item) =>
      item.kind === 'map' && item.entries.length === 1 && /\s/.test(item.entries[0]?.key ?? ''),
  )
}

function splitText(name: string, { at }: Node): Found {
  return {
    code: 'wrong-type',
    at,
    why: text(
      `An entry of ${shown(name)} is a mapping: YAML parts a text without quotes at ": ".`,
      `${shown(name)} 中的一项成了映射：没有引号的文本会在“: ”处被 YAML 拆开。`,
    ),
    fix: text("Put the whole entry in '…'.", "请用 '…' 把整项括起来。"),
  }
}

/** YAML 1.1 read these as true and false, and Go's parser still does. */
const isOldFlag = (word: string, style: string): boolean =>
  style === 'plain' && /^(yes|no|on|off)$/i.test(word)

function oldFlag(name: string, { at, text: word }: ScalarNode): Found {
  const meant = /^(yes|on)$/i.test(word)
  return {
    code: 'flag-old',
    at,
    why: text(
      `A box reads ${name}: ${word} as ${meant}, newer tools read it as text.`,
      `微服把 ${name}: ${word} 读作 ${meant}，较新的工具则读作文本。`,
    ),
    fix: text(`Write ${meant}.`, `请写 ${meant}。`),
  }
}

function wrongType(name: string, { at }: Node, wanted: Text): Found {
  return {
    code: 'wrong-type',
    at,
    why: text(`${shown(name)} takes ${wanted.en}.`, `${shown(name)} 的值应为${wanted.zh}。`),
    fix: text(`Write ${wanted.en}.`, `请写成${wanted.zh}。`),
  }
}
