// What the project's own commands are asked for: a mistake is told in a line, and ends the command with 2.
import { parseArgs } from 'node:util'

/**
 * `parseArgs` of Node, readable where it refuses.
 *
 * @template {import('node:util').ParseArgsConfig} T
 * @param {T} config
 * @returns {ReturnType<typeof parseArgs<T>>}
 */
export function readOptions(config) {
  try {
    return parseArgs(config)
  } catch (error) {
    const seen = error instanceof Error ? error.message.split('. ')[0] : String(error)
    const names = Object.keys(config.options ?? {}).map((name) => `--${name}`)
    return refuse(`${seen}; there are ${names.join(', ')}.`, `可用的选项：${names.join('、')}。`)
  }
}

/**
 * @param {string} english
 * @param {string} chinese
 * @returns {never}
 */
export function refuse(english, chinese) {
  console.error(`${english}\n${chinese}`)
  process.exit(2)
}
