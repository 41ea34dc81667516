/** Paths that the ingress lets everybody through to. */
import { applicationList, type Context, type Rule, staticValue } from '../context.ts'
import { type Complaint, shown, text } from '../finding.ts'
import { find, findEntry, itemsOf, type Node, textOf } from '../node.ts'

/** What is public, and what need not be. */
export const checkPublicPaths: Rule = (context) => {
  const callback =
    context.app.callbackPath ?? textOf(find(context.application, 'oidc_redirect_path'))
  const paths = applicationList(context, 'public_path').flatMap((node): readonly Complaint[] => {
    const path = textOf(node)
    if (path === undefined) return []
    const { at } = node
    if (node.kind === 'scalar' && node.tagged) return [tag(path, node, context)]
    if (!/^!?\/\S*$/.test(path)) {
      const why = text(`${shown(path)} is no path.`, `${shown(path)} 不是路径。`)
      const fix = text(
        'Begin with a slash, or with "!/" for an exception.',
        '以斜杠开头；例外以“!/”开头。',
      )
      return [{ code: 'public-path-malformed', at, why, fix }]
    }
    if (path === '/') return [{ ...EVERYTHING, at }]
    return path === callback ? [{ ...CALLBACK, at }] : []
  })
  return [...paths, ...checkAdminOnly(context)]
}

/** `- !/admin`: to YAML a tag of an empty value. */
function tag(path: string, { at }: Node, { manifest }: Context): Complaint {
  const start = manifest.text.lastIndexOf(path, at.start)
  const found = start !== -1 && manifest.text.slice(start + path.length, at.start).trim() === ''
  return {
    code: 'public-path-tag',
    at: found ? manifest.place(start, start + path.length) : at,
    why: text(
      `Without quotes YAML reads ${shown(path)} as a tag, and the exception is lost: the path stays open to everybody.`,
      `没有引号时 YAML 会把 ${shown(path)} 当作标签，例外随之丢失：该路径仍对任何人开放。`,
    ),
    fix: text(`Write '${shown(path)}', in quotes.`, `请加引号，写成 '${shown(path)}'。`),
    edit: found ? { at: start, old: path, new: `'${path}'` } : undefined,
  }
}

/** An app for administrators has no page for everybody. */
function checkAdminOnly(context: Context): readonly Complaint[] {
  const admin = staticValue(context, 'admin_only')
  const entry = findEntry(context.application, 'public_path')
  if (admin?.kind !== 'scalar' || admin.value !== true || itemsOf(entry?.value).length === 0) {
    return []
  }
  return [
    {
      code: 'public-path-admin-only',
      at: entry?.at ?? context.top,
      why: text(
        'admin_only and public_path exclude each other.',
        'admin_only 与 public_path 互相排斥。',
      ),
      fix: text('Keep one of them.', '只保留其中一个。'),
    },
  ]
}

const EVERYTHING = {
  code: 'public-path-everything',
  why: text(
    'The ingress lets everybody through to every page, so that only the app’s own login protects them. An app whose login is not configured must then show nothing at all.',
    'lzc-ingress 会放行任何人访问所有页面，只剩应用自己的登录在保护；登录未配置好时，应用必须什么都不展示。',
  ),
  fix: text(
    'List the paths that are for everybody, and nothing else.',
    '只列出确实对任何人开放的路径。',
  ),
} as const

const CALLBACK = {
  code: 'public-path-callback',
  why: text(
    'Whoever comes back from the provider has passed the ingress already.',
    '从身份提供方返回的人已通过 lzc-ingress 的鉴权。',
  ),
  fix: text('Remove this line.', '请删除这一行。'),
} as const
