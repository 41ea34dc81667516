/** The icon that lzc-build.yml names. */
import { ICON_BYTES, ICON_SIZE } from '../../facts.ts'
import { buildFile, type Rule } from '../context.ts'
import { type Complaint, shown, text } from '../finding.ts'
import { findEntry, isEmpty, textOf } from '../node.ts'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const

/** Looks at the icon, as far as lzc-build.yml and the icon's bytes are known. */
export const checkIcon: Rule = (context) => {
  const { build, files, top } = context
  if (build === undefined) return []
  const entry = findEntry(build.root, 'icon')
  const path = textOf(entry?.value)
  const complain = (
    code: Complaint['code'],
    why: Complaint['why'],
    fix: Complaint['fix'],
  ): readonly Complaint[] => [
    { code, at: entry?.value.at ?? top, file: buildFile(context, 'icon'), why, fix },
  ]
  if (entry === undefined || isEmpty(entry.value)) {
    return complain(
      'icon-missing',
      text(
        'lzc-build.yml names no icon, so the package has none.',
        'lzc-build.yml 没有写 icon，应用包里就没有图标。',
      ),
      text('Add "icon: ./lzc-icon.png".', '加入 icon: ./lzc-icon.png。'),
    )
  }
  // The value may come from variables of the build.
  if (path === undefined || path.includes('${')) return []
  if (files.icon === null) {
    return complain(
      'icon-missing',
      text(`There is no file ${shown(path)}.`, `文件 ${shown(path)} 不存在。`),
      text('Name a PNG file that is there.', '请写一个存在的 PNG 文件。'),
    )
  }
  if (files.icon === undefined) return []
  return checkBytes(path, files.icon, complain)
}

function checkBytes(
  path: string,
  bytes: Uint8Array,
  complain: (
    code: Complaint['code'],
    why: Complaint['why'],
    fix: Complaint['fix'],
  ) => readonly Complaint[],
): readonly Complaint[] {
  const size = path.toLowerCase().endsWith('.png') ? readPngSize(bytes) : undefined
  if (size === undefined) {
    return complain(
      'icon-not-png',
      text(
        `${shown(path)} is no PNG; the build leaves it out.`,
        `${shown(path)} 不是 PNG，打包时会被忽略。`,
      ),
      text(
        'Save it as PNG, with .png at the end of its name.',
        '请另存为 PNG，文件名以 .png 结尾。',
      ),
    )
  }
  const { width, height } = size
  const seen = `${width} × ${height}`
  const least = ICON_SIZE.value
  const wanted = text(
    `Make it a square of ${least} × ${least} pixels or more.`,
    `请改为不小于 ${least} × ${least} 像素的正方形。`,
  )
  if (width !== height) {
    const why = text(`The icon is ${seen} pixels, not square.`, `图标为 ${seen} 像素，不是正方形。`)
    return complain('icon-not-square', why, wanted)
  }
  if (width < least) {
    const why = text(`The icon is ${seen} pixels: too small.`, `图标为 ${seen} 像素，过小。`)
    return complain('icon-too-small', why, wanted)
  }
  if (bytes.length <= ICON_BYTES.value) return []
  return complain(
    'icon-too-large',
    text(
      `The icon has more than the ${ICON_BYTES.value} bytes that the store takes.`,
      `图标超过商店允许的 ${ICON_BYTES.value} 字节。`,
    ),
    text('Compress it, or use fewer colours.', '请压缩，或减少颜色。'),
  )
}

/** Width and height out of the header (PNG, 11.2.2), or `undefined` when it is no PNG. */
function readPngSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < 24 || SIGNATURE.some((byte, at) => bytes[at] !== byte)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}
