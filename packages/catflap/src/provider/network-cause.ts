/**
 * Why there was no answer: the codes of Node's network and TLS, with what they mean. Bun has them too;
 * of Deno, which has none, the words.
 */

const MEANINGS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate comes from a CA that is not trusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate of the issuing CA is missing',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate of the issuing CA is missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the issuing CA is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no TLS at this port',
  ENOTFOUND: 'the host name does not resolve',
  EAI_AGAIN: 'the name server does not answer',
  ECONNREFUSED: 'nothing listens at this port',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  EHOSTUNREACH: 'no way to the host',
  ENETUNREACH: 'no way to the network',
}

/** What Deno says, and the code that Node would give. Its whole text names the address, so it stays out. */
const WORDS: readonly (readonly [string, string])[] = [
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
]

/**
 * The reason of a failed request: `ENOTFOUND (the host name does not resolve)`. Node says "fetch
 * failed" and hides the code in `cause`.
 */
export function networkCause(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return explained(at.code)
    if (at.name === 'NotCapable') return 'NotCapable (Deno was started without --allow-net for it)'
    const { message } = at
    const [, code] = WORDS.find(([words]) => message.includes(words)) ?? []
    if (code !== undefined) return explained(code)
  }
  return 'a failed connection'
}

function explained(code: string): string {
  return Object.hasOwn(MEANINGS, code) ? `${code} (${MEANINGS[code]})` : code
}
