/** Why nothing was written. */
import type { Text } from '../../doctor/doctor.ts'

/** A refusal with one sentence for the person at the terminal. */
export class InitError extends Error {
  override readonly name = 'InitError'
  readonly sentence: Text

  constructor(sentence: Text) {
    super(sentence.en)
    this.sentence = sentence
  }
}
