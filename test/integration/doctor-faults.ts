/**
 * What the doctor says of each fault of the box; a fault without a row is out of its sight.
 */
import type { FaultName } from 'catflap-devbox'

const OFFERS = ['pkce:warning', 'scopes:warning', 'refresh-tokens:warning']
/** Discovery away, but the environment names every endpoint: a login works on. */
const BRIDGED = [
  'discovery:warning',
  'issuer:warning',
  'endpoints:warning',
  'authorization-request:warning',
  ...OFFERS,
]
export const NO_METADATA: readonly string[] = [
  'jwks:warning',
  'signing-keys:warning',
  'client-credentials:warning',
  'authorization-request:warning',
  ...OFFERS,
]
/** A document that cannot be read at all: a login stops there. */
const UNREADABLE = ['discovery:problem', 'issuer:warning', 'endpoints:warning', ...NO_METADATA]
const NO_KEYS = ['jwks:problem', 'signing-keys:warning']
const CLIENT_UNKNOWN = ['client-credentials:problem']
const CANNOT_TELL = ['client-credentials:warning']

/** Every fault that shows outside a login. */
export const VISIBLE: Readonly<Partial<Record<FaultName, readonly string[]>>> = {
  'discovery-500': BRIDGED,
  'discovery-hang': BRIDGED,
  'discovery-reset': BRIDGED,
  'discovery-html': UNREADABLE,
  'discovery-redirect': UNREADABLE,
  'discovery-oversized': UNREADABLE,
  'discovery-invalid-json': UNREADABLE,
  'discovery-issuer-mismatch': ['issuer:problem', ...NO_METADATA],
  'discovery-missing-endpoints': ['discovery:problem', ...NO_METADATA],
  'discovery-http-endpoint': ['endpoints:warning'],
  'jwks-500': NO_KEYS,
  'jwks-hang': NO_KEYS,
  'jwks-html': NO_KEYS,
  'jwks-oversized': NO_KEYS,
  'jwks-redirect': NO_KEYS,
  'jwks-empty': ['signing-keys:problem'],
  'jwks-broken-key': ['signing-keys:problem'],
  'jwks-with-hmac-key': ['signing-keys:warning'],
  'jwks-kid-absent': ['signing-keys:warning'],
  'clock-ahead': ['clock:problem'],
  'clock-behind': ['clock:problem'],
  'secret-rotated': CLIENT_UNKNOWN,
  'unknown-client': [...CLIENT_UNKNOWN, 'authorization-request:problem'],
  'unregistered-redirect-uri': ['authorization-request:problem'],
  'token-hang': CLIENT_UNKNOWN,
  'token-drip': CLIENT_UNKNOWN,
  'token-reset': CLIENT_UNKNOWN,
  'token-500': CANNOT_TELL,
  'token-503': CANNOT_TELL,
  'token-html': CANNOT_TELL,
  'token-html-json': CANNOT_TELL,
  'token-redirect': CANNOT_TELL,
  'token-gzip-bomb': CANNOT_TELL,
  'token-truncated': CANNOT_TELL,
  'token-not-object': CANNOT_TELL,
}
