/**
 * Why a store cannot answer, as one of a closed list of reasons.
 */
import { type StoreFailure, shown } from '../errors.ts'

/**
 * A failure of one of our stores.
 *
 * `message` is for the server's log. It may name a directory and quote what the system or the server
 * said, bounded; it never carries a password.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly reason: StoreFailure

  constructor(reason: StoreFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.reason = reason
  }
}

/** What the errors of the system mean for a store in a directory. */
const SYSTEM: Readonly<Record<string, StoreFailure>> = {
  EACCES: 'NOT_PERMITTED',
  EPERM: 'NOT_PERMITTED',
  EROFS: 'READ_ONLY',
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EFBIG: 'DISK_FULL',
  // LMDB says this too where the disk took a part of a write.
  EIO: 'DISK_FAILED',
  ENOTDIR: 'UNUSABLE_DIRECTORY',
  EEXIST: 'UNUSABLE_DIRECTORY',
  ELOOP: 'UNUSABLE_DIRECTORY',
  ENAMETOOLONG: 'UNUSABLE_DIRECTORY',
}

/** The reason that an error code of the system stands for; `undefined` when it says none. */
export function systemFailure(code: unknown): StoreFailure | undefined {
  return typeof code === 'string' ? SYSTEM[code] : undefined
}

/** True where Deno was not started with leave for something: no code says so. Its text names the flag. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotCapable'
}

/** What an error says, as one line; bounded, unless it is one of ours. */
export function saying(error: unknown): string {
  if (error instanceof StoreError) return error.message
  return error instanceof Error ? shown(error.message) : typeof error
}

/** True of an error with a code, as those of Node and of LMDB have it. */
export function isCoded(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && 'code' in error
}

/** Throws what became of a driver: what fails is the loading of a package, or of the binary in it. */
export function withoutDriver(error: unknown): never {
  const text = `the driver of the store cannot be loaded: ${saying(error)}`
  throw new StoreError(isDenied(error) ? 'NOT_PERMITTED' : 'DRIVER_MISSING', text, error)
}
