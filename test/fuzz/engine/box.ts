/** What a box hands to a manifest's template. */
import type { TemplateInput } from 'catflap-lazycat/template'

export const INPUT: TemplateInput = {
  system: {
    boxName: 'mybox',
    boxDomain: 'mybox.heiyu.space',
    osVersion: 'v1.5.0',
    appDomain: 'env.mybox.heiyu.space',
    isMultiInstance: true,
    deployUid: 'alice',
    deployId: 'dev.example.app.alice',
  },
  parameters: new Map<string, string | boolean>([
    ['target', '10.0.0.1'],
    ['debug', true],
    ['blank', ''],
  ]),
  stableSecret: (seed) => `secret-of-${seed}`,
}
