/**
 * Tokens and keys that give themselves away: by beginnings that their issuers have published, or by
 * the form of a standard. Takes the bytes of a text and tells where they are.
 */
import type { Span } from './reading.ts'

/** What tokens of one issuer look like; each begins with letters of its own, so a search is quick. */
const FORMS: readonly string[] = [
  // GitHub, GitLab
  'gh[opsur]_\\w{16,}',
  'github_pat_\\w{20,}',
  'gl(?:pat|dt|rt|rtr|cbt|ptt|ft|soat|imt|agent)-[\\w.-]{16,}',
  // Slack
  'xox[abeoprs]-[\\w-]{10,}',
  'xapp-\\d-[\\w-]{10,}',
  // OpenAI, Anthropic and those who write keys like them; some more of models
  'sk-(?=[\\w-]{0,60}\\d|[\\w-]{60})[\\w-]{20,}',
  'hf_[A-Za-z0-9]{20,}',
  '(?:gsk|xai|pplx|nvapi|r8)[_-][\\w-]{20,}',
  // Stripe
  '[sr]k_(?:live|test)_[A-Za-z0-9]{10,}',
  'whsec_[\\w+/=-]{16,}',
  // Amazon, Alibaba Cloud, Tencent Cloud, Google
  '(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])',
  'LTAI[A-Za-z0-9]{12,}',
  'AKID[A-Za-z0-9]{13,}',
  'AIza[\\w-]{35,}',
  'ya29\\.[\\w.-]{20,}',
  // registries and hosts
  'npm_[A-Za-z0-9]{30,}',
  'pypi-[\\w-]{30,}',
  'dckr_(?:pat|oat)_[\\w-]{20,}',
  'do[opr]_v1_[a-f0-9]{40,}',
  'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32,}',
  'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
  'hv[bsr]\\.[\\w-]{20,}',
  'tskey-[a-z]+-[\\w-]{10,}',
  'lin_api_[\\w-]{20,}',
  'sntry[su]_[\\w+/=-]{20,}',
  'PMAK-[\\w-]{20,}',
  // Telegram, age
  '\\d{8,}:[\\w-]{35}(?![\\w-])',
  'AGE-SECRET-KEY-1[A-Z0-9]{20,}',
]
const ISSUED = new RegExp(`(?<![A-Za-z0-9])(?:${FORMS.join('|')})`, 'g')

/** Addresses that let anybody write into a chat; their last parts are the secret. */
const WEBHOOK =
  /(?<=https:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks|open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v2\/hook)\/)[\w/-]+/g

/** Hashes of passwords, as crypt(3) and its successors write them. */
const PASSWORD_HASH =
  /\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|argon2(?:id|[id])|scrypt|pbkdf2[\w-]*)\$(?:[\w$./+=-]|,(?=[tp]=\d)){16,}/g

const DOTTED = /(?<![\w-])[\w-]+(?:\.[\w-]*)+/g

/** Where a key or something else of PEM begins or ends; the next one may begin with the same dashes. */
const BOUNDARY = /-{4,5} ?(BEGIN|END) ([A-Z0-9 ]*)(?=(-{4,5}))/g

/** Every token and key of a text. */
export function tokensIn(text: string): readonly Span[] {
  const matches = [ISSUED, WEBHOOK, PASSWORD_HASH].flatMap((form) => [...text.matchAll(form)])
  const spans = matches.map(({ 0: all, index }) => ({ from: index, to: index + all.length }))
  return [...spans, ...webTokensIn(text), ...privateKeysIn(text)]
}

/** JWTs, encrypted ones too: dotted parts, the first of which is JSON in base64url. */
function webTokensIn(text: string): readonly Span[] {
  return [...text.matchAll(DOTTED)].flatMap(({ 0: run, index }) => {
    const begin = run.search(/(?<![A-Za-z0-9])eyJ[\w-]{5}/)
    if (begin === -1 || run.lastIndexOf('.') < begin) return []
    return [{ from: index + begin, to: index + run.length }]
  })
}

/** Private keys in PEM, PGP's and SSH's included; one that has no end goes on to the text's. */
function privateKeysIn(text: string): readonly Span[] {
  const spans: Span[] = []
  let from = -1
  for (const { 0: all, 1: kind, 2: label = '', 3: dashes = '', index } of text.matchAll(BOUNDARY)) {
    if (!label.includes('PRIVATE KEY') || (from === -1) !== (kind === 'BEGIN')) continue
    if (from !== -1) spans.push({ from, to: index + all.length + dashes.length })
    from = from === -1 ? index : -1
  }
  return from === -1 ? spans : [...spans, { from, to: text.length }]
}
