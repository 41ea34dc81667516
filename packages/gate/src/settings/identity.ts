/** How the app is told who is asking: the settings of it that have to fit together, and to the rest. */
import {
  DEFAULT_IDENTITY,
  headersOf,
  type IdentitySettings,
  spellingOf,
} from '../identity/headers.ts'
import type { Problem } from './problem.ts'

/** The settings of it that are given, by their names. */
export interface GivenIdentity {
  readonly preset: IdentitySettings['preset'] | undefined
  readonly headers: IdentitySettings['headers'] | undefined
  readonly groupsSeparator: string | undefined
  readonly signed: string | false | undefined
  readonly accessToken: boolean | undefined
}

/** What of the rest it has to fit to. */
export interface Surrounding {
  readonly hasUpstream: boolean
  readonly authorization: 'remove' | 'pass'
}

/** @param problems - grows by what does not fit */
export function readIdentity(
  given: GivenIdentity,
  { hasUpstream, authorization }: Surrounding,
  problems: Problem[],
): IdentitySettings {
  const identity: IdentitySettings = {
    preset: given.preset ?? DEFAULT_IDENTITY.preset,
    headers: given.headers ?? DEFAULT_IDENTITY.headers,
    groupsSeparator: given.groupsSeparator ?? DEFAULT_IDENTITY.groupsSeparator,
    signed: given.signed || undefined,
    accessToken: given.accessToken ?? DEFAULT_IDENTITY.accessToken,
  }
  const wrong = (at: string, seen: string, en: string, zh: string): void => {
    problems.push({ code: 'SETTING_INVALID', at, seen, fix: { en, zh } })
  }
  const names = [...headersOf(identity).map(([, name]) => name), identity.signed ?? []].flat()
  const twice = names.find((name, i) => names.findIndex((one) => sameName(one, name)) < i)
  if (twice !== undefined) {
    wrong(
      identity.signed === twice ? 'identity.signed' : 'identity.headers',
      `${twice}, twice`,
      'Give each header a name of its own.',
      '请给每个请求头各取一个名称。',
    )
  }
  if (identity.accessToken && !hasUpstream) {
    wrong(
      'identity.accessToken',
      'no upstream',
      'Remove it: the access token goes to the app that the gate itself passes requests on to, and into no answer to a proxy.',
      '请删除：访问令牌只发给由 catflap-gate 自己转发请求的应用，不会写进给代理的应答。',
    )
  }
  if (identity.accessToken && authorization === 'pass') {
    wrong(
      'identity.accessToken',
      'authorization: pass',
      'Choose one of the two: the app gets either the visitor’s own Authorization or that of the session.',
      '二者只能选一：应用得到的要么是访问者自己的 Authorization，要么是会话的。',
    )
  }
  return identity
}

const sameName = (one: string, other: string): boolean => spellingOf(one) === spellingOf(other)
