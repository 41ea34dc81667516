/** Questions to the person at the terminal. */
import { createInterface } from 'node:readline/promises'

/** Asks one question; `undefined` when the person ends the conversation instead. */
export type Ask = (question: string) => Promise<string | undefined>

/** A conversation that must be closed, or it keeps the process. */
export interface Terminal {
  readonly ask: Ask
  close(): void
}

/** Opens a conversation on standard input and output. */
export function openTerminal(): Terminal {
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  const ended = new AbortController()
  lines.once('close', () => ended.abort())
  return {
    async ask(question) {
      try {
        return await lines.question(question, { signal: ended.signal })
      } catch {
        // Ctrl-C and the end of input are answers too.
        return undefined
      }
    },
    close: () => lines.close(),
  }
}
