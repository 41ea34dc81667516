import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { rsaKey } from '../../../test/support/box-keys.ts'
import { createDevbox, type Devbox } from '../src/index.ts'

/** Moduli of the keys that a box publishes, the newest first. */
async function published(box: Devbox): Promise<readonly string[]> {
  const answer = await fetch(`${box.issuer}/keys`)
  const { keys } = (await answer.json()) as { keys: readonly { readonly n: string }[] }
  return keys.map(({ n }) => n)
}

const modulus = (key: KeyObject): string | undefined => key.export({ format: 'jwk' }).n

describe('keys that are given to a box', () => {
  it('are used each once, in order, before it makes its own', async () => {
    const [first, second] = [rsaKey(), rsaKey()]
    const given = [first, second]
    const box = await createDevbox({ keys: given })
    try {
      expect(await published(box)).toEqual([modulus(first)])
      box.rotateKeys()
      expect(await published(box)).toEqual([modulus(second), modulus(first)])
      box.restart()
      const [own, ...rest] = await published(box)
      expect(rest).toEqual([])
      expect([modulus(first), modulus(second)]).not.toContain(own)
      // They stay the caller's.
      expect(given).toEqual([first, second])
    } finally {
      await box.close()
    }
  })

  it('are refused when they are public, of another kind, or too short', async () => {
    const publicKey = createPublicKey(rsaKey())
    const { privateKey } = generateKeyPairSync('ed25519')
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    for (const key of [publicKey, privateKey, short]) {
      await expect(createDevbox({ keys: [key] })).rejects.toThrow('keys must be private RSA keys')
    }
  })
})
