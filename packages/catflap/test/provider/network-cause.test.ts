import { describe, expect, it } from 'vitest'
import { networkCause } from '../../src/provider/network-cause.ts'

const coded = (code: unknown) => Object.assign(new Error('hush'), { code })

describe('why there was no answer', () => {
  it.each<[string, unknown, string]>([
    [
      'a code, with what it means',
      coded('ENOTFOUND'),
      'ENOTFOUND (the host name does not resolve)',
    ],
    ['a code that nobody has explained', coded('EWHATEVER'), 'EWHATEVER'],
    ['a code that is called like a part of every object', coded('constructor'), 'constructor'],
    [
      'a code that is hidden in a cause',
      new Error('fetch failed', { cause: new Error('hush', { cause: coded('ECONNRESET') }) }),
      'ECONNRESET (the connection was cut)',
    ],
    ['the cause of an error whose code is a number', coded(7), 'a failed connection'],
    [
      'what Deno says in words',
      new TypeError('hush: dns error: no such name'),
      'ENOTFOUND (the host name does not resolve)',
    ],
    [
      'what Deno hides in a cause',
      new TypeError('hush', { cause: new Error('invalid peer certificate: UnknownIssuer') }),
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY (the issuing CA is not trusted)',
    ],
    [
      'what Deno does not allow',
      Object.assign(new Error('hush'), { name: 'NotCapable' }),
      'NotCapable (Deno was started without --allow-net for it)',
    ],
    ['nothing that is known', new Error('hush'), 'a failed connection'],
    ['what is no error', { code: 'ENOTFOUND' }, 'a failed connection'],
  ])('is told by %s', (_, error, cause) => {
    expect(networkCause(error)).toBe(cause)
  })

  it.each([
    ['invalid peer certificate: UnknownIssuer', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ['invalid peer certificate: Expired', 'CERT_HAS_EXPIRED'],
    ['invalid peer certificate: certificate expired', 'CERT_HAS_EXPIRED'],
    ['invalid peer certificate: NotValidForName', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['invalid peer certificate: certificate not valid for name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['received corrupt message', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    ['dns error: ', 'ENOTFOUND'],
    ['tcp connect error: Connection refused', 'ECONNREFUSED'],
    ['connection closed before message completed', 'ECONNRESET'],
    ['error reading a body from connection', 'ECONNRESET'],
  ])('is told of Deno by the code that Node would give: %s', (words, code) => {
    const told = networkCause(coded(code))
    expect(told).toMatch(new RegExp(`^${code} \\(.+\\)$`))
    expect(networkCause(new TypeError(`hush: ${words}`))).toBe(told)
  })
})
