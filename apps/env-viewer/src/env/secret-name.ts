/**
 * Which variable names promise a secret. Names only; what values give away is in `mask.ts`.
 */

/** Ends of words that promise a secret, separated (`DB_PASSWORD`) or not (`PGPASSWORD`). */
const SECRET_WORD =
  /(SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|COOKIE|JWT|(API|ACCESS|PRIVATE|AUTH|MASTER)KEY)S?$/

/** Words that promise a secret only when they stand alone between separators. */
const WHOLE_WORDS: ReadonlySet<string> = new Set(['KEY', 'KEYS', 'PASS', 'CREDS', 'SALT', 'BEARER'])

/** Words that promise a secret only as the last of several: `PWD` alone is a directory. */
const LAST_WORDS: ReadonlySet<string> = new Set(['AUTH', 'AUTHORIZATION', 'PWD', 'DSN'])

/** Last words that say the value only points at, names or measures something. */
const HARMLESS_ENDS: ReadonlySet<string> = new Set(
  (
    'URI URL URIS URLS ENDPOINT ISSUER DOMAIN HOST HOSTNAME PORT SOCK ID IDS NAME USER USERNAME ' +
    'FILE PATH DIR TYPE METHOD ALG ALGORITHM ALGORITHMS SCOPE SCOPES TTL LIFETIME EXPIRY TIMEOUT ' +
    'MS SECONDS LENGTH SIZE COUNT LIMIT ENABLED REQUIRED SECURE SAMESITE'
  ).split(' '),
)

/**
 * True when a variable of this name is likely to hold a secret.
 *
 * A doubtful name counts as secret, unless its last word says that the value is an address, an
 * identifier or a measure: `LAZYCAT_AUTH_OIDC_TOKEN_URI` is public, `REGISTRY_TOKEN` is not.
 */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '')
  const last = words.at(-1) ?? ''
  if (HARMLESS_ENDS.has(last)) return false
  if (LAST_WORDS.has(last)) return words.length > 1 || last !== 'PWD'
  return words.some((word, at) => {
    if (words[at - 1] === 'PUBLIC') return false
    return SECRET_WORD.test(word) || WHOLE_WORDS.has(word)
  })
}
