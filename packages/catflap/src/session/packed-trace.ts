/**
 * The trace of a session's login as bytes, compressed to a third. What it holds of secrets is spent, so
 * that its length tells nothing of any that is alive; of a session's tokens it would.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { LoginTrace } from '../trace.ts'

/** The trace as bytes. */
export const packTrace = ({ steps, checks }: LoginTrace): Uint8Array =>
  deflateRawSync(JSON.stringify({ steps, checks }))

/** What {@link packTrace} has packed. */
export const unpackTrace = (packed: Uint8Array): LoginTrace =>
  JSON.parse(inflateRawSync(packed).toString())
