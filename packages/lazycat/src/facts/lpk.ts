/** What is in a package that LazyCat installs, under which names. */
import { type Source, said, type Text } from './source.ts'

/** The files of an LPK, beside those that only some apps have. */
export interface LpkFiles extends Source {
  readonly about: Text
  readonly manifest: string
  /** Since version 2, where it takes the static keys of the manifest. */
  readonly packageYml: string
  readonly deployParams: string
  readonly icon: string
  /** A tar of what becomes the app's content; version 2 may have it packed instead. */
  readonly content: string
  readonly packedContent: string
}

/** The names inside an LPK: a zip in version 1, a tar in version 2 (lzcos 1.5.0). */
export const LPK_FILES: LpkFiles = {
  manifest: 'manifest.yml',
  packageYml: 'package.yml',
  deployParams: 'deploy_params.yml',
  icon: 'icon.png',
  content: 'content.tar',
  packedContent: 'content.tar.gz',
  about: { en: 'The names of the files in an LPK.', zh: 'LPK 中各文件的名称。' },
  confidence: 'observed',
  source: said(
    'packages made by lzc-cli 1.3.17 (version 1), published packages of version 2',
    '用 lzc-cli 1.3.17 打的包（v1），以及已公开的 v2 包',
  ),
}
