/**
 * Checks of what the provider says of itself: its discovery document, issuer, endpoints and clock.
 */

import type { Settings } from '../configuration/options.ts'
import { type LoginError, shown } from '../errors.ts'
import { parseObject } from '../protocol/claims.ts'
import {
  checkProviderMetadata,
  configuredMetadata,
  discoveryUrl,
  type ProviderMetadata,
} from '../protocol/metadata.ts'
import {
  type CheckName,
  type Finding,
  fact,
  facts,
  loginError,
  notChecked,
  ok,
  problem,
  same,
  type Text,
  warning,
} from './finding.ts'
import { explain, fixOf, type Probe, since } from './probe.ts'

/** What discovery brought. */
export interface Discovery {
  readonly findings: readonly Finding[]
  /** What a login would go on with; `undefined` when it could not. */
  readonly metadata: ProviderMetadata | undefined
  /** Which check has to be solved first where there is no metadata. */
  readonly first: CheckName
  /** The document as it came. */
  readonly document: Readonly<Record<string, unknown>> | undefined
}

/** Fetches the discovery document and judges it by the rules of a login. */
export async function discover({ settings, providerFetch }: Probe): Promise<Discovery> {
  const url = discoveryUrl(settings.provider)
  const start = performance.now()
  let status: number
  let document: Record<string, unknown> | undefined
  try {
    const answer = await providerFetch('discovery', url)
    status = answer.status
    document = status === 200 ? parseObject(answer.text) : undefined
  } catch (error) {
    return unreachable(settings, loginError(error))
  }
  const arrived = ok('discovery', same(`${url} (${since(start)})`))
  const endpoints = document
    ? checkEndpoints(settings, document)
    : notChecked('endpoints', 'discovery')
  try {
    const metadata = checkProviderMetadata(document, settings.provider)
    const findings = [arrived, ok('issuer', same(metadata.issuer)), endpoints]
    return { findings, metadata, first: 'discovery', document }
  } catch (thrown) {
    const error = loginError(thrown)
    const byIssuer = error.code === 'ISSUER_MISMATCH'
    const judged = byIssuer
      ? [arrived, otherIssuer(settings, error)]
      : [unusable(settings, error, { status, document }), issuerOf(settings, document)]
    const first = byIssuer ? 'issuer' : 'discovery'
    return { findings: [...judged, endpoints], metadata: undefined, first, document }
  }
}

/** Without discovery a login goes on where the environment names every endpoint. */
function unreachable(settings: Settings, error: LoginError): Discovery {
  const { provider } = settings
  const metadata = error.code === 'METADATA_UNAVAILABLE' ? configuredMetadata(provider) : undefined
  const complaint = explain(error, settings)
  const seen = {
    en: `${discoveryUrl(provider)}: ${complaint.seen.en}`,
    zh: `${discoveryUrl(provider)}：${complaint.seen.zh}`,
  }
  const note = metadata && {
    en: 'Until then a login uses the endpoints of the environment.',
    zh: '在此之前，登录使用环境变量中的端点。',
  }
  const complain = metadata === undefined ? problem : warning
  const findings = [
    complain('discovery', { ...complaint, seen, note }),
    notChecked('issuer', 'discovery'),
    notChecked('endpoints', 'discovery'),
  ]
  return { findings, metadata, first: 'discovery', document: undefined }
}

function unusable(
  settings: Settings,
  error: LoginError,
  { status, document }: { readonly status: number } & Pick<Discovery, 'document'>,
): Finding {
  const { expected, seen } = facts(error)
  const found = (): Text => {
    if (status !== 200) return same(`HTTP ${status}`)
    if (document === undefined) return fact('no JSON object')
    return { en: `${error.parameter}: ${seen.en}`, zh: `${error.parameter}：${seen.zh}` }
  }
  return problem('discovery', { expected, seen: found(), fix: fixOf(error, settings) })
}

function otherIssuer(settings: Settings, error: LoginError): Finding {
  return problem('issuer', {
    ...facts(error),
    fix: fixOf(error, settings),
    note: {
      en: 'Both must be the same text: a slash at the end, the scheme and the case count.',
      zh: '两者必须一字不差：末尾的斜杠、协议和大小写都算。',
    },
  })
}

function issuerOf(
  { provider }: Settings,
  document: Readonly<Record<string, unknown>> | undefined,
): Finding {
  return document?.issuer === provider.issuer
    ? ok('issuer', same(provider.issuer))
    : notChecked('issuer', 'discovery')
}

/** The endpoints of the environment win over the discovered ones; old ones would go unnoticed. */
function checkEndpoints(
  { provider }: Settings,
  document: Readonly<Record<string, unknown>>,
): Finding {
  const configured = [
    ['authorization_endpoint', provider.authorizationEndpoint],
    ['token_endpoint', provider.tokenEndpoint],
    ['userinfo_endpoint', provider.userInfoEndpoint],
    ['jwks_uri', provider.jwksUri],
  ] as const
  const given = configured.filter(([, value]) => value !== undefined)
  // What the document lacks, the environment completes.
  const others = given.filter(
    ([name, value]) => document[name] !== undefined && document[name] !== value,
  )
  if (others.length === 0) {
    const names = given.map(([name]) => name).join(', ')
    return ok('endpoints', names === '' ? { en: 'none', zh: '无' } : same(names))
  }
  const list = (value: (row: (typeof others)[number]) => unknown): Text =>
    same(others.map((row) => `${row[0]}=${shown(value(row))}`).join('\n'))
  return warning('endpoints', {
    expected: list(([name]) => document[name]),
    seen: list(([, value]) => value),
    fix: {
      en: 'The environment wins over discovery, so a login goes to these addresses: correct or remove the variables.',
      zh: '环境变量优先于发现文档，登录会使用这些地址：请改正或删除这些变量。',
    },
  })
}

/** Seconds up to which clocks may differ without a word, and with a warning. */
const SKEW = { ok: 5, warning: 60 }

/**
 * Compares the clocks; tokens carry times. A provider need not tell its own (RFC 9110, section 6.6.1).
 *
 * @param skew - seconds; `undefined` when no answer told the time
 * @param answered - whether there was an answer that could have
 */
export function checkClock(skew: number | undefined, answered: boolean): Finding {
  if (skew === undefined) {
    const seen = {
      en: 'cannot tell: no answer has a Date header',
      zh: '无法判断：应答没有 Date 头',
    }
    return answered ? ok('clock', seen) : notChecked('clock', 'discovery')
  }
  const seconds = Math.round(Math.abs(skew))
  const side = skew > 0 ? { en: 'ahead', zh: '快' } : { en: 'behind', zh: '慢' }
  const seen =
    seconds === 0
      ? { en: 'the same as the provider’s', zh: '与身份提供方一致' }
      : {
          en: `the provider’s clock is ${seconds} s ${side.en}`,
          zh: `身份提供方的时钟${side.zh} ${seconds} 秒`,
        }
  if (seconds <= SKEW.ok) return ok('clock', seen)
  const complain = seconds <= SKEW.warning ? warning : problem
  return complain('clock', {
    expected: { en: `at most ${SKEW.ok} s apart`, zh: `相差不超过 ${SKEW.ok} 秒` },
    seen,
    fix: {
      en: 'Set both clocks, best by NTP: with a wrong one tokens look expired or not valid yet.',
      zh: '请校准两边的时钟，最好使用 NTP：时钟不准会使令牌看起来已过期或尚未生效。',
    },
  })
}
