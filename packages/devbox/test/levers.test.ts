import { describe, expect, it } from 'vitest'
import { boxKeys } from '../../../test/support/box-keys.ts'
import { createDevbox, type Devbox, type DevboxOptions } from '../src/index.ts'
import { authorize, codeFields, decodePart, signIn, tokenRequest } from './support/browser.ts'

async function withBox(options: DevboxOptions, use: (box: Devbox) => Promise<void>): Promise<void> {
  const box = await createDevbox({ keys: boxKeys(), autoApprove: 'alice', ...options })
  try {
    await use(box)
  } finally {
    await box.close()
  }
}

const kids = async (box: Devbox): Promise<string[]> => {
  const { keys } = (await (await fetch(`${box.issuer}/keys`)).json()) as { keys: { kid: string }[] }
  return keys.map(({ kid }) => kid)
}
const renew = (box: Devbox, refresh_token: string, more: Record<string, string> = {}) =>
  tokenRequest(box, { grant_type: 'refresh_token', refresh_token, ...more })
const body = async (answer: Response) => (await answer.json()) as Record<string, string>

describe('keys and restarts', () => {
  it('keep the old public key when keys rotate', () =>
    withBox({}, async (box) => {
      const { access_token } = await signIn(box)
      const before = await kids(box)
      box.rotateKeys()
      const after = await kids(box)
      expect(after).toHaveLength(2)
      expect(after[1]).toBe(before[0])
      expect(decodePart((await signIn(box)).id_token, 0).kid).toBe(after[0])
      const headers = { authorization: `Bearer ${access_token}` }
      expect((await fetch(`${box.issuer}/userinfo`, { headers })).status).toBe(200)
    }))

  it('lose keys, codes and refresh tokens when the provider restarts', () =>
    withBox({ refreshTokens: true }, async (box) => {
      const { access_token, refresh_token } = await signIn(box)
      const code = (await authorize(box)).get('code')!
      const before = await kids(box)
      box.rotateKeys()
      box.restart()
      const after = await kids(box)
      expect(after).toHaveLength(1)
      expect(after).not.toEqual(before)
      expect((await tokenRequest(box, codeFields(box, code))).status).toBe(400)
      expect((await renew(box, refresh_token!)).status).toBe(400)
      const headers = { authorization: `Bearer ${access_token}` }
      expect((await fetch(`${box.issuer}/userinfo`, { headers })).status).toBe(403)
    }))
})

describe('the client secret', () => {
  it('is refused once it is rotated, and the environment has the new one', () =>
    withBox({}, async (box) => {
      const old = box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET!
      const fresh = box.rotateSecret()
      expect(box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET).toBe(fresh)
      const fields = codeFields(box, (await authorize(box)).get('code')!)
      expect((await tokenRequest(box, { ...fields, client_secret: old })).status).toBe(401)
      expect((await tokenRequest(box, fields)).status).toBe(200)
      expect(box.secrets()).toEqual(expect.arrayContaining([old, fresh]))
    }))
})

describe('refresh tokens', () => {
  it('are issued only when the box does and the scope was asked for', async () => {
    await withBox({}, async (box) => expect((await signIn(box)).refresh_token).toBeUndefined())
    await withBox({ refreshTokens: true }, async (box) => {
      expect((await signIn(box)).refresh_token).toBeTypeOf('string')
      expect((await signIn(box, { scope: 'openid' })).refresh_token).toBeUndefined()
    })
  })

  it('rotate; the new ID Token keeps the nonce and has no c_hash', () =>
    withBox({ refreshTokens: true }, async (box) => {
      const first = await signIn(box)
      const second = await body(await renew(box, first.refresh_token!))
      expect(second.refresh_token).not.toBe(first.refresh_token)
      const claims = decodePart(second.id_token!, 1)
      expect(claims.nonce).toBe('nonce-0123456789abcdef')
      expect(claims).not.toHaveProperty('c_hash')
      expect((await renew(box, second.refresh_token!)).status).toBe(200)
    }))

  it('are refused when used again without a reuse interval', () =>
    withBox({ refreshTokens: true }, async (box) => {
      const { refresh_token } = await signIn(box)
      await renew(box, refresh_token!)
      const again = await renew(box, refresh_token!)
      expect([again.status, await body(again)]).toEqual([
        400,
        {
          error: 'invalid_request',
          error_description:
            'Refresh token is invalid or has already been claimed by another client.',
        },
      ])
    }))

  it('do not rotate inside the reuse interval; the one before yields the same successor in it, and not after it', async () => {
    let time = 1_800_000_000
    await withBox({ refreshTokens: true, reuseInterval: 3, now: () => time }, async (box) => {
      const { refresh_token } = await signIn(box)
      const young = await body(await renew(box, refresh_token!))
      expect(young.refresh_token).toBe(refresh_token)
      time += 3.5
      const first = await body(await renew(box, refresh_token!))
      expect(first.refresh_token).not.toBe(refresh_token)
      time += 3
      const second = await body(await renew(box, refresh_token!))
      expect(second.refresh_token).toBe(first.refresh_token)
      time += 0.25
      expect((await renew(box, refresh_token!)).status).toBe(400)
      expect((await renew(box, first.refresh_token!)).status).toBe(200)
    })
  })

  it('expire, and never widen the scope', async () => {
    let time = 1_800_000_000
    await withBox(
      { refreshTokens: true, refreshTokenLifetime: 100, now: () => time },
      async (box) => {
        const { refresh_token } = await signIn(box, { scope: 'openid offline_access' })
        const wider = await renew(box, refresh_token!, { scope: 'openid email' })
        expect([wider.status, await body(wider)]).toEqual([
          400,
          {
            error: 'invalid_request',
            error_description: 'Requested scopes contain unauthorized scope(s): ["email"].',
          },
        ])
        time += 101
        expect((await body(await renew(box, refresh_token!))).error_description).toBe(
          'Refresh token expired.',
        )
      },
    )
  })

  it('of an earlier login end with the next one', () =>
    withBox({ refreshTokens: true }, async (box) => {
      const first = await signIn(box)
      const second = await signIn(box)
      expect((await renew(box, first.refresh_token!)).status).toBe(400)
      expect((await renew(box, second.refresh_token!)).status).toBe(200)
    }))

  it('are known to introspection while they are good', () =>
    withBox({ refreshTokens: true }, async (box) => {
      const token = (await signIn(box)).refresh_token!
      const ask = async () =>
        body(
          await fetch(`${box.issuer}/token/introspect`, {
            method: 'POST',
            body: new URLSearchParams({ token }),
          }),
        )
      expect(await ask()).toMatchObject({ active: true, token_use: 'refresh_token' })
      await renew(box, token)
      expect(await ask()).toEqual({ active: false })
    }))
})

describe('the clock, the log and the secrets', () => {
  it('move iat, exp and the Date header together', () =>
    withBox({ now: () => 1_800_000_000 }, async (box) => {
      box.setClockSkew(-90)
      const claims = decodePart((await signIn(box)).id_token, 1)
      expect(claims).toMatchObject({ iat: 1_799_999_910, exp: 1_800_086_310 })
      const { headers } = await fetch(`${box.issuer}/keys`)
      expect(Date.parse(headers.get('date')!) / 1000).toBe(1_799_999_910)
    }))

  it('counts every request by its path', () =>
    withBox({}, async (box) => {
      await signIn(box)
      expect(box.requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual(
        [
          'GET /sys/oauth/auth 302',
          'GET /sys/oauth/auth/hportal 302',
          'GET /sys/oauth/callback/hportal 303',
          'GET /sys/oauth/approval 303',
          'POST /sys/oauth/token 200',
        ],
      )
      expect(box.count('/sys/oauth/token')).toBe(1)
    }))

  it('knows every secret that passed', () =>
    withBox({ refreshTokens: true }, async (box) => {
      const code = (await authorize(box)).get('code')!
      const fields = codeFields(box, code)
      const tokens = await body(await tokenRequest(box, fields))
      expect(box.secrets()).toEqual(
        expect.arrayContaining([
          code,
          fields.code_verifier,
          tokens.access_token,
          tokens.id_token,
          tokens.refresh_token,
          'state-0123456789abcdef',
        ]),
      )
    }))
})
