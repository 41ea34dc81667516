/** What values settings may have, each kind with the words about it. Pure. */
import { isIP } from 'node:net'
import { HOP_BY_HOP } from 'catflap-forward'
import { INGRESS_HEADER_PREFIX } from 'catflap-lazycat/facts'
import { parsePeers } from '../ask/peers.ts'
import type { Problem, ProblemCode } from './problem.ts'

/** What stands there, read; or why it cannot be. */
export type Read<T> =
  | { readonly value: T }
  | { readonly code?: ProblemCode; readonly fix: Problem['fix'] }
export type Kind<T> = (value: unknown) => Read<T>

const no = (en: string, zh: string, code?: ProblemCode): Read<never> => ({
  fix: { en, zh },
  ...(code && { code }),
})

export const address: Kind<string> = (value) => {
  if (typeof value === 'string' && /^unix:\/[\x21-\x7e]+$/.test(value)) return { value }
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  const plain = url !== undefined && url.search + url.hash + url.username + url.password === ''
  if (plain && /^https?:$/.test(url.protocol) && !/%|\/\.|\/\//.test(url.pathname)) {
    return { value: value as string }
  }
  return no(
    'Must be an address such as http://127.0.0.1:8000 or unix:/run/app.sock, without credentials, query and #.',
    '必须是形如 http://127.0.0.1:8000 或 unix:/run/app.sock 的地址，不含用户名密码、查询串和 #。',
  )
}

export const place: Kind<{ host: string; port: number } | { socket: string }> = (value) => {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text === 'string') {
    if (/^unix:\/[\x21-\x7e]+$/.test(text)) return { value: { socket: text.slice(5) } }
    const [, host = '127.0.0.1', digits] =
      /^(?:(\[[0-9a-fA-F:.]+\]|[\w.-]+):)?(\d{1,5})$/.exec(text) ?? []
    const bare = host.replace(/^\[|\]$/g, '')
    if (digits !== undefined && Number(digits) <= 65_535 && (bare === host || isIP(bare) === 6)) {
      return { value: { host: bare, port: Number(digits) } }
    }
  }
  return no(
    'Must be host:port such as 127.0.0.1:4180, a port alone, or unix:/run/gate.sock.',
    '必须是 主机:端口（例如 127.0.0.1:4180）、单独的端口，或 unix:/run/gate.sock。',
  )
}

/** Addresses and networks. One that holds everybody would let everybody name an address. */
export const networks: Kind<readonly string[]> = (value) => {
  const list = (Array.isArray(value) ? value : [value]).map(String)
  const peers = parsePeers(list)
  if ('has' in peers) return { value: list }
  if (peers.unusable.some((one) => one === '*' || /\/[0-7]$/.test(one))) {
    return no(
      'Name the proxies’ own addresses: a network of everybody lets everybody say where a request comes from.',
      '请写代理自己的地址：包含所有人的网段会让任何人都能谎报请求来源。',
      'TRUSTED_PROXIES_TOO_MANY',
    )
  }
  return no(
    'Must be a list of addresses and networks such as [127.0.0.1, 172.18.0.0/16].',
    '必须是地址或网段的列表，例如 [127.0.0.1, 172.18.0.0/16]。',
  )
}

export const origins: Kind<readonly string[]> = (value) => {
  const list = (Array.isArray(value) ? value : [value]).map(originOf)
  return list.every((one) => one !== undefined)
    ? { value: list }
    : no(
        'Must be a list of origins such as [https://app.example].',
        '必须是来源的列表，例如 [https://app.example]。',
      )
}

/** As a browser writes it: without the slash of the root, the scheme's own port and letters beyond ASCII. */
function originOf(value: unknown): string | undefined {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  return url !== undefined && /^https?:/.test(url.origin) && url.href === `${url.origin}/`
    ? url.origin
    : undefined
}

export const oneOf =
  <T extends string>(...words: readonly T[]): Kind<T> =>
  (value) => {
    const found = words.find((word) => word === value)
    if (found !== undefined) return { value: found }
    return no(`Must be one of ${words.join(', ')}.`, `必须是 ${words.join('、')} 之一。`)
  }

export const flag: Kind<boolean> = (value) =>
  typeof value === 'boolean' ? { value } : no('Must be true or false.', '必须是 true 或 false。')

export const number =
  (least: number, most: number, whole = true): Kind<number> =>
  (value) => {
    const fits = typeof value === 'number' && value >= least && value <= most
    if (fits && (!whole || Number.isInteger(value))) return { value }
    return no(
      `Must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`,
      `必须是 ${least} 到 ${most} 的${whole ? '整数' : '数'}。`,
    )
  }

export const separator: Kind<string> = (value) =>
  typeof value === 'string' && /^[\x21-\x7e]$/.test(value)
    ? { value }
    : no('Must be one visible character such as , or |.', '必须是一个可见字符，例如 , 或 |。')

const NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/
/** What these say is something else: in a request, in an answer, or of the way by which one came. */
const OTHERS = [
  /^(?:host|cookie|authorization|origin|referer|range|user-agent|expect|proxy|(?:accept|if|sec|http2|proxy)-.*|accept)$/,
  /^(?:set-cookie|location|date|age|allow|etag|expires|last-modified|pragma|retry-after|server|vary|www-authenticate|(?:access-control|cache|content|transfer|x-accel)-.*)$/,
  /^(?:forwarded|via|x-real-ip|x-rewrite-url|x-original-.*|x-forwarded-(?:for|proto|host|port|uri|method|server|prefix))$/,
]
const isHeaderName = (name: unknown): name is string =>
  typeof name === 'string' && NAME.test(name) && !saysElse(name.toLowerCase())
const saysElse = (name: string): boolean =>
  HOP_BY_HOP.has(name) ||
  name.startsWith(INGRESS_HEADER_PREFIX.value) ||
  OTHERS.some((names) => names.test(name))

/** Name of a header; true for that which is named nowhere, false for none. */
export const headerOr =
  (otherwise: string): Kind<string | false> =>
  (value) => {
    if (value === true) return { value: otherwise }
    if (value === false || isHeaderName(value)) return { value }
    return no(
      `Must be true for ${otherwise}, another name of a header, or false.`,
      `必须是 true（使用 ${otherwise}）、另一个请求头名称，或 false。`,
    )
  }

/** Names of headers for the app by what they tell; false for one that is left out. */
export const headerNames =
  <F extends string>(fields: readonly F[]): Kind<Partial<Record<F, string | false>>> =>
  (value) => {
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
    const good =
      entries.length > 0 &&
      entries.every(
        ([field, name]) =>
          fields.some((known) => known === field) && (name === false || isHeaderName(name)),
      )
    if (good) return { value: Object.fromEntries(entries) as Partial<Record<F, string | false>> }
    return no(
      `Must name a header, or false, for some of ${fields.join(', ')}; letters, digits and - only, and no header that says something else.`,
      `请为 ${fields.join('、')} 中的若干项写请求头名称或 false；只能用字母、数字和 -，且不能是另有含义的请求头。`,
    )
  }
