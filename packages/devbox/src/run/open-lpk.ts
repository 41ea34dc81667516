/** An LPK as a thing to run. */
import { readFileSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { LPK_FILES } from 'catflap-lazycat/facts'
import {
  type Entry,
  LPK_ERRORS,
  LpkError,
  type LpkErrorCode,
  readLpk,
  unpackContent,
} from 'catflap-lazycat/lpk'
import type { ContentFiles } from 'catflap-lazycat/manifest'
import type { AppSource } from './app-source.ts'
import { RunError } from './run-error.ts'

const MAX_BYTES = 1_073_741_824

/**
 * Opens an LPK of either version. Its content is unpacked anew for each start.
 *
 * @throws {@link RunError} `RUN_LPK_INVALID`
 */
export async function openLpk(file: string): Promise<AppSource> {
  const name = basename(file)
  if (statSync(file).size > MAX_BYTES) throw refuse(name, 'LPK_TOO_LARGE')
  const { manifest, packageYml, deployParams, content } = await readLpk(readFileSync(file)).catch(
    (error: unknown) => {
      throw error instanceof LpkError ? refuse(name, error.code, error) : error
    },
  )
  return {
    manifest,
    // Whoever packed it has followed its directives.
    written: manifest,
    profile: 'release',
    packageYml,
    deployParams,
    beside: {
      ...(packageYml !== undefined && { package: packageYml }),
      parameters: deployParams ?? null,
      content: lookInto(content),
    },
    names: {
      manifest: `${name}/${LPK_FILES.manifest}`,
      package: `${name}/${LPK_FILES.packageYml}`,
      build: name,
      buildDev: name,
      parameters: `${name}/${LPK_FILES.deployParams}`,
    },
    openContent(state) {
      const folder = join(state, 'content')
      rmSync(folder, { recursive: true, force: true })
      try {
        unpackContent(content, folder)
      } catch (error) {
        throw error instanceof LpkError ? refuse(name, error.code, error) : error
      }
      return folder
    },
  }
}

function lookInto(content: readonly Entry[]): ContentFiles {
  const find = (path: string) =>
    content.find((entry) => entry.path === path || entry.path.startsWith(`${path}/`))
  return {
    exists: (path) => find(path) !== undefined,
    isExecutable: (path) => ((find(path)?.mode ?? 0) & 0o111) !== 0,
  }
}

function refuse(name: string, code: LpkErrorCode, error?: LpkError): RunError {
  const { en, zh } = LPK_ERRORS[code]
  const path = error?.path === undefined ? '' : ` ${JSON.stringify(error.path)}`
  return new RunError(
    'RUN_LPK_INVALID',
    `${name}: ${en}${path} (${code})`,
    `${name}：${zh}${path}（${code}）`,
  )
}
