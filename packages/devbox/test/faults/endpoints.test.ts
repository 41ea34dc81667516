import { expect } from 'vitest'
import { DISCOVERY_FAULTS } from '../../src/faults/discovery.ts'
import { JWKS_FAULTS } from '../../src/faults/jwks.ts'
import { USERINFO_FAULTS } from '../../src/faults/userinfo.ts'
import { createBrowser, signIn } from '../support/browser.ts'
import {
  askUserInfo,
  describeFaults,
  expectBomb,
  expectCut,
  expectSilence,
  getFrom,
  members,
} from '../support/fault-suite.ts'

const METADATA = '/.well-known/openid-configuration'
const MEBIBYTE = 1024 * 1024

describeFaults('UserInfo faults', USERINFO_FAULTS, {
  'userinfo-500': async (box) => expect((await askUserInfo(box)).status).toBe(500),
  'userinfo-403': async (box) => {
    const answer = await askUserInfo(box)
    expect([answer.status, (await members(answer)).error]).toEqual([403, 'access_denied'])
  },
  'userinfo-hang': (box) => expectSilence((init) => getFrom(box, '/userinfo', init)),
  'userinfo-drip': async (box) => {
    const answer = await getFrom(box, '/userinfo')
    expect(answer.status).toBe(200)
    const { value } = await answer.body!.getReader().read()
    expect(Buffer.from(value!).toString()).toBe(' ')
  },
  'userinfo-html': async (box) => {
    const answer = await askUserInfo(box)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ])
  },
  'userinfo-redirect': async (box) => {
    const { access_token } = await signIn(box)
    const headers = { authorization: `Bearer ${access_token}` }
    const answer = await getFrom(box, '/userinfo', { headers })
    expect(answer.headers.get('location')).toBe('/sys/oauth/userinfo-elsewhere')
    expect((await getFrom(box, '/userinfo-elsewhere', { headers })).status).toBe(200)
  },
  'userinfo-oversized': async (box) => {
    const text = await (await askUserInfo(box)).text()
    expect(text.length).toBeGreaterThan(2 * MEBIBYTE)
    expect(JSON.parse(text)).toHaveProperty('sub')
  },
  'userinfo-gzip-bomb': async (box) => expectBomb(await getFrom(box, '/userinfo')),
  'userinfo-reset': (box) => expectCut(getFrom(box, '/userinfo')),
  'userinfo-invalid-sub': async (box) => {
    const { sub, email } = await members(askUserInfo(box))
    expect(email).toContain('alice')
    expect(Buffer.from(String(sub), 'base64url').toString()).not.toContain('alice')
  },
  'userinfo-missing-sub': async (box) =>
    expect(await members(askUserInfo(box))).not.toHaveProperty('sub'),
})

describeFaults('discovery faults', DISCOVERY_FAULTS, {
  'discovery-500': async (box) => expect((await getFrom(box, METADATA)).status).toBe(500),
  'discovery-hang': (box) => expectSilence((init) => getFrom(box, METADATA, init)),
  'discovery-html': async (box) =>
    expect(await (await getFrom(box, METADATA)).text()).toContain('<!doctype html>'),
  'discovery-redirect': async (box) => {
    const answer = await getFrom(box, METADATA)
    expect(answer.headers.get('location')).toBe('/sys/oauth/discovery-elsewhere')
    expect((await members(getFrom(box, '/discovery-elsewhere'))).issuer).toBe(box.issuer)
  },
  'discovery-oversized': async (box) =>
    expect((await (await getFrom(box, METADATA)).text()).length).toBeGreaterThan(2 * MEBIBYTE),
  'discovery-reset': (box) => expectCut(getFrom(box, METADATA)),
  'discovery-issuer-mismatch': async (box) =>
    expect((await members(getFrom(box, METADATA))).issuer).toBe('https://other.invalid/sys/oauth'),
  'discovery-missing-endpoints': async (box) => {
    const metadata = await members(getFrom(box, METADATA))
    expect(metadata.issuer).toBe(box.issuer)
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
      expect(metadata).not.toHaveProperty(name)
    }
  },
  'discovery-http-endpoint': async (box) =>
    expect((await members(getFrom(box, METADATA))).token_endpoint).toMatch(/^http:\/\/example/),
  'discovery-invalid-json': async (box) => {
    const answer = await getFrom(box, METADATA)
    expect(answer.status).toBe(200)
    await expect(answer.json()).rejects.toThrow(SyntaxError)
  },
})

describeFaults('JWKS faults', JWKS_FAULTS, {
  'jwks-500': async (box) => expect((await getFrom(box, '/keys')).status).toBe(500),
  'jwks-hang': (box) => expectSilence((init) => getFrom(box, '/keys', init)),
  'jwks-html': async (box) =>
    expect(await (await getFrom(box, '/keys')).text()).toContain('<!doctype html>'),
  'jwks-oversized': async (box) =>
    expect((await (await getFrom(box, '/keys')).text()).length).toBeGreaterThan(2 * MEBIBYTE),
  'jwks-empty': async (box) => expect(await members(getFrom(box, '/keys'))).toEqual({ keys: [] }),
  'jwks-redirect': async (box) => {
    const { location } = await createBrowser(box.origin).get(`${box.issuer}/keys`)
    expect(location).toBe('/sys/oauth/keys-elsewhere')
    expect((await getFrom(box, '/keys-elsewhere')).status).toBe(200)
  },
  'jwks-broken-key': async (box) => {
    const { keys } = (await members(getFrom(box, '/keys'))) as { keys: { n: string }[] }
    expect(Buffer.from(keys[0]!.n, 'base64url').toString()).toBe('not-a-modulus')
  },
  'jwks-with-hmac-key': async (box) => {
    const { keys } = (await members(getFrom(box, '/keys'))) as {
      keys: { kty: string; kid: string }[]
    }
    expect(keys.map(({ kty }) => kty)).toEqual(['oct', 'RSA'])
    expect(keys[0]!.kid).toBe(keys[1]!.kid)
  },
})
