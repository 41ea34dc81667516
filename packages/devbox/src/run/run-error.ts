/** The one error of running an app: what is wrong and what to do, in two languages. */
import type { Sentence } from '../language/sentences.ts'

/** Every stable code of {@link RunError}. */
export type RunErrorCode =
  | 'RUN_NOT_FOUND'
  | 'RUN_LPK_INVALID'
  | 'RUN_MANIFEST_INVALID'
  | 'RUN_TEMPLATE_INVALID'
  | 'RUN_PARAMETER_INVALID'
  | 'RUN_NOT_SUPPORTED'
  | 'RUN_STATE_UNUSABLE'
  | 'RUN_PORT_IN_USE'
  | 'RUN_ENDED_EARLY'
  | 'RUN_NOT_READY'

/** An app that cannot be run. Its texts name files, keys and ports, never a secret. */
export class RunError extends Error {
  override readonly name = 'RunError'
  readonly code: RunErrorCode
  readonly text: Sentence
  /** Options of the command that would lift it, as words; empty when none would. */
  readonly options: readonly string[]

  constructor(code: RunErrorCode, en: string, zh: string, options: readonly string[] = []) {
    super(en)
    this.code = code
    this.text = { en, zh }
    this.options = options
  }
}
