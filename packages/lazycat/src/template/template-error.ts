/** The one error of a manifest's template: what is wrong, where, and in two languages. */
import type { Text } from '../facts.ts'

/**
 * `TEMPLATE_SYNTAX`: not a template. `TEMPLATE_NOT_SUPPORTED`: a construct or function that is not
 * rendered here although a box has it. `TEMPLATE_UNKNOWN_FUNCTION`: no function of that name.
 * `TEMPLATE_UNKNOWN_FIELD`: nothing of that name is handed to a manifest.
 * `TEMPLATE_WRONG_VALUE`: a function cannot work with what it was given. `TEMPLATE_TOO_LARGE`: more
 * work or output than any manifest needs. `TEMPLATE_FAILED`: the template itself called `fail`.
 */
export type TemplateErrorCode =
  | 'TEMPLATE_SYNTAX'
  | 'TEMPLATE_NOT_SUPPORTED'
  | 'TEMPLATE_UNKNOWN_FUNCTION'
  | 'TEMPLATE_UNKNOWN_FIELD'
  | 'TEMPLATE_WRONG_VALUE'
  | 'TEMPLATE_TOO_LARGE'
  | 'TEMPLATE_FAILED'

/** A template that cannot be rendered. Its texts quote names of the template, never its values. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  readonly code: TemplateErrorCode
  /** Counted from 1, like `column`. */
  readonly line: number
  readonly column: number
  /** Of the same place, in UTF-16 units from 0. */
  readonly offset: number
  /** The message without its place, in each language. */
  readonly text: Text

  constructor(code: TemplateErrorCode, text: Text, source: string, offset: number) {
    const before = source.slice(0, offset)
    const line = before.split('\n').length
    const column = offset - before.lastIndexOf('\n')
    super(`line ${line}, column ${column}: ${text.en}`)
    this.code = code
    this.text = text
    this.line = line
    this.column = column
    this.offset = offset
  }
}

/** Ends the rendering. @throws {@link TemplateError} always. */
export type Refuse = (code: TemplateErrorCode, en: string, zh: string) => never

/** Makes the function that refuses at a place of a source. @param offset - in UTF-16 units. */
export function refuseAt(source: string, offset: number): Refuse {
  return (code, en, zh) => {
    throw new TemplateError(code, { en, zh }, source, offset)
  }
}
