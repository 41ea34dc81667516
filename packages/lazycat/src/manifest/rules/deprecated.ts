/** Keys that still work and that LazyCat's own lint advises against. */
import type { Text } from '../../facts.ts'
import type { Rule } from '../context.ts'
import { type Complaint, text } from '../finding.ts'
import { findEntry } from '../node.ts'

/** Each with what to write instead. */
const DEPRECATED: readonly (readonly [readonly string[], Text])[] = [
  [
    ['application', 'handlers'],
    text('Let the app answer with its own error pages.', '请由应用自己返回错误页面。'),
  ],
  [['application', 'user_app'], text('Write multi_instance.', '请写 multi_instance（多实例）。')],
  [
    ['application', 'depends_on'],
    text('Remove it: app starts after all services anyway.', '请删除：app 本来就最后启动。'),
  ],
  ...['disable_url_raw_path', 'remove_this_request_headers', 'fix_websocket_header'].map(
    (key) =>
      [
        ['ext_config', key],
        text(`Write ${key} in an entry of upstreams.`, `请在 upstreams 的条目中写 ${key}。`),
      ] as const,
  ),
]

/** None of the keys that are being given up. */
export const checkDeprecated: Rule = ({ root }) =>
  DEPRECATED.flatMap(([path, fix]): readonly Complaint[] => {
    const entry = findEntry(root, ...path)
    if (entry === undefined) return []
    const why = text(`${entry.key} is being given up.`, `${entry.key} 即将废弃。`)
    return [{ code: 'key-deprecated', at: entry.at, why, fix }]
  })
