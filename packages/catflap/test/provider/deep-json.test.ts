/** Answers of the provider that are nested thousands deep: each refused by its code, none a bug. */
import { expect, it } from 'vitest'
import { createFixture } from '../support/fixture.ts'
import { sign } from '../support/keys.ts'
import { signing } from '../support/provider.ts'

const deep = `${'[{"a":'.repeat(20_000)}1${'}]'.repeat(20_000)}`
const json = (text: string) =>
  new Response(text, { headers: { 'content-type': 'application/json' } })

it.each([
  ['openid-configuration', 'METADATA_INVALID', 502],
  ['keys', 'JWKS_INVALID', 502],
  ['token', 'TOKEN_RESPONSE_INVALID', 502],
  ['userinfo', 'USERINFO_INVALID', 502],
] as const)('%s', async (endpoint, code, status) => {
  const { browser, provider, log } = createFixture()
  if (endpoint === 'openid-configuration') {
    provider.answers.set(endpoint, () => json(`{"a":${deep}}`))
    expect((await browser.get('/login')).status).toBe(status)
  } else {
    const callback = await browser.begin()
    const tokens = '"access_token":"x","token_type":"bearer","id_token":"a.b.c"'
    provider.answers.set(endpoint, () => json(`{"sub":"u-1",${tokens},"keys":[],"a":${deep}}`))
    expect((await browser.get(callback)).status).toBe(status)
  }
  expect(log.errors.at(-1)).toMatchObject({ code, seen: 'JSON nested more than 32 levels deep' })
})

it('an ID Token', async () => {
  const { browser, provider, log } = createFixture()
  const callback = await browser.begin()
  // As deep as the test itself can still write it.
  const claims = JSON.parse(`{"a":${'['.repeat(2000)}${']'.repeat(2000)}}`)
  provider.tokens = { id_token: await sign(claims, await signing) }
  expect((await browser.get(callback)).status).toBe(400)
  expect(log.errors.at(-1)).toMatchObject({
    code: 'ID_TOKEN_INVALID',
    parameter: 'claims',
    seen: 'JSON nested more than 32 levels deep',
  })
})
