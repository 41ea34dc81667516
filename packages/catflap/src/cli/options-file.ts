/**
 * The options of an app's login, from a file of its own: a module whose default export they are, so that app
 * and command cannot differ, or JSON.
 */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LoginOptions } from '../configuration/login-options.ts'
import type { Text } from '../doctor/doctor.ts'
import { parseObject } from '../protocol/claims.ts'
import { readText } from './files.ts'
import { unreadable } from './words.ts'

/** The options of a file, or why there are none. */
export type OptionsOf = { readonly options: LoginOptions } | { readonly problem: Text }

/**
 * Reads options; a module is evaluated, as the app does.
 *
 * @param name - as on the command line; no text where no file is named
 * @param folder - that the name is relative to
 */
export async function optionsIn(
  name: string | boolean | undefined,
  folder: string,
): Promise<OptionsOf> {
  if (typeof name !== 'string') return { options: {} }
  const file = resolve(folder, name)
  // Read first: a path that cannot be read is told as everywhere, and a pipe would be waited for.
  const text = readText(file)
  if (typeof text === 'object') return { problem: unreadable(text.file, text.code) }
  const options = file.endsWith('.json') ? parseObject(text) : await defaultExportOf(file)
  if (typeof options === 'object' && options !== null) return { options }
  return {
    problem: {
      en: `catflap: ${file} holds no options: an object is wanted, in JSON or as the default export.`,
      zh: `catflap：${file} 中没有选项：需要一个对象，写成 JSON，或作为默认导出。`,
    },
  }
}

/** `undefined` when there is none, or the module fails: what it throws may hold anything. */
async function defaultExportOf(file: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
    return module.default
  } catch {
    return undefined
  }
}
