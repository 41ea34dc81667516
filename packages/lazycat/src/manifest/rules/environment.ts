/** Environment lists: their form, and secrets that stand in them as text. */
import type { Rule } from '../context.ts'
import { assignmentsOf, environmentsOf, parseAssignment, scalarsOf } from '../environment.ts'
import { type Complaint, text } from '../finding.ts'
import { entriesOf, findEntry, isEmpty } from '../node.ts'

/** Entries are `NAME=value`, and a service has no empty list. */
export const checkEnvironment: Rule = (context) => [
  ...environmentsOf(context).flatMap(({ node }) =>
    node.kind === 'list'
      ? node.items.flatMap((item): readonly Complaint[] => {
          if (item.kind === 'scalar' && item.templated) return []
          if (item.kind === 'scalar' && /^[A-Za-z_][\w.-]*$/.test(item.text)) {
            return [{ ...BARE, at: item.at }]
          }
          return parseAssignment(item) === undefined ? [{ ...MALFORMED, at: item.at }] : []
        })
      : [],
  ),
  ...entriesOf(context.services).flatMap(({ value }): readonly Complaint[] => {
    const entry = findEntry(value, 'environment')
    if (entry === undefined) return []
    const { at, value: node } = entry
    const none = isEmpty(node) || (node.kind === 'list' && node.items.length === 0)
    return none || (node.kind === 'map' && node.entries.length === 0) ? [{ ...EMPTY, at }] : []
  }),
]

const MALFORMED = {
  code: 'environment-malformed',
  // The entry itself is not repeated: it may hold a secret.
  why: text('This entry is not NAME=value.', '此项不是 NAME=value 的形式。'),
  fix: text(
    'Write NAME=value on one line, without spaces around "=".',
    '写成一行 NAME=value，“=”两边没有空格。',
  ),
} as const

const BARE = {
  code: 'environment-bare',
  why: text(
    'A name alone takes its value from around the containers, where a box has none.',
    '只有名称的一项会从容器之外取值，而微服上没有这个值。',
  ),
  fix: text('Write NAME=value, or NAME= for an empty one.', '写成 NAME=value；空值写成 NAME=。'),
} as const

const EMPTY = {
  code: 'environment-empty',
  why: text(
    'lzcos 1.4.2 and later refuse an empty environment.',
    'lzcos 1.4.2 起拒绝空的 environment。',
  ),
  fix: text('Remove the key.', '请删除这个键。'),
} as const

const SECRET_NAME =
  /(SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|(API|PRIVATE|ACCESS|SIGNING|SESSION|ENCRYPTION)_?KEY)S?$/i
/** What people write until they know better. */
const PLACEHOLDER =
  /^(<.*>|x+|\*+|\.+)$|change.?(me|it|this)|replace|placeholder|your|todo|example/i
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY/
const JWT = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/

/** No secret stands in a manifest, which everybody who has the package can read. */
export const checkSecrets: Rule = (context) => {
  const { root } = context
  const published = scalarsOf(root).filter(
    (node) => PRIVATE_KEY.test(node.text) || JWT.test(node.text),
  )
  const known = new Set(published)
  const literals = environmentsOf(context)
    .flatMap(assignmentsOf)
    .filter(({ node, value }) => !known.has(node) && !node.templated && !value.includes('${'))
  return [
    ...published.map(({ at }) => credential(at)),
    ...literals.flatMap(({ name, value, node }): readonly Complaint[] => {
      if (/CLIENT_?SECRET$/i.test(name) && value !== '') {
        return PLACEHOLDER.test(value) ? [placeholder(node.at, name)] : [credential(node.at)]
      }
      return SECRET_NAME.test(name) && looksRandom(value) ? [secret(node.at, name)] : []
    }),
  ]
}

/** Long, of letters and digits, and no address, path or sentence. */
const looksRandom = (value: string): boolean =>
  /^[\w+/=.~-]{16,}$/.test(value) &&
  /\d/.test(value) &&
  /[a-z]/i.test(value) &&
  !/^[./]/.test(value)

const credential = (at: Complaint['at']): Complaint => ({
  code: 'credential-literal',
  at,
  why: text(
    'A private key, a token or a client secret stands here as text, for everybody who has the package.',
    '这里是明文的私钥、令牌或客户端密钥，任何拿到应用包的人都能看到。',
  ),
  fix: text(
    'Replace it: the box’s client secret by its variable, other secrets by {{ stable_secret "…" }} or a deploy parameter. Then make a new one, since this one is known.',
    '请换掉它：微服的客户端密钥用对应变量，其他敏感信息用 {{ stable_secret "…" }} 或部署参数；已泄露的要重新生成。',
  ),
})

const placeholder = (at: Complaint['at'], name: string): Complaint => ({
  code: 'secret-literal',
  at,
  why: text(
    `${name} has a value that stands for another one, and is the same on every box.`,
    `${name} 的值只是占位文字，而且在每台微服上都一样。`,
  ),
  fix: text(
    'Ask for it by a deploy parameter, or write the variable of the box.',
    '请改用部署参数，或写微服提供的变量。',
  ),
})

const secret = (at: Complaint['at'], name: string): Complaint => ({
  code: 'secret-literal',
  at,
  why: text(
    `The value of ${name} looks like a secret; every box that installs the app would share it.`,
    `${name} 的值像是敏感信息；所有安装本应用的微服都会使用同一个值。`,
  ),
  fix: text(
    'Use {{ stable_secret "…" }}, which differs on each box, or a deploy parameter.',
    '请使用 {{ stable_secret "…" }}（每台微服不同），或部署参数。',
  ),
})
