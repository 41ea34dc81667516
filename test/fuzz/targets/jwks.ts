/** The JWK Set: which of its members may have signed the example of RFC 7515, appendix A.3. */
import { createKeySource } from '../../../packages/catflap/src/provider/keys.ts'
import { verifySignature } from '../../../packages/catflap/src/provider/signature.ts'
import { answerChange, answering, codeOf, ISSUER, NOW } from '../engine/answers.ts'
import { must, type Target } from '../engine/target.ts'

const X = 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU'
const Y = 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'
const TOKEN = [
  'eyJhbGciOiJFUzI1NiJ9',
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
  'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
].join('.')
/** More than that are not tried. */
const MOST_TRIED = 10
const WORDS = [
  'keys',
  'kty',
  'crv',
  'x',
  'y',
  'use',
  'sig',
  'enc',
  'alg',
  'ES256',
  'kid',
  'key_ops',
  'verify',
  'EC',
  'P-256',
  'RSA',
  'OKP',
  'oct',
  'd',
  'k',
  'n',
  'e',
  'AQAB',
  X,
  Y,
]

const bytesOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? Buffer.from(value, 'base64url').toString('hex') : undefined

/** RFC 7517, sections 4.1 to 4.4, and RFC 7518, section 6.2.1. */
function isTheKey(key: unknown): boolean {
  if (typeof key !== 'object' || key === null) return false
  const { kty, crv, x, y, use = 'sig', alg = 'ES256', key_ops } = key as Record<string, unknown>
  const mayVerify = !Array.isArray(key_ops) || key_ops.includes('verify')
  const isItsType = kty === 'EC' && crv === 'P-256' && use === 'sig' && alg === 'ES256'
  return isItsType && mayVerify && bytesOf(x) === bytesOf(X) && bytesOf(y) === bytesOf(Y)
}

export const target: Target = {
  words: WORDS,
  change: answerChange(WORDS),
  async run(input) {
    // Time goes by, so that nothing waits for a fetch that is still too soon.
    let now = NOW
    const runtime = { now: () => (now += 4), emit: () => undefined, answers: () => 0 }
    const { find } = createKeySource(async () => `${ISSUER}/keys`, answering(input), runtime)
    let code: string | undefined
    const token = await verifySignature(TOKEN, ['ES256', 'RS256'], find).catch((error: unknown) => {
      code = codeOf(
        error,
        /^(JWKS_UNAVAILABLE|JWKS_INVALID|ID_TOKEN_KEY_UNKNOWN|ID_TOKEN_SIGNATURE_INVALID)$/,
      )
    })
    if (code === 'JWKS_UNAVAILABLE' || code === 'JWKS_INVALID') return
    const { keys } = JSON.parse(input.subarray(input.indexOf(10) + 1).toString())
    const isThere = keys.some(isTheKey)
    if (token !== undefined) must(isThere, 'only its own key verifies a token')
    else must(!isThere || keys.length >= MOST_TRIED, 'its own key is found')
  },
}
