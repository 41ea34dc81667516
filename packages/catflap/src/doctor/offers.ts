/**
 * Checks of what the provider offers: PKCE, scopes, refresh tokens.
 */

import type { Settings } from '../configuration/options.ts'
import { shown } from '../errors.ts'
import { isTextList } from '../protocol/claims.ts'
import { knownProvider } from '../protocol/known-provider.ts'
import { scopesOf } from '../provider/scopes.ts'
import { type Finding, notChecked, ok, problem, same, warning } from './finding.ts'
import type { Discovery } from './provider.ts'

/** Judges the offers of a discovery document. */
export function checkOffers(
  settings: Settings,
  { document, metadata }: Discovery,
): readonly Finding[] {
  if (document === undefined || metadata === undefined) {
    return (['pkce', 'scopes', 'refresh-tokens'] as const).map((check) =>
      notChecked(check, 'discovery'),
    )
  }
  const offered = metadata.scopes_supported
  const asked = scopesOf(settings, metadata).split(' ')
  return [
    checkPkce(document.code_challenge_methods_supported),
    checkScopes(asked, offered, knownProvider(metadata) === 'dex'),
    checkRefresh(asked),
  ]
}

function checkPkce(methods: unknown): Finding {
  if (isTextList(methods) && methods.includes('S256')) return ok('pkce', same('S256'))
  return warning('pkce', {
    expected: same('S256'),
    seen: methods === undefined ? { en: 'not mentioned', zh: '未提及' } : same(shown(methods)),
    fix: {
      en: 'A login sends its S256 challenge in any case; a provider that ignores it protects codes less. Update it, or turn PKCE on there.',
      zh: '登录总会发送 S256 校验码；忽略它的身份提供方对授权码的保护较弱。请更新它，或在那里启用 PKCE。',
    },
  })
}

/** @param strict - whether the provider refuses what it does not list, as Dex does; others need not list all */
function checkScopes(
  asked: readonly string[],
  offered: readonly string[] | undefined,
  strict: boolean,
): Finding {
  const refused = offered === undefined ? [] : asked.filter((scope) => !offered.includes(scope))
  const seen = same(asked.join(' '))
  // `openid` need not be listed to be understood.
  const unknown = refused.filter((scope) => scope !== 'openid')
  if (unknown.length > 0 && strict) {
    return problem('scopes', {
      expected: same((offered ?? []).join(' ')),
      seen,
      fix: {
        en: `Ask only for scopes that the provider offers: remove ${unknown.join(', ')} from OIDC_SCOPES.`,
        zh: `只能请求身份提供方支持的 scope：请从 OIDC_SCOPES 中删除 ${unknown.join('、')}。`,
      },
    })
  }
  if (asked.includes('groups')) {
    const list = unknown.join(', ')
    const note = {
      en: `Not in scopes_supported, which need not list all: ${list}. Sign in once to know.`,
      zh: `不在 scopes_supported 之中（它不必列出全部）：${list}。请实际登录一次。`,
    }
    return unknown.length === 0 ? ok('scopes', seen) : ok('scopes', seen, note)
  }
  return warning('scopes', {
    expected: same('groups'),
    seen,
    fix: {
      en: 'Without the scope groups nobody’s groups are known, and nobody is an administrator. Ask for it, or let the provider offer it.',
      zh: '没有 groups，就无法得知任何人的用户组，也就没有管理员。请请求它，或让身份提供方提供它。',
    },
  })
}

function checkRefresh(asked: readonly string[]): Finding {
  const note = {
    en: 'offline_access is asked for where OIDC_SCOPES names it, and at providers that are known to need it. LazyCat’s offers it without ever issuing a refresh token: sessions then last to their own limits, and access tokens to theirs.',
    zh: '只有 OIDC_SCOPES 写明，或已知身份提供方必须如此时，才请求 offline_access。懒猫微服的身份提供方声明支持它，却从不签发刷新令牌：会话按自身期限结束，访问令牌按自身期限失效。',
  }
  return asked.includes('offline_access')
    ? ok('refresh-tokens', { en: 'asked for', zh: '会请求' }, note)
    : ok('refresh-tokens', { en: 'not asked for', zh: '不请求' }, note)
}
