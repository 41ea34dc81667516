/** lzc-build.yml beyond its keys: the images that it puts into the package. */
import { EMBEDDED_IMAGE } from '../../facts.ts'
import type { Context, Rule } from '../context.ts'
import { type Complaint, shown, text } from '../finding.ts'
import { entriesOf, find, type Node, textOf } from '../node.ts'

/** Images of the package are asked for as such, and are there. */
export const checkBuild: Rule = (context) => {
  const { build, application, services } = context
  if (build === undefined) return []
  const owners = [application, ...entriesOf(services).map(({ value }) => value)]
  return owners.flatMap((owner) => checkImage(find(owner, 'image'), context))
}

function checkImage(node: Node | undefined, { build }: Context): readonly Complaint[] {
  const image = textOf(node)
  if (node === undefined || image === undefined) return []
  const aliases = entriesOf(find(build?.root, 'images')).map(({ key }) => key)
  const start = EMBEDDED_IMAGE.value
  const named = image.startsWith(start) ? image.slice(start.length) : undefined
  const known = aliases.some((alias) => named === alias || named?.startsWith(`${alias}@`))
  if (named === undefined ? !aliases.includes(image) : known) return []
  return [
    {
      code: 'image-embed',
      at: node.at,
      why:
        named === undefined
          ? text(
              `${shown(image)} is an image of lzc-build.yml, and would be looked for outside.`,
              `${shown(image)} 是 lzc-build.yml 中的镜像，这样写会到外部去找。`,
            )
          : text(
              `lzc-build.yml has no image ${shown(named)}.`,
              `lzc-build.yml 中没有镜像 ${shown(named)}。`,
            ),
      fix:
        named === undefined
          ? text(`Write ${start}${shown(image)}.`, `请写 ${start}${shown(image)}。`)
          : text(
              'Add it below images:, or correct the name.',
              '请在 images: 下加入它，或改正名称。',
            ),
    },
  ]
}
