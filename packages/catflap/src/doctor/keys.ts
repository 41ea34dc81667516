/**
 * Checks of the provider's public keys: can one of them verify an ID Token?
 */
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { acceptedAlgorithms, type SigningAlgorithm } from '../protocol/algorithms.ts'
import { isRecord } from '../protocol/claims.ts'
import { isSecret, type Jwk, publicPart, selectSigningKeys } from '../protocol/signing-keys.ts'
import { parseKeys } from '../provider/keys.ts'
import {
  type Finding,
  loginError,
  notChecked,
  ok,
  problem,
  same,
  type Text,
  warning,
} from './finding.ts'
import { explain, type Probe, since } from './probe.ts'
import type { Discovery } from './provider.ts'

/** Bits that RSA keys need (RFC 7518, sections 3.3 and 3.5). */
const RSA_BITS = 2048

/** Fetches the keys and judges them. */
export async function checkKeys(
  { settings, providerFetch }: Probe,
  { metadata, first }: Discovery,
): Promise<readonly Finding[]> {
  if (metadata === undefined) return [notChecked('jwks', first), notChecked('signing-keys', first)]
  const { jwks_uri: url, id_token_signing_alg_values_supported: supported } = metadata
  const accepted = acceptedAlgorithms(settings.provider.algorithms, supported)
  const start = performance.now()
  try {
    const keys = parseKeys(url, await providerFetch('jwks', url))
    return [ok('jwks', same(`${url} (${since(start)})`)), judge(keys, accepted)]
  } catch (thrown) {
    const complaint = explain(loginError(thrown), settings)
    const seen = { en: `${url}: ${complaint.seen.en}`, zh: `${url}：${complaint.seen.zh}` }
    return [problem('jwks', { ...complaint, seen }), notChecked('signing-keys', 'jwks')]
  }
}

/** Judges the members of a JWK Set. */
function judge(keys: readonly unknown[], algorithms: readonly SigningAlgorithm[]): Finding {
  const fitting = new Set(
    algorithms.flatMap((alg) => selectSigningKeys(keys, { alg, kid: undefined })),
  )
  const usable = [...fitting].filter(canVerify)
  const types = keys.map((key) => (isRecord(key) ? String(key.kty).slice(0, 10) : '?'))
  const all = types.length === 0 ? '' : ` (${types.join(', ')})`
  const seen: Text = {
    en: `${usable.length} of ${keys.length} keys can be used${all}`,
    zh: `${keys.length} 个公钥中有 ${usable.length} 个可用${all}`,
  }
  const expected: Text = {
    en: `a key for ${algorithms.join(', ')}`,
    zh: `可用于 ${algorithms.join('、')} 的公钥`,
  }
  if (usable.length === 0) return problem('signing-keys', { expected, seen, fix: NO_KEY })
  const fix = defectOf(keys, fitting.size - usable.length, usable)
  return fix === undefined
    ? ok('signing-keys', seen)
    : warning('signing-keys', { expected, seen, fix })
}

const NO_KEY: Text = {
  en: 'No signature can be checked, so nobody can sign in. Look at the provider’s keys; if OIDC_ALGORITHMS or provider.algorithms is set, name the algorithm it signs with there.',
  zh: '无法校验任何签名，谁也不能登录。请检查身份提供方的公钥；若设置了 OIDC_ALGORITHMS 或 provider.algorithms，请在其中写上它使用的签名算法。',
}

/** What else is odd about keys of which one can be used. */
function defectOf(
  keys: readonly unknown[],
  broken: number,
  usable: readonly Jwk[],
): Text | undefined {
  if (keys.some((key) => isRecord(key) && isSecret(key))) {
    return {
      en: 'The set publishes a secret key. A login ignores it, but the provider must withdraw it.',
      zh: '公钥集中公布了私密的密钥。登录会忽略它，但身份提供方必须撤下。',
    }
  }
  if (broken > 0) {
    return {
      en: `${broken} keys are damaged or shorter than ${RSA_BITS} bits: tokens signed with them are refused.`,
      zh: `有 ${broken} 个公钥已损坏或不足 ${RSA_BITS} 位：用它们签名的令牌会被拒绝。`,
    }
  }
  if (usable.some(({ kid }) => kid === undefined)) {
    return {
      en: 'A key has no kid: when the provider changes keys, logins can fail for a while. Let it name its keys.',
      zh: '有公钥没有 kid：身份提供方更换公钥时，登录可能暂时失败。请让它给公钥命名。',
    }
  }
  return undefined
}

function canVerify(key: Jwk): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({
      key: publicPart(key) as JsonWebKey,
      format: 'jwk',
    })
    return asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) >= RSA_BITS
  } catch {
    return false
  }
}
