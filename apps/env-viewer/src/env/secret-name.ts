/**
 * Which names promise a secret. Names only; what values give away is in `mask.ts`.
 */

/** Ends of words that promise a secret, separated (`DB_PASSWORD`) or not (`PGPASSWORD`). */
const SECRET_WORD = new RegExp(
  '(SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|PASSCODE|CREDENTIAL|COOKIE|JWT|PSK|MNEMONIC|' +
    '(API|APP|ACCESS|PRIVATE|SECRET|AUTH|MASTER|ADMIN|ENCRYPTION|SIGNING|SHARED|ACCOUNT|STORAGE|' +
    'SESSION|DEPLOY|LICENSE|HMAC)KEY|' +
    '(?<!^(COM|BY|SUR|TRES|OVER|UNDER)?)PASS|(?<!^(OLD)?)PWD|(?<=DB|ROOT|ADMIN|BIND|USER)PW)S?$',
)

/** Words that promise a secret only when they stand alone between separators. */
const WHOLE_WORDS: ReadonlySet<string> = new Set(
  'KEY KEYS PASS CREDS SALT BEARER PAT PW SAS'.split(' '),
)

/** Words that promise a secret only as the last of several: `PWD` alone is a directory. */
const LAST_WORDS: ReadonlySet<string> = new Set(
  'AUTH AUTHORIZATION PWD DSN SIG SIGN SIGNATURE HMAC OTP TOTP PIN'.split(' '),
)

/** Codes that let somebody in. */
const SECRET_CODE = /(^|_)(RECOVERY|BACKUP|ACCESS|UNLOCK|PAIRING)_CODES?$/

/** The same in Chinese: password, key, token, credential. */
const SECRET_CHINESE = /密码|口令|密钥|私钥|令牌|凭证|凭据/

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
  const words = wordsOf(name)
  const last = words.at(-1) ?? ''
  if (HARMLESS_ENDS.has(last)) return false
  if (LAST_WORDS.has(last)) return words.length > 1 || last !== 'PWD'
  if (SECRET_CODE.test(words.join('_')) || SECRET_CHINESE.test(name)) return true
  return words.some((word, at) => {
    if (words[at - 1] === 'PUBLIC') return false
    return SECRET_WORD.test(word) || WHOLE_WORDS.has(word)
  })
}

/** True of a name before `=` or `:` inside a value: there `Pwd` is a password, not a directory. */
export function isSecretMember(name: string): boolean {
  return isSecretName(name) || /^pwd$/i.test(name)
}

/** True when the name leaves no doubt, so that it counts even where a colon is all that follows. */
export function isPlainlySecret(name: string): boolean {
  return wordsOf(name).some((word) => SECRET_WORD.test(word)) && isSecretName(name)
}

/** The words of a name in capitals, without the numbers of its namesakes. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]/)
    .map((word) => word.replace(/(?<!\d)\d+$/, ''))
    .filter((word) => word !== '')
}
