/** The mapping `application` and the name of the app in its domain. */
import { applicationPlace, isResourceOnly, type Rule } from '../context.ts'
import { shown, text } from '../finding.ts'
import { find, isEmpty, textOf } from '../node.ts'

/** `application` and its `subdomain` are there. */
export const checkApplication: Rule = (context) => {
  const { application, top } = context
  if (isResourceOnly(context)) return []
  if (isEmpty(application)) {
    const why = text('A manifest needs application.', 'manifest 必须有 application。')
    const fix = text(
      'Add "application:" with subdomain and routes.',
      '加入 application:，写明 subdomain 和 routes。',
    )
    return [{ code: 'application-missing', at: top, why, fix }]
  }
  if (application?.kind !== 'map') return []
  const node = find(application, 'subdomain')
  if (node === undefined || isEmpty(node)) {
    const why = text(
      'Without a subdomain the package cannot be built.',
      '没有 subdomain 就无法打包。',
    )
    const fix = text(
      'Add "subdomain: …" below application.',
      '在 application 下加入 subdomain: …。',
    )
    return [{ code: 'subdomain-missing', at: applicationPlace(context), why, fix }]
  }
  const name = textOf(node)
  if (name === undefined || /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) return []
  const why = text(
    `${shown(name)} is no label of a domain: small letters, digits and hyphens.`,
    `${shown(name)} 不是合法的域名标签：只能含小写字母、数字和连字符。`,
  )
  const fix = text(
    'Write the app’s own word alone; the box adds the rest.',
    '只写应用自己的名称，其余由微服补全。',
  )
  return [{ code: 'subdomain-malformed', at: node.at, why, fix }]
}
