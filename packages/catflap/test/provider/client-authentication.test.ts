import { describe, expect, it } from 'vitest'
import type { ClientSettings } from '../../src/configuration/options.ts'
import { LoginError } from '../../src/errors.ts'
import type { ProviderMetadata } from '../../src/protocol/metadata.ts'
import {
  type AuthenticatedClient,
  createClientAuthentication,
  type RememberedWay,
} from '../../src/provider/client-authentication.ts'

const ISSUER = 'https://op.example'
const settings: ClientSettings = {
  id: 'rp-1',
  secret: 'hush-secret',
  authentication: undefined,
  privateKey: undefined,
  redirectUri: 'https://app.example/callback',
  scopes: undefined,
  authorizationParams: {},
  pushedAuthorizationRequests: false,
}
const metadata = (methods: readonly string[] | undefined) =>
  ({ issuer: ISSUER, token_endpoint_auth_methods_supported: methods }) as ProviderMetadata
const BOTH = metadata(['client_secret_basic', 'client_secret_post'])

const createMemory = (word?: string) => {
  const memory: RememberedWay & { word: string | undefined; reads: number; writes: number } = {
    word,
    reads: 0,
    writes: 0,
    async read() {
      memory.reads++
      return memory.word
    },
    async write(way) {
      memory.writes++
      memory.word = way
    },
  }
  return memory
}

/** What a request by this client carries to prove who it is. */
async function proofOf({ authenticate }: AuthenticatedClient) {
  const headers: Record<string, string> = {}
  const form = new URLSearchParams()
  await authenticate({ issuer: ISSUER, form, headers })
  const basic = headers.authorization?.replace(/^Basic /, '')
  const sent = basic && Buffer.from(basic, 'base64').toString()
  return { basic: sent, ...Object.fromEntries(form) } as Record<string, string | undefined>
}

/** A provider that accepts what `good` says, and counts what it was asked. */
function createAsker(good: (proof: Record<string, string | undefined>) => boolean) {
  const proofs: Record<string, string | undefined>[] = []
  const ask = async (client: AuthenticatedClient) => {
    const proof = await proofOf(client)
    proofs.push(proof)
    if (good(proof)) return 'tokens'
    throw new LoginError('CLIENT_REFUSED', `refused ${proofs.length}`)
  }
  return { proofs, ask }
}
const byBasic = ({ basic }: Record<string, string | undefined>) => basic !== undefined
const byPost = ({ client_secret }: Record<string, string | undefined>) =>
  client_secret !== undefined

describe('a client with a secret', () => {
  it.each<[string, readonly string[] | undefined, readonly string[]]>([
    [
      'post, then Basic, where both are offered',
      ['client_secret_basic', 'client_secret_post'],
      ['post', 'basic'],
    ],
    ['post alone where Basic is not offered', ['client_secret_post', 'none'], ['post']],
    ['Basic alone where post is not offered', ['client_secret_basic'], ['basic']],
    ['Basic, then post, where the provider is silent', undefined, ['basic', 'post']],
    ['Basic where neither is offered', ['private_key_jwt'], ['basic']],
    ['Basic where nothing is', [], ['basic']],
  ])(
    'tries %s, each once, and then says what the provider said first',
    async (_, methods, ways) => {
      const { ask, proofs } = createAsker(() => false)
      const { run } = createClientAuthentication(settings, createMemory())
      const first = { code: 'CLIENT_REFUSED', message: 'refused 1' }
      await expect(run(metadata(methods), ask)).rejects.toMatchObject(first)
      expect(proofs.map((proof) => (byBasic(proof) ? 'basic' : 'post'))).toEqual(ways)
    },
  )

  it('remembers what was accepted, in this process and beyond it', async () => {
    const memory = createMemory()
    const { ask, proofs } = createAsker(byBasic)
    const first = createClientAuthentication(settings, memory)
    await first.run(BOTH, ask)
    await first.run(BOTH, ask)
    expect(proofs.map(byBasic)).toEqual([false, true, true])
    expect([first.accepted(), memory.word]).toEqual(['client_secret_basic', 'client_secret_basic'])
    expect([memory.reads, memory.writes]).toEqual([1, 1])
    await createClientAuthentication(settings, memory).run(BOTH, ask)
    expect(proofs.map(byBasic)).toEqual([false, true, true, true])
  })

  it('has nothing to remember where there is one way', async () => {
    const memory = createMemory()
    const { run, accepted } = createClientAuthentication(settings, memory)
    await run(metadata(['client_secret_post']), createAsker(byPost).ask)
    expect(accepted()).toBe('client_secret_post')
    expect([memory.reads, memory.writes]).toEqual([0, 0])
  })

  it.each([undefined, 'client_secret_basic'] as const)(
    'is known by its secret encoded as in a form first, and then by it as it is: %s',
    async (authentication) => {
      const asked: unknown[] = []
      const refusing = async (client: AuthenticatedClient) => {
        asked.push([(await proofOf(client)).basic, client.proof])
        throw new LoginError('CLIENT_REFUSED', 'no')
      }
      const odd = { ...settings, secret: 'a+b c', authentication }
      const { run } = createClientAuthentication(odd, createMemory())
      await expect(run(metadata(['client_secret_basic']), refusing)).rejects.toThrow('no')
      expect(asked).toEqual([
        ['rp-1:a%2Bb+c', 'authorization'],
        ['rp-1:a+b c', 'authorization'],
      ])
    },
  )

  it('finds out anew when the provider no longer accepts what is remembered', async () => {
    const { ask, proofs } = createAsker(byPost)
    const { run } = createClientAuthentication(settings, createMemory('client_secret_basic'))
    await run(BOTH, ask)
    await run(BOTH, ask)
    expect(proofs.map(byPost)).toEqual([false, true, true])
  })

  it('tries what is remembered once, too, where nothing is accepted', async () => {
    const { ask, proofs } = createAsker(() => false)
    const { run } = createClientAuthentication(settings, createMemory('client_secret_basic'))
    await expect(run(BOTH, ask)).rejects.toMatchObject({ code: 'CLIENT_REFUSED' })
    expect(proofs.map(byBasic)).toEqual([true, false])
  })

  it('does nothing with a remembered word that is no way of its own', async () => {
    for (const word of ['none', 'private_key_jwt', 'client_secret_jwt', '']) {
      const { ask, proofs } = createAsker(byPost)
      await createClientAuthentication(settings, createMemory(word)).run(BOTH, ask)
      expect(proofs.map(byPost)).toEqual([true])
    }
  })

  it('does not repeat a request that was refused for another reason, or not answered', async () => {
    for (const code of [
      'CODE_REFUSED',
      'TOKEN_ENDPOINT_UNAVAILABLE',
      'TOKEN_RESPONSE_INVALID',
    ] as const) {
      let asked = 0
      const { run } = createClientAuthentication(settings, createMemory())
      const refusing = () => {
        asked++
        return Promise.reject(new LoginError(code, 'no'))
      }
      await expect(run(BOTH, refusing)).rejects.toMatchObject({ code })
      expect(asked).toBe(1)
    }
  })

  it('takes a refused code as a sign that the client is known, and a broken answer as none', async () => {
    const memory = createMemory()
    const { run, accepted } = createClientAuthentication(settings, memory)
    const failing = (code: 'CODE_REFUSED' | 'TOKEN_ENDPOINT_UNAVAILABLE' | 'INTERNAL') =>
      run(BOTH, () => Promise.reject(new LoginError(code, 'no'))).catch(() => undefined)
    await failing('TOKEN_ENDPOINT_UNAVAILABLE')
    await failing('INTERNAL')
    expect([accepted(), memory.word]).toEqual([undefined, undefined])
    await failing('CODE_REFUSED')
    expect([accepted(), memory.word]).toEqual(['client_secret_post', 'client_secret_post'])
  })
})

describe('Basic', () => {
  const BASIC = metadata(['client_secret_basic'])
  const proofsOf = async (id: string, secret: string) => {
    const { ask, proofs } = createAsker(() => false)
    const client = { ...settings, id, secret }
    await createClientAuthentication(client, createMemory())
      .run(BASIC, ask)
      .catch(() => undefined)
    return proofs.map(({ basic }) => basic)
  }

  it('leaves the characters that forms leave, so that both encodings agree', async () => {
    expect(await proofsOf('my-app_1.x', 'a-b_c.d*e')).toEqual(['my-app_1.x:a-b_c.d*e'])
  })

  it('with other characters is tried encoded, then as it is', async () => {
    expect(await proofsOf('rp-1', 'a+b/c%d:e f~')).toEqual([
      'rp-1:a%2Bb%2Fc%25d%3Ae+f%7E',
      'rp-1:a+b/c%d:e f~',
    ])
  })

  it('with a colon in the id is only tried encoded: as it is, it would be another id', async () => {
    expect(await proofsOf('rp:1', 'secret')).toEqual(['rp%3A1:secret'])
  })

  it('with letters beyond ASCII is UTF-8', async () => {
    expect(await proofsOf('rp-1', '密钥')).toEqual(['rp-1:%E5%AF%86%E9%92%A5', 'rp-1:密钥'])
  })
})

describe('a method that is configured', () => {
  it.each([
    ['client_secret_basic', 'authorization'],
    ['client_secret_post', 'client_secret'],
    ['private_key_jwt', 'client_assertion'],
    ['none', undefined],
  ] as const)('%s proves the client by %s', async (authentication, proof) => {
    const { run } = createClientAuthentication({ ...settings, authentication }, createMemory())
    expect(await run(BOTH, async (client) => client.proof)).toBe(proof)
  })

  it('client_secret_post says who asks, beside the secret', async () => {
    const { ask, proofs } = createAsker(() => true)
    const client = { ...settings, authentication: 'client_secret_post' as const }
    await createClientAuthentication(client, createMemory()).run(BOTH, ask)
    const { secret: client_secret } = settings
    expect(proofs).toEqual([{ basic: undefined, client_id: 'rp-1', client_secret }])
  })

  it('none says who asks, and proves nothing', async () => {
    const { ask, proofs } = createAsker(() => true)
    const client = { ...settings, authentication: 'none' as const }
    await createClientAuthentication(client, createMemory()).run(BOTH, ask)
    expect(proofs).toEqual([{ basic: undefined, client_id: 'rp-1' }])
  })

  it.each(['client_secret_basic', 'client_secret_post', 'none'] as const)(
    '%s is the only one tried, whatever is offered and remembered',
    async (authentication) => {
      const { ask, proofs } = createAsker(() => false)
      const memory = createMemory('client_secret_post')
      const client = { ...settings, authentication }
      const { run } = createClientAuthentication(client, memory)
      await run(metadata(['private_key_jwt']), ask).catch(() => undefined)
      expect(proofs).toHaveLength(1)
      expect([byBasic(proofs[0]!), byPost(proofs[0]!)]).toEqual([
        authentication === 'client_secret_basic',
        authentication === 'client_secret_post',
      ])
    },
  )
})
