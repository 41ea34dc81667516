/** One acceptable ID Token, and how it is judged with one thing changed. */
import { type Check, checkIdToken } from '../../src/protocol/id-token.ts'

export const NOW = 1_800_000_000
export const expected = {
  issuer: 'https://op.example',
  clientId: 'rp-1',
  nonce: 'nonce-1',
  atHash: 'hash-1',
  clockTolerance: 60,
  clockSkew: undefined,
}

/** One acceptable ID Token. A test changes exactly one thing about it. */
export const claims = {
  iss: 'https://op.example',
  sub: 'u-1',
  aud: 'rp-1',
  azp: 'rp-1',
  exp: NOW + 600,
  iat: NOW - 10,
  nonce: 'nonce-1',
  at_hash: 'hash-1',
}
export const check = (change: object, against: object = {}) =>
  checkIdToken({ ...claims, ...change }, { ...expected, ...against }, NOW)
export const seenOf = (change: object, against: object = {}) => {
  const held: Check[] = []
  checkIdToken({ ...claims, ...change }, { ...expected, ...against }, NOW, held)
  return Object.fromEntries(held.map(({ name, seen }) => [name, seen]))
}
