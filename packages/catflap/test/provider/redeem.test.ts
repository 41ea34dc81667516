import { describe, expect, it } from 'vitest'
import type { LoginError } from '../../src/errors.ts'
import type { ProviderEndpoint } from '../../src/events.ts'
import type { KeySource } from '../../src/provider/keys.ts'
import { type Redemption, redeemCode } from '../../src/provider/redeem.ts'
import { createRecorder, kept, spent } from '../../src/trace.ts'
import {
  CLIENT,
  createExchange,
  EXPECTED,
  idTokenOf,
  METADATA,
  type Said,
} from '../support/exchange.ts'
import { refusal } from '../support/refusal.ts'

const REQUEST = {
  redirectUri: 'https://app.example/callback',
  code: 'hush-code',
  codeVerifier: 'hush-verifier-hush-verifier-hush-verifier-hush',
}
const PERSON = { sub: 'u-1', name: 'Mimi' }

/** A code that is redeemed well; `change` changes one thing about it. */
async function redeem(
  change: Partial<Redemption> = {},
  more: { readonly tokens?: object; readonly userinfo?: Said | LoginError } = {},
) {
  const idToken = await idTokenOf()
  const body = { access_token: 'hush-access', token_type: 'bearer', id_token: idToken }
  const answers: Partial<Record<ProviderEndpoint, Said | LoginError>> = {
    token: { body: { ...body, ...more.tokens } },
    userinfo: more.userinfo ?? { body: PERSON },
  }
  const exchange = createExchange(answers)
  const redemption: Redemption = { ...exchange, keysAge: () => 7.4, ...change }
  const recorder = createRecorder()
  const redeemed = redeemCode(redemption, REQUEST, EXPECTED, recorder)
  const step = (name: string) => recorder.steps.find((one) => one.name === name)
  return { redeemed, recorder, step, idToken, asked: exchange.asked }
}

describe('a code that is redeemed', () => {
  it('brings tokens, the claims of the ID Token, and what UserInfo says', async () => {
    const { redeemed, idToken, asked } = await redeem()
    const { tokens, claims, userInfo } = await redeemed
    expect(tokens).toMatchObject({ accessToken: 'hush-access', idToken })
    expect(claims.sub).toBe('u-1')
    expect(userInfo).toEqual(PERSON)
    expect(asked.map(({ endpoint }) => endpoint)).toEqual(['token', 'userinfo'])
  })

  it('tells the token request: as whom, by which redirect URI, and of secrets what they are', async () => {
    const { redeemed, step, idToken } = await redeem(
      {},
      { tokens: { refresh_token: 'hush-refresh', expires_in: 600 } },
    )
    await redeemed
    expect(step('token-request')).toMatchObject({
      address: METADATA.token_endpoint,
      status: 200,
      sent: [
        { name: 'grant_type', value: 'authorization_code' },
        { name: 'redirect_uri', value: REQUEST.redirectUri },
        { name: 'client_id', value: CLIENT.clientId },
        spent('code', REQUEST.code),
        spent('code_verifier', REQUEST.codeVerifier),
        { name: 'client_secret', shape: 'never shown' },
      ],
      received: [
        kept('access_token', 'hush-access'),
        kept('id_token', idToken),
        kept('refresh_token', 'hush-refresh'),
        { name: 'expires_in', value: '600' },
      ],
    })
  })

  it('tells no refresh token where none came, and no proof of a client that gave none', async () => {
    const { authentication } = createExchange({})
    const { redeemed, step } = await redeem({
      authentication: {
        ...authentication,
        run: (_, request) => request({ ...CLIENT, proof: undefined }),
      },
    })
    await redeemed
    const { sent = [], received = [] } = step('token-request') ?? {}
    expect(sent.map(({ name }) => name).at(-1)).toBe('code_verifier')
    expect(received.map(({ name }) => name)).toEqual(['access_token', 'id_token'])
  })

  it('tells of several tries the last: the one that was accepted', async () => {
    const { authentication } = createExchange({})
    const { redeemed, step } = await redeem({
      authentication: {
        ...authentication,
        async run(_, request) {
          await request({ ...CLIENT, proof: 'authorization' })
          return request(CLIENT)
        },
      },
    })
    await redeemed
    const sent = step('token-request')?.sent ?? []
    expect(sent).toHaveLength(6)
    expect(sent.at(-1)?.name).toBe('client_secret')
  })

  it('tells the keys: where from, for which token, how many, and of what age', async () => {
    const { redeemed, step } = await redeem()
    await redeemed
    expect(step('jwks-request')).toMatchObject({
      address: METADATA.jwks_uri,
      received: [
        { name: 'keys', value: '1' },
        { name: 'age', value: '7' },
      ],
    })
    expect(step('id-token')?.received).toEqual([
      { name: 'alg', value: 'ES256' },
      { name: 'kid', value: 'k-1' },
    ])
  })

  it('tells no key of a token that names none', async () => {
    const id_token = await idTokenOf({}, { kid: undefined })
    const { redeemed, step } = await redeem({}, { tokens: { id_token } })
    await redeemed
    expect(step('id-token')?.received).toEqual([{ name: 'alg', value: 'ES256' }])
  })

  it('tells keys once, whatever else is tried after them', async () => {
    const { signingKeys } = createExchange({})
    const stranger = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }
    const tries: number[] = []
    const later: KeySource = async (header, tried = []) => {
      tries.push(tried.length)
      return tried.length === 0 ? [stranger] : signingKeys(header)
    }
    const { redeemed, recorder } = await redeem({ signingKeys: later })
    await redeemed
    expect(tries).toEqual([0, 1])
    expect(recorder.steps.filter(({ name }) => name === 'jwks-request')).toHaveLength(1)
  })

  it('tells the UserInfo request: by which token, and the names of the claims alone', async () => {
    const { redeemed, step } = await redeem()
    await redeemed
    expect(step('userinfo-request')).toMatchObject({
      address: METADATA.userinfo_endpoint,
      status: 200,
      sent: [{ name: 'authorization', shape: 'the access token' }],
      received: [{ name: 'claims', value: 'sub, name' }],
    })
  })

  it('tells each check that held, in order', async () => {
    const { redeemed, recorder } = await redeem()
    await redeemed
    const { checks } = recorder
    const names = checks.map(({ name }) => name)
    expect(names.slice(0, 3)).toEqual(['PKCE', 'signature', 'iss'])
    expect(checks[0]).toEqual({
      name: 'PKCE',
      expected: 'code_verifier of the S256 code_challenge',
      seen: 'accepted',
    })
    expect(checks.at(-1)).toEqual({ name: 'sub (UserInfo)', expected: 'u-1', seen: 'u-1' })
  })

  it('does without UserInfo where the provider has none, and says so', async () => {
    const metadata = { ...METADATA, userinfo_endpoint: undefined }
    const { redeemed, recorder, asked } = await redeem({ metadata })
    expect((await redeemed).userInfo).toEqual({})
    expect(asked.map(({ endpoint }) => endpoint)).toEqual(['token'])
    expect(recorder.steps.map(({ name }) => name)).not.toContain('userinfo-request')
    expect(recorder.checks.at(-1)).toEqual({
      name: 'UserInfo',
      expected: 'claims, or no endpoint',
      seen: 'no endpoint',
    })
  })

  it('ends at what is refused, and the trace says where', async () => {
    const { redeemed, recorder } = await redeem({}, { userinfo: { body: { sub: 'u-2' } } })
    await expect(redeemed).rejects.toEqual(refusal('USERINFO_SUB_MISMATCH'))
    expect(recorder.steps.at(-1)).toMatchObject({
      name: 'userinfo-request',
      status: 200,
      failed: 'USERINFO_SUB_MISMATCH',
    })
    expect(recorder.checks.map(({ name }) => name)).not.toContain('sub (UserInfo)')
  })
})
