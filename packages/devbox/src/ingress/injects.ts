/** Which injects a request is for, and what they do to its headers and those of its answer. Pure. */

import { appDomain, type IngressState } from '../box/ingress-state.ts'
import type { HeaderChange, Inject, InjectRules, InjectText } from '../box/inject.ts'

/** The request that an inject may be for. */
export interface Injectable {
  /** Host that was asked for. */
  readonly host: string
  /** Request target as it came; untrusted. */
  readonly target: string
  /** Name of the user, `undefined` when nobody is known. */
  readonly user: string | undefined
}

/** Everything that the injects of a phase do to the headers of a request, in their order. */
export function findChanges(
  state: IngressState,
  on: Inject['on'],
  asked: Injectable,
): readonly HeaderChange[] {
  const { injects = [] } = state.app
  return injects
    .filter((inject) => inject.on === on && isFor(inject, appDomain(state), asked))
    .flatMap(({ changes }) => changes)
}

/** Raw pairs of headers, changed. */
export function applyChanges(
  headers: readonly string[],
  changes: readonly HeaderChange[],
  user: string | undefined,
): string[] {
  return changes.reduce<string[]>(
    (seen, change) => {
      const kept = change.kind === 'add' ? seen : without(seen, change.name)
      return change.kind === 'del' ? kept : [...kept, change.name, write(change.value, user)]
    },
    [...headers],
  )
}

function isFor(inject: Inject, domain: string, asked: Injectable): boolean {
  if (!isAllowed(inject, domain, asked)) return false
  // What is behind `#` never reaches a server, so such a rule is for no request.
  const matches = (rule: string): boolean => !rule.includes('#') && matchesRule(rule, asked.target)
  return inject.when.some(matches) && !inject.unless.some(matches)
}

/** Whether an inject is for this host and this user. */
export function isAllowed(
  { prefixDomain, authRequired }: InjectRules,
  domain: string,
  { host, user }: Injectable,
): boolean {
  if (authRequired && user === undefined) return false
  return prefixDomain === undefined || host === `${prefixDomain}-${domain}`
}

/** `path[?query]` */
export function matchesRule(rule: string, target: string): boolean {
  const [pattern, tokens] = split(rule)
  const [path, query] = split(target)
  const plain = decode(path)
  const isPath = pattern.endsWith('*') ? plain.startsWith(pattern.slice(0, -1)) : plain === pattern
  const given = new URLSearchParams(query)
  return (
    isPath && [...new URLSearchParams(tokens)].every(([key, value]) => hasToken(given, key, value))
  )
}

/** `key` asks for any value, `key=value` for that one. */
function hasToken(given: URLSearchParams, key: string, value: string): boolean {
  return value === '' ? given.has(key) : given.getAll(key).includes(value)
}

function split(text: string): [string, string] {
  const mark = text.indexOf('?')
  return mark === -1 ? [text, ''] : [text.slice(0, mark), text.slice(mark + 1)]
}

/** As the platform's server, written in Go, has a path: without its escapes. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function without(headers: readonly string[], name: string): string[] {
  return headers.filter((_, i) => headers[i - (i % 2)]?.toLowerCase() !== name.toLowerCase())
}

/** Node writes one byte per character: other texts go out as their bytes in UTF-8. */
function write(value: InjectText, user: string | undefined): string {
  return Buffer.from(evaluate(value, user), 'utf8').toString('latin1')
}

function evaluate(value: InjectText, user: string | undefined): string {
  switch (value.kind) {
    case 'text':
      return value.text
    case 'user':
      return user ?? ''
    case 'base64':
      return Buffer.from(evaluate(value.of, user), 'utf8').toString('base64')
    case 'join':
      return value.parts.map((part) => evaluate(part, user)).join('')
  }
}
