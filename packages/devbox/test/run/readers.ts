/** Everything that a manifest passes on its way to a start. */
import { checkManifest } from 'catflap-lazycat/manifest'
import { renderTemplate } from 'catflap-lazycat/template'
import { parseAppManifest } from '../../src/run/app-manifest.ts'
import { parseYaml } from '../../src/run/yaml.ts'

const system = {
  boxName: 'b',
  boxDomain: 'b',
  osVersion: 'v',
  appDomain: 'a',
  isMultiInstance: false,
  deployUid: undefined,
  deployId: 'd',
}
const input = { system, parameters: new Map(), stableSecret: () => 'x' }

export const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  check: (text) => checkManifest({ text }),
  rendering: (text) => renderTemplate(text, input),
  'YAML reader': (text) => parseYaml(text, 'x'),
  'app’s reader': (text) => parseAppManifest(text, undefined),
}

export const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join('')
