/** Checks of lzc-manifest.yml. Pure: texts in, values out. */

export { findForbidden } from '../text/characters.ts'
export { findLimitFault, isTooLong, MANIFEST_BYTES, MOST_ALIASES } from '../text/limits.ts'
export { unifyLineEnds } from '../text/line-ends.ts'
export { type CheckOptions, checkManifest } from './check.ts'
export type { AppFacts, ContentFiles, Files } from './context.ts'
export type { Edit, FileRole, Finding, FindingCode, Severity } from './finding.ts'
export { FINDINGS } from './findings.ts'
export { fixManifest } from './fix.ts'
export {
  type Entry,
  entriesOf,
  find,
  findEntry,
  isEmpty,
  itemsOf,
  type ListNode,
  type MapNode,
  type Node,
  type Place,
  type ScalarNode,
  textOf,
} from './node.ts'
export { overridePackage } from './override.ts'
export { type Manifest, parseManifest, type SyntaxFault } from './parse.ts'
export {
  type BuildFault,
  type BuildSettings,
  buildVariables,
  type Preprocessed,
  type Profile,
  preprocessManifest,
} from './preprocess.ts'
export { MANIFEST_SCHEMA } from './schema.ts'
