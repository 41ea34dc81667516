/** What to do about a proxy, by what there was of it: an answer, none, or a certificate. */
import { describe, expect, it } from 'vitest'
import { explainNetwork } from '../../src/doctor/network.ts'

const of = (seen: string) => explainNetwork(`proxy http://proxy.example:3128: ${seen}`)?.fix

describe('a proxy', () => {
  it.each(['status 502', 'status 407 (it wants other credentials)'])(
    'that says %s has answered',
    (seen) => {
      expect(of(seen)?.en).toMatch(/^This is the proxy’s own answer: /)
      expect(of(seen)?.zh).toMatch(/^这是代理自身的应答：/)
    },
  )

  it.each([
    'ECONNREFUSED (nothing listens at this port)',
    'ENOTFOUND (the host name does not resolve)',
    'UND_ERR_SOCKET (the connection was cut)',
    'a failed connection',
  ])('of which there is no answer but %s is not said to have given one', (seen) => {
    expect(of(seen)?.en).toMatch(
      /^It is the proxy that cannot be used, .* HTTPS_PROXY, .* NO_PROXY/,
    )
    expect(of(seen)?.zh).toMatch(/^用不了的是代理.*HTTPS_PROXY.*NO_PROXY/)
  })

  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT (the certificate is self-signed)',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY (the issuing CA is not trusted)',
    'CERT_HAS_EXPIRED (the certificate has expired)',
  ])('with a certificate that is not accepted, %s, is told how it would be', (seen) => {
    expect(of(seen)?.en).toMatch(
      /certificate of the proxy.*NODE_EXTRA_CA_CERTS.*OIDC_CA_FILE does not/,
    )
    expect(of(seen)?.zh).toMatch(/代理的证书.*NODE_EXTRA_CA_CERTS.*OIDC_CA_FILE/)
  })
})
