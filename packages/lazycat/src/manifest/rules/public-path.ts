/** Paths that the ingress lets everybody through to. */
import { applicationList, type Rule } from '../context.ts'
import { type Complaint, shown, text } from '../finding.ts'
import { find, textOf } from '../node.ts'

/** What is public, and what need not be. */
export const checkPublicPaths: Rule = (context) => {
  const callback =
    context.app.callbackPath ?? textOf(find(context.application, 'oidc_redirect_path'))
  return applicationList(context, 'public_path').flatMap((node): readonly Complaint[] => {
    const path = textOf(node)
    if (path === undefined) return []
    const { at } = node
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
}

const EVERYTHING = {
  code: 'public-path-everything',
  why: text(
    'The ingress lets everybody through to every page, so that only the app’s own login protects them. An app whose login is not configured must then show nothing at all.',
    '入口会放行任何人访问所有页面，只剩应用自己的登录在保护；登录未配置好时，应用必须什么都不展示。',
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
    '从身份提供方返回的人已通过入口验证。',
  ),
  fix: text('Remove this line.', '请删除这一行。'),
} as const
