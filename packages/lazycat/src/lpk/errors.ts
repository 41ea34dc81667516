/** Why an LPK is refused: a closed list of codes, each with a text in both languages. */
import type { Text } from '../facts.ts'

/** Every stable code of an {@link LpkError}; adding one means adding a row to {@link LPK_ERRORS}. */
export type LpkErrorCode =
  | 'LPK_NOT_AN_ARCHIVE'
  | 'LPK_DAMAGED'
  | 'LPK_ENCRYPTED'
  | 'LPK_MULTI_DISK'
  | 'LPK_UNSUPPORTED'
  | 'LPK_NOT_UTF8'
  | 'LPK_PATH_UNSAFE'
  | 'LPK_LINK_UNSAFE'
  | 'LPK_KIND_REFUSED'
  | 'LPK_DUPLICATE'
  | 'LPK_TOO_LARGE'
  | 'LPK_TOO_MANY'
  | 'LPK_MANIFEST_MISSING'
  | 'LPK_FOLDER_EXISTS'
  | 'LPK_WRITE_FAILED'

/** What each code means, for people. */
export const LPK_ERRORS: Readonly<Record<LpkErrorCode, Text>> = {
  LPK_NOT_AN_ARCHIVE: {
    en: 'This is no LPK: neither a zip (version 1) nor a tar (version 2)',
    zh: '这不是 LPK：既不是 zip（第 1 版），也不是 tar（第 2 版）',
  },
  LPK_DAMAGED: {
    en: 'The LPK is damaged or cut off; get or build it again',
    zh: 'LPK 已损坏或不完整，请重新下载或重新构建',
  },
  LPK_ENCRYPTED: { en: 'The LPK is encrypted', zh: 'LPK 已加密' },
  LPK_MULTI_DISK: { en: 'The LPK is one part of several', zh: 'LPK 是分卷压缩包的一部分' },
  LPK_UNSUPPORTED: {
    en: 'The LPK is packed in a way that is not read here',
    zh: 'LPK 的打包方式不受支持',
  },
  LPK_NOT_UTF8: { en: 'A name or a text is not UTF-8', zh: '文件名或文本不是 UTF-8 编码' },
  LPK_PATH_UNSAFE: {
    en: 'A path leads outside, or is no plain path',
    zh: '路径指向外部，或不是普通的相对路径',
  },
  LPK_LINK_UNSAFE: { en: 'A symbolic link may lead outside', zh: '符号链接可能指向外部' },
  LPK_KIND_REFUSED: {
    en: 'An entry is neither file, directory nor symbolic link',
    zh: '条目不是文件、目录或符号链接',
  },
  LPK_DUPLICATE: { en: 'A path is there twice', zh: '同一路径出现了两次' },
  LPK_TOO_LARGE: { en: 'Unpacked, it is larger than allowed', zh: '解压后超出允许的大小' },
  LPK_TOO_MANY: { en: 'There are more entries than allowed', zh: '条目数量超出限制' },
  LPK_MANIFEST_MISSING: { en: 'The LPK has no manifest.yml', zh: 'LPK 中没有 manifest.yml' },
  LPK_FOLDER_EXISTS: {
    en: 'The folder exists already; name one that does not',
    zh: '文件夹已存在，请指定一个尚不存在的文件夹',
  },
  LPK_WRITE_FAILED: { en: 'A file cannot be written', zh: '无法写入文件' },
}

/** What was wanted and what was there, and where. */
export interface LpkErrorDetails {
  /** A path inside the archive; comes from the archive, so it is shown quoted and cut. */
  readonly path?: string
  readonly expected: string
  readonly seen: string
  readonly cause?: unknown
}

/** An LPK that is refused, or that cannot be unpacked. `message` has a line in each language. */
export class LpkError extends Error {
  override readonly name = 'LpkError'
  readonly code: LpkErrorCode
  readonly path: string | undefined
  readonly expected: string
  readonly seen: string

  constructor(code: LpkErrorCode, { path, expected, seen, ...rest }: LpkErrorDetails) {
    const { en, zh } = LPK_ERRORS[code]
    const where = path === undefined ? '' : ` ${quoted(path)}`
    const shown = printable(seen)
    super(
      `${en}.${where} Expected: ${expected}; seen: ${shown} (${code})\n` +
        `${zh}。${where} 期望：${expected}；实际：${shown}（${code}）`,
      rest,
    )
    this.code = code
    this.path = path
    this.expected = expected
    this.seen = shown
  }
}

/** Text of an archive in a form that a terminal can show: escaped, and cut. */
export const quoted = (text: string): string => printable(JSON.stringify(text))

const MAX_SHOWN = 120

function printable(text: string): string {
  const plain = text.replace(/[^\x20-\x7e\p{L}\p{N}\p{P}]/gu, '?')
  return plain.length > MAX_SHOWN ? `${plain.slice(0, MAX_SHOWN)}…` : plain
}
