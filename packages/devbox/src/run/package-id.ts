/** The id of a package: the name of its state, so that it is checked before anything is made. */
import { INSTALLABLE_PACKAGE } from 'catflap-lazycat/facts'
import { parseYaml, readText } from './yaml.ts'

/**
 * The package id as it stands in a text that is not rendered yet: stable secrets, and with them
 * the rendering, depend on it.
 */
export function readPackageId(
  manifest: string,
  packageYml: string | undefined,
): string | undefined {
  const declared = packageYml && readText(parseYaml(packageYml, 'package.yml'), 'package')
  const line = /^package:[ \t]*["']?([\w.-]+)["']?[ \t]*(?:#.*)?$/m.exec(manifest)
  const id = declared ?? line?.[1]
  return id !== undefined && id.length <= 200 && INSTALLABLE_PACKAGE.value.test(id) ? id : undefined
}
