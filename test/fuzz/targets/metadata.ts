/** The discovery document: what of it is taken for an address. */
import type { ConfiguredProvider } from '../../../packages/catflap/src/protocol/metadata.ts'
import { createMetadataSource } from '../../../packages/catflap/src/provider/metadata.ts'
import { answerChange, answering, codeOf, ISSUER, NOW } from '../engine/answers.ts'
import { must, type Target } from '../engine/target.ts'

const INTERNAL = 'http://dex.internal:5556/base'
const CONFIGURED: ConfiguredProvider & { readonly fallbackJwksUri: undefined } = {
  issuer: ISSUER,
  internalIssuer: undefined,
  authorizationEndpoint: undefined,
  tokenEndpoint: undefined,
  userInfoEndpoint: undefined,
  jwksUri: undefined,
  fallbackJwksUri: undefined,
  isLazyCat: false,
}
const ENDPOINTS = [
  'authorization',
  'token',
  'userinfo',
  'end_session',
  'revocation',
  'pushed_authorization_request',
]
const LISTS = ['scopes', 'token_endpoint_auth_methods', 'id_token_signing_alg_values'] as const
const WORDS = [
  ...ENDPOINTS.map((name) => `${name}_endpoint`),
  ...LISTS.map((name) => `${name}_supported`),
  ...[
    'issuer',
    'jwks_uri',
    'require_pushed_authorization_requests',
    'RS256',
    'openid',
    'https:',
    '\\',
  ],
  ...[
    'authorization_response_iss_parameter_supported',
    ISSUER,
    INTERNAL,
    `${INTERNAL}/token`,
    '@',
    '#',
    '//',
  ],
  ...[
    'https://op.example/x?y',
    'http://localhost/',
    'http://127.0.0.1',
    'http://dex.internal:5556',
  ],
]

export const target: Target = {
  words: WORDS,
  change: answerChange(WORDS),
  async run(input) {
    await look(input, undefined)
    await look(input, INTERNAL)
  },
}

async function look(input: Buffer, internalIssuer: string | undefined): Promise<void> {
  const runtime = { now: () => NOW, emit: () => undefined, answers: () => 0 }
  const source = createMetadataSource({ ...CONFIGURED, internalIssuer }, answering(input), runtime)
  const known = await source().catch((error: unknown) => {
    codeOf(error, /^(METADATA_UNAVAILABLE|METADATA_INVALID|ISSUER_MISMATCH)$/)
  })
  if (known === undefined) return
  must(known.issuer === ISSUER, 'the issuer is the configured one')
  const addresses = { ...known, jwks_uri_endpoint: known.jwks_uri } as Record<string, unknown>
  for (const [name, value] of Object.entries(addresses)) {
    if (!name.endsWith('_endpoint') || value === undefined) continue
    must(typeof value === 'string', `${name} is text`)
    const url = new URL(value)
    const internal = internalIssuer !== undefined && url.host === 'dex.internal:5556'
    must(url.protocol === 'https:' || internal, `${name} is on https, or where the operator said`)
    must(
      url.username === '' && url.password === '' && url.hash === '',
      `${name} is an address alone`,
    )
    must(!/[\p{Cc}\p{Z}]/u.test(value), `${name} has no blank`)
    if (/^(authorization|end_session)_/.test(name))
      must(url.protocol === 'https:', `${name} is for browsers`)
  }
  for (const name of LISTS) {
    const list: unknown = known[`${name}_supported`]
    must(
      list === undefined || (Array.isArray(list) && list.every((one) => typeof one === 'string')),
      `${name} are texts`,
    )
  }
}
