/** A recipe as the lines of lzc-manifest.yml. */
import { yamlText } from '../yaml.ts'
import type { Recipe } from './recipe.ts'

/** The block to copy; the same for every box, since it names variables instead of values. */
export function manifestBlock({ id, redirectPath, environment }: Recipe): string {
  return [
    'application:',
    `  oidc_redirect_path: ${redirectPath}`,
    'services:',
    `  ${id}:`,
    '    environment:',
    ...environment.map(([name, value]) => `      - ${yamlText(`${name}=${value}`)}`),
  ].join('\n')
}
