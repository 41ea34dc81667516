/** A signed identity, as somebody else's library checks it. */
import type { Session } from 'catflap'
import { createLocalJWKSet, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { deriveSigningKey } from '../../src/assertion/key.ts'
import { createSigner, type Signer, verificationOf } from '../../src/assertion/signer.ts'
import { createTelling } from '../../src/doors/telling.ts'
import { type Person, personOf } from '../../src/identity/person.ts'

const NOW = 1_800_000_000
const [OLD, NEW] = [1, 2].map((byte) => new Uint8Array(32).fill(byte)) as [Uint8Array, Uint8Array]
const VERIFICATION = verificationOf(
  { origin: 'https://notes.example', client: { id: 'notes' } as never },
  '/_catflap',
)
const MEI: Person = { sub: 'u-1', preferred_username: 'mei', name: '梅', groups: ['ADMIN', 'A,B'] }

/** Of one whose JWT is used as it is. */
const asText = (signer: Signer) => ({
  ...signer,
  sign: (session: string, person: Person) => signer.sign(session, person, (jwt) => jwt),
})

function fixture(...secrets: [Uint8Array, ...Uint8Array[]]) {
  let time = NOW
  let derived = 0
  const derive = async (): Promise<typeof secrets> => {
    derived++
    return secrets
  }
  const signer = asText(createSigner(VERIFICATION, derive, () => time))
  return {
    signer,
    derived: () => derived,
    move(seconds: number) {
      time += seconds
    },
    /** Checks as an app does that asks for the keys now. */
    async verify(jwt: string, by = signer, issuer = VERIFICATION.issuer) {
      const keys = createLocalJWKSet((await by.keys()) as never)
      const options = { issuer, audience: 'notes', algorithms: ['ES256'] }
      return (await jwtVerify(jwt, keys, { ...options, currentDate: new Date(time * 1000) }))
        .payload
    },
  }
}

describe('a signed identity', () => {
  it('says who is asking, by whom, for whom and until when', async () => {
    const { signer, verify } = fixture(NEW)
    const jwt = await signer.sign('s-1', MEI)
    expect(await verify(jwt)).toEqual({
      iss: 'https://notes.example',
      aud: 'notes',
      ...MEI,
      // For a clock that is behind: some libraries refuse what is from the time to come.
      iat: NOW - 30,
      exp: NOW + 120,
    })
    expect(VERIFICATION.jwks).toBe('https://notes.example/_catflap/jwks.json')
    expect(decodeProtectedHeader(jwt)).toEqual({
      alg: 'ES256',
      typ: 'JWT',
      kid: (await signer.keys()).keys[0]?.kid,
    })
  })

  it('is refused once it is over, of another gate, and when a byte is another one', async () => {
    const { signer, verify, move } = fixture(NEW)
    const jwt = await signer.sign('s-1', MEI)
    const [head, payload = '', signature] = jwt.split('.')
    const forged = Buffer.from(
      Buffer.from(payload, 'base64url').toString().replace('u-1', 'u-2'),
    ).toString('base64url')
    const forgery = `${head}.${forged}.${signature}`
    await expect(verify(forgery)).rejects.toThrow(errors.JWSSignatureVerificationFailed)
    await expect(verify(jwt, fixture(OLD).signer)).rejects.toThrow(errors.JWKSNoMatchingKey)
    await expect(verify(jwt, signer, 'https://x.example')).rejects.toThrow(
      errors.JWTClaimValidationFailed,
    )
    move(120)
    await expect(verify(jwt)).rejects.toThrow(errors.JWTExpired)
  })

  it('leaves out what there is none of, and an e-mail that is not verified', () => {
    const claims = { iss: 'x', email: 'mei@x.example', email_verified: false }
    expect(personOf({ sub: 'u-1', claims, userInfo: {}, groups: [] })).toEqual({
      sub: 'u-1',
      groups: [],
    })
    const verified = { ...claims, email_verified: true }
    expect(personOf({ sub: 'u-1', claims: verified, userInfo: {}, groups: [] })).toMatchObject({
      email: 'mei@x.example',
    })
  })
})

describe('signing', () => {
  it('is done once a minute for a session, and anew for whoever has become somebody else', async () => {
    const { signer, move } = fixture(NEW)
    const first = await signer.sign('s-1', MEI)
    move(59)
    expect(signer.sign('s-1', { ...MEI })).toBe(first)
    expect(signer.sign('s-2', MEI)).not.toBe(first)
    const demoted = signer.sign('s-1', { ...MEI, groups: [] })
    expect(demoted).not.toBe(first)
    expect(signer.sign('s-1', { ...MEI, groups: [] })).toBe(demoted)
    move(60)
    const later = signer.sign('s-1', { ...MEI, groups: [] })
    expect(later).not.toBe(demoted)
    // A clock that was put back: what was signed is not from the time to come.
    move(-3600)
    expect(signer.sign('s-1', { ...MEI, groups: [] })).not.toBe(later)
  })

  it('keeps so many and no more', async () => {
    const { signer } = fixture(NEW)
    const first = await signer.sign('s-0', MEI)
    for (let i = 1; i < 4096; i++) await signer.sign(`s-${i}`, MEI)
    expect(signer.sign('s-0', MEI)).toBe(first)
    await signer.sign('s-4096', MEI)
    expect(signer.sign('s-0', MEI)).not.toBe(first)
  })

  it('keeps none that is used no more', async () => {
    const { signer, move } = fixture(NEW)
    const first = await signer.sign('s-1', MEI)
    move(60)
    await signer.sign('s-2', MEI)
    // Only a clock that is put back shows whether it is still there.
    move(-60)
    expect(signer.sign('s-1', MEI)).not.toBe(first)
  })

  it('keeps none of whom the app cannot be told', async () => {
    const told: string[] = []
    const identity = {
      pairs(_: unknown, jwt = '') {
        if (told.push(jwt) === 1) throw new Error('too long')
        return []
      },
    }
    const tell = createTelling(
      identity,
      createSigner(
        VERIFICATION,
        async () => [NEW],
        () => NOW,
      ),
    )
    const session = { id: 's-1', sub: 'u-1', claims: {}, userInfo: {}, groups: [] }
    const telling = async () => tell(session as unknown as Session)
    await expect(telling()).rejects.toThrow('too long')
    await telling()
    await telling()
    expect([new Set(told).size, told[2]]).toEqual([2, told[1]])
  })

  it('asks for the secrets once, and again where that failed', async () => {
    const good = fixture(NEW)
    await Promise.all([good.signer.sign('s-1', MEI), good.signer.keys(), good.signer.keys()])
    expect(good.derived()).toBe(1)
    const answers = [() => Promise.reject(new Error('away')), async () => [NEW] as [Uint8Array]]
    const signer = asText(
      createSigner(
        VERIFICATION,
        () => answers.shift()?.() as never,
        () => NOW,
      ),
    )
    await expect(signer.sign('s-1', MEI)).rejects.toThrow('away')
    await expect(signer.keys()).resolves.toMatchObject({ keys: [{ kty: 'EC' }] })
  })
})

describe('the keys', () => {
  it('are the same in every process, and show nothing of the secret half', async () => {
    const [one, other] = [await fixture(NEW).signer.keys(), await fixture(NEW).signer.keys()]
    expect(one).toEqual(other)
    expect(Object.keys(one.keys[0] ?? {}).sort()).toEqual(
      ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'].sort(),
    )
  })

  it('are each there once, and signed by the first', async () => {
    const { signer, verify } = fixture(NEW, OLD, NEW, OLD)
    expect((await signer.keys()).keys.map(({ kid }) => kid)).toEqual(
      [NEW, OLD].map((secret) => deriveSigningKey(secret).jwk.kid),
    )
    expect((await verify(await signer.sign('s-1', MEI))).sub).toBe('u-1')
  })

  it('are valid whatever the secret', async () => {
    const secrets = [0, 255, 127].map((byte) => new Uint8Array(32).fill(byte))
    const ids = new Set<string>()
    for (const secret of secrets) {
      const { signer, verify } = fixture(secret)
      expect((await verify(await signer.sign('s-1', MEI))).sub).toBe('u-1')
      ids.add((await deriveSigningKey(secret)).jwk.kid)
    }
    expect(ids.size).toBe(3)
  })

  it('change without a moment in which somebody cannot check', async () => {
    const [before, prepared, changed] = [fixture(OLD), fixture(OLD, NEW), fixture(NEW, OLD)]
    // Whoever signs at one step, and whose keys are known at the one before or after it.
    const pairs = [
      [before, prepared],
      [prepared, before],
      [prepared, changed],
      [changed, prepared],
    ] as const
    for (const [signing, checking] of pairs) {
      const jwt = await signing.signer.sign('s-1', MEI)
      expect((await checking.verify(jwt)).sub).toBe('u-1')
    }
    // What the second step is for.
    const early = await changed.signer.sign('s-1', MEI)
    await expect(before.verify(early)).rejects.toThrow(errors.JWKSNoMatchingKey)
  })
})
