/** What the box needs for a login: the path of the callback. */

import { MISSPELT_VARIABLES } from '../../facts.ts'
import type { Rule } from '../context.ts'
import { LOGIN_VARIABLES, referencesOf } from '../environment.ts'
import { type Complaint, type Edit, shown, text } from '../finding.ts'
import { find, findEntry, isEmpty, type ScalarNode, textOf } from '../node.ts'

/** `oidc_redirect_path`, and its forerunner. */
export const checkOidcPath: Rule = (context) => {
  const { application, manifest, app } = context
  const legacy = findEntry(application, 'authcallback')
  const node = find(application, 'oidc_redirect_path')
  if (legacy !== undefined) return [legacyCallback(legacy.at, isEmpty(node))]
  if (node === undefined || isEmpty(node)) {
    const used = referencesOf(manifest).find(({ name }) =>
      LOGIN_VARIABLES.includes(MISSPELT_VARIABLES[name] ?? name),
    )
    if (used === undefined) return []
    const path = app.callbackPath ?? '/callback'
    return [
      {
        code: 'oidc-path-missing',
        at: used.at,
        why: text(
          'Without application.oidc_redirect_path the box registers no client, and this variable is empty.',
          '没有 application.oidc_redirect_path，微服不会登记客户端，此变量为空。',
        ),
        fix: text(
          `Add "oidc_redirect_path: ${path}" below application.`,
          `在 application 下加入 oidc_redirect_path: ${path}。`,
        ),
      },
    ]
  }
  const path = textOf(node)
  return path === undefined || node.kind !== 'scalar' ? [] : checkPath(node, path, app.callbackPath)
}

function checkPath(
  node: ScalarNode,
  path: string,
  callback: string | undefined,
): readonly Complaint[] {
  const { at } = node
  if (/^[a-z][a-z+.-]*:|^\/\/|[?#\s\\]/i.test(path)) {
    return [
      {
        code: 'oidc-path-malformed',
        at,
        why: text(
          `${shown(path)} is not a path alone; the box puts the app’s domain before it.`,
          `${shown(path)} 不是单纯的路径；微服会在它前面加上应用域名。`,
        ),
        fix: text(
          'Write the path without host, query and fragment, such as /callback.',
          '只写路径，不含主机、查询和片段，例如 /callback。',
        ),
      },
    ]
  }
  if (!path.startsWith('/')) {
    // Where the value begins with a tag, or is nothing else, a slash would become a part of that.
    const begins = node.style !== 'block' && !node.tagged && path !== ''
    const edit: Edit = { at: at.start + (node.style === 'quoted' ? 1 : 0), old: '', new: '/' }
    return [
      {
        code: 'oidc-path-no-slash',
        at,
        why: text(
          `${shown(path)} would be glued to the app’s domain.`,
          `${shown(path)} 会直接接在应用域名之后。`,
        ),
        fix: text(`Write /${shown(path)}.`, `写成 /${shown(path)}。`),
        edit: begins ? edit : undefined,
      },
    ]
  }
  if (callback === undefined || callback === path) return []
  return [
    {
      code: 'oidc-path-differs',
      at,
      why: text(
        `The app answers ${shown(callback)}, the box sends people to ${shown(path)}.`,
        `应用的回调路径是 ${shown(callback)}，微服却把人送到 ${shown(path)}。`,
      ),
      fix: text(
        `Write oidc_redirect_path: ${shown(callback)}.`,
        `写成 oidc_redirect_path: ${shown(callback)}。`,
      ),
      edit: node.style === 'plain' ? { at: at.start, old: path, new: callback } : undefined,
    },
  ]
}

function legacyCallback(at: Complaint['at'], replace: boolean): Complaint {
  return {
    code: 'oidc-legacy-callback',
    at,
    why: text(
      'authcallback is of old systems; today’s box registers no client for it.',
      'authcallback 是旧系统的写法；现在的微服不会据此登记客户端。',
    ),
    fix: replace
      ? text('Rename it to oidc_redirect_path.', '改名为 oidc_redirect_path。')
      : text('Remove it.', '请删除。'),
    edit: replace ? { at: at.start, old: 'authcallback', new: 'oidc_redirect_path' } : undefined,
  }
}
