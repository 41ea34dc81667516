// From the manifest of a version 1 package to manifest and package.yml of version 2.
import { MINIMUM_VERSIONS, STATIC_KEYS } from 'catflap-lazycat/facts'

/**
 * Moves the keys about the package as a whole to package.yml, with their comments above them staying behind.
 * Version 2 needs a newer system, and says what the app may do.
 *
 * @param {string} manifest - text whose top-level keys stand at the beginning of their lines
 * @returns {{ manifest: string, packageYml: string }}
 */
export function splitManifest(manifest) {
  /** @type {string[]} */
  const moved = []
  let rest = manifest.replace(/^lzc-sdk-version:.*\n/m, '')
  for (const key of STATIC_KEYS.value) {
    rest = rest.replace(new RegExp(`^${key}:.*\\n(?:[ \\t].*\\n)*`, 'm'), (block) => {
      if (key !== 'min_os_version') moved.push(block)
      return ''
    })
  }
  const version = MINIMUM_VERSIONS['package-file'].version
  const permissions = 'permissions:\n  required:\n    - net.internet\n'
  return {
    manifest: rest,
    packageYml: [...moved, `min_os_version: ${version}\n`, permissions].join(''),
  }
}
