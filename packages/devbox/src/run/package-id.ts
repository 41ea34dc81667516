/** The id of a package: the name of its state, so that it is checked before anything is made. */
import { PACKAGE_PATTERN } from 'catflap-lazycat/facts'
import { parseYaml, readText } from './yaml.ts'

const FORM = new RegExp(PACKAGE_PATTERN.value)

/** True of an id that a box installs: of at least two parts. */
export function isInstallable(id: string): boolean {
  return id.length <= 200 && id.includes('.') && FORM.test(id)
}

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
  return id !== undefined && isInstallable(id) ? id : undefined
}
