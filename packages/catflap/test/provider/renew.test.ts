import { describe, expect, it } from 'vitest'
import { LoginError, type LoginErrorCode } from '../../src/errors.ts'
import type { ProviderEndpoint } from '../../src/events.ts'
import { type Renewing, renewTokens } from '../../src/provider/renew.ts'
import { createExchange, EXPECTED, idTokenOf, METADATA, type Said } from '../support/exchange.ts'
import { refusal } from '../support/refusal.ts'

const TOKENS = { access_token: 'new-access', token_type: 'bearer', refresh_token: 'new-refresh' }
const PERSON = { sub: 'u-1', name: 'Mimi' }
const away = (code: LoginErrorCode) => new LoginError(code, 'no answer')

/** A renewal of u-1's session whose provider answers well; `change` changes one thing about it. */
async function renew(
  answers: Partial<Record<ProviderEndpoint, Said | LoginError>> = {},
  change: Partial<Renewing> = {},
) {
  const exchange = createExchange({
    token: { body: TOKENS },
    userinfo: { body: PERSON },
    ...answers,
  })
  const renewing: Renewing = { ...exchange, check: () => undefined, ...change }
  const renewed = await renewTokens(renewing, 'old-refresh', EXPECTED, 'u-1')
  return { ...renewed, asked: exchange.asked }
}
const withIdToken = async (claims: object = {}) => ({
  token: { body: { ...TOKENS, id_token: await idTokenOf(claims) } },
})

describe('a renewal', () => {
  it('brings new tokens, the claims of the new ID Token, and what UserInfo says now', async () => {
    const { tokens, claims, userInfo, asked } = await renew(await withIdToken())
    expect(tokens).toMatchObject({ accessToken: 'new-access', refreshToken: 'new-refresh' })
    expect(claims).toMatchObject({ iss: METADATA.issuer, sub: 'u-1' })
    expect(userInfo).toEqual(PERSON)
    expect(asked.map(({ endpoint }) => endpoint)).toEqual(['token', 'userinfo'])
    expect(asked[1]?.request?.headers?.authorization).toBe('Bearer new-access')
  })

  it('does without an ID Token, and without UserInfo where the provider has none', async () => {
    expect((await renew()).claims).toBeUndefined()
    const { userinfo_endpoint: _, ...rest } = METADATA
    const { userInfo, asked } = await renew(
      {},
      { metadata: { ...rest, userinfo_endpoint: undefined } },
    )
    expect(userInfo).toEqual({})
    expect(asked.map(({ endpoint }) => endpoint)).toEqual(['token'])
  })

  it('outlives keys that are away: the new ID Token says nothing then', async () => {
    const signingKeys = () => Promise.reject(away('JWKS_UNAVAILABLE'))
    const { tokens, claims, userInfo } = await renew(await withIdToken(), { signingKeys })
    expect(claims).toBeUndefined()
    expect(tokens.accessToken).toBe('new-access')
    expect(userInfo).toEqual(PERSON)
  })

  it('outlives a UserInfo that is away, before its answer and while a signed one is verified', async () => {
    expect((await renew({ userinfo: away('USERINFO_UNAVAILABLE') })).userInfo).toBeUndefined()
    const openSigned = () => Promise.reject(away('JWKS_UNAVAILABLE'))
    expect((await renew({ userinfo: { body: 'a.b.c' } }, { openSigned })).userInfo).toBeUndefined()
  })

  it('has a signed UserInfo verified', async () => {
    const { userInfo } = await renew({ userinfo: { body: await idTokenOf({ name: 'Signed' }) } })
    expect(userInfo).toMatchObject({ sub: 'u-1', name: 'Signed' })
  })

  it.each([401, 403])(
    'is refused where UserInfo answers the new access token with %d',
    async (status) => {
      await expect(
        renew({ userinfo: { status, body: { error: 'invalid_token' } } }),
      ).rejects.toEqual(
        refusal('RENEWAL_REFUSED', {
          parameter: 'userinfo',
          expected: 'status 200 and a JSON object from https://op.example/userinfo',
          seen: `status ${status}`,
        }),
      )
    },
  )

  it('takes no other status of UserInfo for a refusal', async () => {
    await expect(renew({ userinfo: { status: 404, body: {} } })).rejects.toEqual(
      refusal('USERINFO_INVALID', { seen: 'status 404' }),
    )
  })

  it('gives nobody another person: neither by the ID Token nor by UserInfo', async () => {
    await expect(renew(await withIdToken({ sub: 'u-2' }))).rejects.toEqual(
      refusal('ID_TOKEN_SUB_MISMATCH', {
        parameter: 'sub',
        expected: 'the sub of the ID Token',
        seen: 'another sub',
      }),
    )
    await expect(renew({ userinfo: { body: { sub: 'u-2' } } })).rejects.toEqual(
      refusal('USERINFO_SUB_MISMATCH'),
    )
  })

  it('believes no ID Token that does not hold, and passes on what is no failure of the provider', async () => {
    await expect(renew(await withIdToken({ aud: 'somebody-else' }))).rejects.toEqual(
      refusal('ID_TOKEN_AUDIENCE_MISMATCH'),
    )
    const bug = new TypeError('a bug')
    const signingKeys = () => Promise.reject(bug)
    await expect(renew(await withIdToken(), { signingKeys })).rejects.toBe(bug)
  })

  it('asks UserInfo nothing once the ID Token was refused', async () => {
    const exchange = createExchange(await withIdToken({ sub: 'u-2' }))
    const renewing: Renewing = { ...exchange, check: () => undefined }
    await expect(renewTokens(renewing, 'old-refresh', EXPECTED, 'u-1')).rejects.toEqual(
      refusal('ID_TOKEN_SUB_MISMATCH'),
    )
    expect(exchange.asked.map(({ endpoint }) => endpoint)).toEqual(['token'])
  })
})
