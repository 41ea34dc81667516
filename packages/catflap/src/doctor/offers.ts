/**
 * Checks of what the provider offers: PKCE, scopes, refresh tokens.
 */

import type { Settings } from '../configuration/options.ts'
import { shown } from '../errors.ts'
import { placesOf } from '../pages/known-places.ts'
import { isTextList } from '../protocol/claims.ts'
import type { KnownProvider } from '../protocol/known-provider.ts'
import { scopesOf } from '../protocol/scopes.ts'
import { type Finding, notChecked, ok, problem, same, type Text, warning } from './finding.ts'
import type { Discovery } from './provider.ts'

/** Judges the offers of a discovery document. */
export function checkOffers(
  settings: Settings,
  { document, metadata, first }: Discovery,
): readonly Finding[] {
  if (document === undefined || metadata === undefined) {
    return (['pkce', 'scopes', 'refresh-tokens'] as const).map((check) => notChecked(check, first))
  }
  const offered = metadata.scopes_supported
  const asked = scopesOf(settings, metadata).split(' ')
  return [
    checkPkce(document.code_challenge_methods_supported),
    checkScopes(asked, offered, {
      groupsClaim: settings.provider.groupsClaim,
      software: metadata.software,
    }),
    checkRefresh(asked, metadata.software),
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

/** @param software - Dex refuses what it does not list, others need not list all; LazyCat's is a Dex */
function checkScopes(
  asked: readonly string[],
  offered: readonly string[] | undefined,
  { groupsClaim, software }: GroupsBy,
): Finding {
  const strict = software === 'dex' || software === 'lazycat'
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
  if (strict && !asked.includes('groups')) {
    return warning('scopes', {
      expected: same('groups'),
      seen,
      fix: {
        en: 'Without the scope groups nobody’s groups are known, and nobody is an administrator. Ask for it.',
        zh: '没有 groups，就无法得知任何人的用户组，也就没有管理员。请请求它。',
      },
    })
  }
  const notes = [
    ...(unknown.length === 0 ? [] : [notListed(unknown)]),
    ...(asked.includes('groups') ? [] : [noGroupsScope(groupsClaim)]),
  ]
  if (notes.length === 0) return ok('scopes', seen)
  const join = (language: 'en' | 'zh', gap: string) => notes.map((note) => note[language]).join(gap)
  return ok('scopes', seen, { en: join('en', ' '), zh: join('zh', '') })
}

/** What decides where groups come from. */
interface GroupsBy {
  readonly groupsClaim: string
  readonly software: KnownProvider | undefined
}

function notListed(scopes: readonly string[]): Text {
  const list = scopes.join(', ')
  return {
    en: `Not in scopes_supported, which need not list all: ${list}. Sign in once to know.`,
    zh: `不在 scopes_supported 之中（它不必列出全部）：${list}。请实际登录一次。`,
  }
}

/** A scope of that name is a custom of some; elsewhere a claim is set up at the provider. */
function noGroupsScope(claim: string): Text {
  return {
    en: `The scope groups is not asked for. Groups are read from the claim ${claim}; whether the provider puts it there without that scope cannot be told without a person.`,
    zh: `没有请求 groups 这个 scope。用户组取自声明 ${claim}；没有该 scope 时身份提供方是否给出它，需要有人实际登录才能判断。`,
  }
}

function checkRefresh(asked: readonly string[], software: KnownProvider | undefined): Finding {
  const note = software === 'lazycat' ? BOX_REFRESH : otherRefresh(software)
  return asked.includes('offline_access')
    ? ok('refresh-tokens', { en: 'asked for', zh: '会请求' }, note)
    : ok(
        'refresh-tokens',
        { en: 'offline_access is not asked for', zh: '不请求 offline_access' },
        note,
      )
}

const BOX_REFRESH: Text = {
  en: 'LazyCat’s provider offers offline_access without ever issuing a refresh token: sessions last to their own limits, and access tokens to theirs.',
  zh: '懒猫微服的身份提供方声明支持 offline_access，却从不签发刷新令牌：会话按自身期限结束，访问令牌按自身期限失效。',
}

function otherRefresh(software: KnownProvider | undefined): Text {
  const places = placesOf(software)
  const place =
    places?.refresh === undefined
      ? { en: '', zh: '' }
      : {
          en: ` At ${places.name}: ${places.refresh}.`,
          zh: `在 ${places.name}：${places.refresh}。`,
        }
  return {
    en: `offline_access is asked for where OIDC_SCOPES names it, and at providers that are known to need it. Whether a refresh token comes, only a person’s login tells.${place.en}`,
    zh: `只有 OIDC_SCOPES 写明，或已知身份提供方必须如此时，才请求 offline_access。是否真的签发刷新令牌，需要有人实际登录才能判断。${place.zh}`,
  }
}
