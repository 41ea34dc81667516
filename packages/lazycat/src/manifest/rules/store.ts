/** What LazyCat's store asks beyond what a box does: only looked at with `store`. */
import { EMBEDDED_IMAGE, STORE_REGISTRY } from '../../facts.ts'
import type { Rule } from '../context.ts'
import { type Complaint, shown, text } from '../finding.ts'
import { entriesOf, find, textOf } from '../node.ts'

/** Every image comes from LazyCat's registry, or is in the package. */
export const checkStore: Rule = ({ application, services, store }) => {
  if (!store) return []
  const owners = [application, ...entriesOf(services).map(({ value }) => value)]
  return owners.flatMap((owner): readonly Complaint[] => {
    const node = find(owner, 'image')
    const image = textOf(node)
    if (node === undefined || image === undefined || image.includes('${')) return []
    const starts = [STORE_REGISTRY.value, EMBEDDED_IMAGE.value]
    if (starts.some((start) => image.startsWith(start))) return []
    return [
      {
        code: 'store-image',
        at: node.at,
        why: text(
          `The store wants ${shown(image)} in ${STORE_REGISTRY.value}.`,
          `商店要求镜像 ${shown(image)} 位于 ${STORE_REGISTRY.value}。`,
        ),
        fix: text(
          'Copy it with "lzc-cli appstore copy-image", and write the name that this prints.',
          '用 lzc-cli appstore copy-image 复制，并写入它输出的名称。',
        ),
      },
    ]
  })
}
