/** What a door tells the app of who is asking: headers, and the same signed where an app checks. */
import type { MaybePromise, Session } from 'catflap'
import type { Signer } from '../assertion/signer.ts'
import type { Identity, Pairs } from '../identity/identity.ts'
import { personOf } from '../identity/person.ts'

/**
 * At once, but for the first time that something is signed.
 *
 * @throws `GATE_IDENTITY_UNUSABLE`; `STORE_UNAVAILABLE` while a key cannot be had
 */
export type Tell = (session: Session | undefined) => MaybePromise<Pairs>

/** @param signer - where an app checks */
export function createTelling(
  identity: Pick<Identity, 'pairs'>,
  signer: Pick<Signer, 'sign'> | undefined,
): Tell {
  return (session) => {
    if (session === undefined || signer === undefined) return identity.pairs(session)
    return signer.sign(session.id, personOf(session), (jwt) => identity.pairs(session, jwt))
  }
}
