/** Faults of the ID Token's signature, its algorithm and its key. */
import type { KeyKind } from '../box/keys.ts'
import { type Draft, halfHash, hmacSigner, SIGNERS } from '../box/signing.ts'
import { without } from './answers.ts'
import type { Fault, Faults, FaultyBox, Issued, KeyList } from './fault.ts'
import type { IdTokenSignatureFault } from './names.ts'

export const ID_TOKEN_SIGNATURE_FAULTS: Faults<IdTokenSignatureFault> = {
  'invalid-sig-rs256': {
    en: 'The signature of the ID Token is altered.',
    zh: 'ID Token 的签名被改动。',
    draft: (draft) => ({ ...draft, signer: (input) => flip(draft.signer(input)) }),
  },
  'kid-unknown': {
    en: 'The ID Token is signed by a key, and names a kid, that the JWKS does not have.',
    zh: 'ID Token 的签名密钥和 kid 都不在 JWKS 中。',
    draft: async (draft, box) => {
      const stranger = await box.keys.spare('stranger', 'RS256')
      return { ...draft, header: { ...draft.header, kid: stranger.kid }, ...(await strange(box)) }
    },
  },
  'kid-known-wrong-key': {
    en: 'The ID Token names the right kid but is signed by another key.',
    zh: 'ID Token 的 kid 正确，但由另一个密钥签名。',
    draft: async (draft, box) => ({ ...draft, ...(await strange(box)) }),
  },
  'kid-absent-single-jwks': {
    en: 'The ID Token has no kid and the JWKS has one key; a client accepts it.',
    zh: 'ID Token 没有 kid，JWKS 只有一个公钥；客户端应接受。',
    draft: withoutKid,
    jwks: (keys) => keys.slice(0, 1),
  },
  'kid-absent-multiple-jwks': {
    en: 'The ID Token has no kid and the JWKS has three keys, the right one last.',
    zh: 'ID Token 没有 kid，JWKS 有三个公钥，正确的在最后。',
    draft: withoutKid,
    jwks: async (keys, box) => {
      const spares = [box.keys.spare('second', 'RS256'), box.keys.spare('third', 'RS256')]
      return [...(await Promise.all(spares)).map(({ jwk }) => jwk), ...keys.slice(0, 1)]
    },
  },
  'jwks-kid-absent': {
    en: 'The keys in the JWKS have no kid, the ID Token has one.',
    zh: 'JWKS 中的公钥没有 kid，而 ID Token 有。',
    jwks: (keys) => keys.map(without('kid')),
  },
  'idtoken-sig-none': {
    en: 'The ID Token has alg "none" and no signature.',
    zh: 'ID Token 的 alg 为 "none"，没有签名。',
    draft: (draft) => ({
      ...draft,
      header: { ...draft.header, alg: 'none' },
      signer: () => Buffer.alloc(0),
    }),
  },
  'idtoken-sig-hs256': {
    en: 'The ID Token is signed with HS256, the public key as its secret.',
    zh: 'ID Token 用 HS256 签名，以公钥作为密钥。',
    draft: async (draft, box) => {
      const { publicKey } = await box.keys.current()
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
      return { ...draft, header: { ...draft.header, alg: 'HS256' }, signer: hmacSigner(pem) }
    },
  },
  'idtoken-sig-es256': other('ES256', 'ES256', 'ES256'),
  'idtoken-sig-ps256': {
    ...other('PS256', 'PS256', 'PS256'),
    // Without `alg` the key itself does not say that it is not for RS256.
    jwks: async (keys, box) => [
      ...keys,
      without('alg')((await box.keys.spare('PS256', 'PS256')).jwk),
    ],
  },
  'idtoken-eddsa': other('EdDSA', 'EdDSA (Ed25519)', 'EdDSA（Ed25519）'),
}

/** Another algorithm than RS256, well signed by a key that is in the JWKS. */
function other(alg: Exclude<KeyKind, 'RS256'>, en: string, zh: string): Fault {
  return {
    en: `The ID Token is signed with ${en} by a key of the JWKS; only RS256 is advertised.`,
    zh: `ID Token 用 JWKS 中的密钥以 ${zh} 签名；而声明只支持 RS256。`,
    draft: async (draft, box, issued) => {
      const { kid, privateKey } = await box.keys.spare(alg, alg)
      const claims = alg === 'EdDSA' ? rehash(draft.claims, issued) : draft.claims
      const header = { ...draft.header, alg, kid }
      return { header, claims, signer: SIGNERS[alg](privateKey) }
    },
    jwks: async (keys, box): Promise<KeyList> => [...keys, (await box.keys.spare(alg, alg)).jwk],
  }
}

/** The hashes in an ID Token follow its algorithm: the signature is all that is odd about it. */
function rehash(claims: Draft['claims'], { accessToken, code }: Issued): Draft['claims'] {
  const hashes = { at_hash: halfHash(accessToken, 'sha512') }
  return { ...claims, ...hashes, ...(code && { c_hash: halfHash(code, 'sha512') }) }
}

async function strange(box: FaultyBox): Promise<Pick<Draft, 'signer'>> {
  const { privateKey } = await box.keys.spare('stranger', 'RS256')
  return { signer: SIGNERS.RS256(privateKey) }
}

function withoutKid(draft: Draft): Draft {
  return { ...draft, header: without('kid')(draft.header) }
}

function flip(signature: Buffer): Buffer {
  return Buffer.from(signature.map((byte, index) => (index === 7 ? byte ^ 0x20 : byte)))
}
