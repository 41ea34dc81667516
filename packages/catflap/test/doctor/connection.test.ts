/** By which way the provider is reached, and what plain http on it means. */
import { describe, expect, it } from 'vitest'
import { parseOptions } from '../../src/configuration/options.ts'
import { checkConnection } from '../../src/doctor/connection.ts'
import { createTransport } from '../../src/provider/create-transport.ts'
import { ENVIRONMENT } from '../support/provider.ts'
import { createCertificate } from '../support/transport.ts'

function found(variables: object, ca?: string) {
  const provider = ca === undefined ? {} : { ca }
  const settings = parseOptions({ environment: { ...ENVIRONMENT, ...variables }, provider })
  const { network, internalIssuer } = settings.provider
  return checkConnection(settings, createTransport(network, internalIssuer, undefined))
}

describe('the way to the provider', () => {
  it('is direct, unless something else is set', () => {
    expect(found({})).toMatchObject({ outcome: 'ok', seen: { en: 'direct', zh: '直接连接' } })
  })

  it('names the proxy without its credentials', () => {
    const { outcome, seen } = found({ HTTPS_PROXY: 'http://cat:hush@proxy.example:3128' })
    expect([outcome, seen.en]).toEqual(['ok', 'by the proxy http://proxy.example:3128'])
  })

  it('names no proxy where NO_PROXY spares the provider', () => {
    const variables = { HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY: '.example' }
    expect(found(variables).seen.en).toBe('direct')
  })

  it('tells of certificates of its own', () => {
    const { cert } = createCertificate()
    expect(found({}, cert).seen.en).toBe('certificates of OIDC_CA_FILE or provider.ca alone (1)')
  })

  it.each([
    ['http://keycloak:8080', 'warning'],
    ['http://10.1.2.3:8080', 'warning'],
    ['https://keycloak:8443', 'ok'],
    ['http://127.0.0.1:8080', 'ok'],
  ])('at %s is %s, for what is in the clear there', (OIDC_INTERNAL_ISSUER, outcome) => {
    const finding = found({ OIDC_INTERNAL_ISSUER, HTTPS_PROXY: 'http://proxy.example:3128' })
    expect(finding.outcome).toBe(outcome)
    expect(finding.seen.en).toBe(`at ${OIDC_INTERNAL_ISSUER}, browsers at https://op.example`)
    if (outcome === 'warning')
      expect(finding.fix?.en).toMatch(/secret, codes and tokens.*in the clear/)
  })
})
