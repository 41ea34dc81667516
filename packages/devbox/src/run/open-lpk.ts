/** An LPK as a thing to run. */

import { RunError } from './run-error.ts'
import type { AppSource } from './source.ts'

/** Opens an LPK. @throws {@link RunError} `RUN_NOT_SUPPORTED` */
export async function openLpk(file: string): Promise<AppSource> {
  throw new RunError(
    'RUN_NOT_SUPPORTED',
    `${file}: an LPK is not supported here; give the folder that it is built from`,
    `${file}：此处不支持 LPK，请指定构建它的文件夹`,
  )
}
