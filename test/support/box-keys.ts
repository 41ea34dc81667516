/** RSA keys for the boxes and other providers of tests, made once in a run: one costs more processor time than most tests. */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { inject } from 'vitest'

let keys: readonly KeyObject[] | undefined
let boxes = 0

/**
 * The keys of one more box: the same for each, in another order, so that no two boxes of one test sign
 * with the same key. A box that needs more makes them itself.
 */
export function boxKeys(): readonly KeyObject[] {
  keys ??= inject('boxKeys').map((pem) => createPrivateKey(pem))
  const first = boxes++ % keys.length
  return [...keys.slice(first), ...keys.slice(0, first)]
}

/** One of them, for a provider that is no box: of eight in a row each is another. */
export const rsaKey = (): KeyObject => boxKeys()[0] as KeyObject
