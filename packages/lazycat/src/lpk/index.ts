/** LPK packages: what LazyCat installs. Reads both versions, writes both, unpacks the content. */
export type { Entry } from './entry.ts'
export { LPK_ERRORS, LpkError, type LpkErrorCode } from './errors.ts'
export { DEFAULT_LIMITS, type LpkLimits } from './limits.ts'
export { type Lpk, readLpk } from './read-lpk.ts'
export { unpackContent } from './unpack-content.ts'
export { type LpkSource, type LpkVersion, writeLpk } from './write-lpk.ts'
