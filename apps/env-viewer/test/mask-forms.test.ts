/** Known secrets in disguise: every form of every kind of secret, in every surrounding. */
import { describe, expect, it } from 'vitest'
import { maskEnvironment } from '../src/env/mask.ts'
import { shownOf } from './mask-support.ts'

const bytes = (text: string): Buffer => Buffer.from(text)
const percent = (text: string): string =>
  [...bytes(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const ascii = (text: string): string =>
  text.replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

const HTML_NAMES: Readonly<Record<string, string>> = {
  ...{ '+': 'plus', '/': 'sol', '=': 'equals', _: 'lowbar', ':': 'colon', '@': 'commat' },
  ...{ '!': 'excl', $: 'dollar', '#': 'num', '%': 'percnt', '&': 'amp', '<': 'lt', '>': 'gt' },
  ...{ '"': 'quot', "'": 'apos' },
}

/** The forms in which a secret turns up in other variables. */
const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  'percent-encoded': encodeURIComponent,
  'percent-encoded in lower case': (secret) =>
    encodeURIComponent(secret).replace(/%../g, (one) => one.toLowerCase()),
  'percent-encoded byte by byte': percent,
  'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'of a form': (secret) => String(new URLSearchParams({ x: secret })).slice(2),
  base64: (secret) => bytes(secret).toString('base64'),
  'base64 without its end': (secret) => bytes(secret).toString('base64').replace(/=+$/, ''),
  base64url: (secret) => bytes(secret).toString('base64url'),
  'base64 with a name before it': (secret) => bytes(`u:${secret}`).toString('base64'),
  'base64 with a longer name before it': (secret) => bytes(`us:${secret}`).toString('base64'),
  'base64 in lines': (secret) =>
    bytes(`${'name'.repeat(13)}:${secret}`)
      .toString('base64')
      .replace(/.{16}/g, '$&\n'),
  'base64 twice': (secret) =>
    bytes(bytes(`a:${secret}`).toString('base64'))
      .toString('base64')
      .replace(/=+$/, ''),
  'base64 of UTF-16': (secret) => Buffer.from(`${secret}!`, 'utf16le').toString('base64'),
  'base64, percent-encoded': (secret) =>
    encodeURIComponent(bytes(`x:${secret}`).toString('base64')),
  hexadecimal: (secret) => bytes(secret).toString('hex'),
  'hexadecimal in capitals': (secret) => bytes(secret).toString('hex').toUpperCase(),
  'hexadecimal with colons': (secret) =>
    bytes(secret)
      .toString('hex')
      .replace(/..(?!$)/g, '$&:'),
  'hexadecimal with blanks': (secret) => bytes(secret).toString('hex').replace(/../g, '$&,   '),
  'hexadecimal on many lines': (secret) => bytes(secret).toString('hex').replace(/../g, '$&\r\n\t'),
  'hexadecimal as in C': (secret) => bytes(secret).toString('hex').replace(/../g, '\\x$&'),
  'of JSON': (secret) => JSON.stringify(secret),
  'of JSON in JSON': (secret) => JSON.stringify(JSON.stringify({ a: secret })),
  'of JSON in ASCII': (secret) => ascii(JSON.stringify(secret)),
  'of HTML': (secret) =>
    secret.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`).replaceAll('&#38;', '&amp;'),
  'of HTML with every name there is': (secret) =>
    secret.replace(/[+/=_:@!$#%&<>"']/g, (one) => `&${HTML_NAMES[one]};`),
  'of HTML with leading zeros': (secret) =>
    [...secret].map((one) => `&#x${one.codePointAt(0)?.toString(16).padStart(8, '0')};`).join(''),
  'of JavaScript, by code point': (secret) =>
    [...secret].map((one) => `\\u{${one.codePointAt(0)?.toString(16)}}`).join(''),
  'of a shell, in octal': (secret) =>
    `$'${[...bytes(secret)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}'`,
  'of a shell': (secret) => `'${secret.replaceAll("'", "'\\''")}'`,
  'in other letters': (secret) => secret.toUpperCase(),
}

const SECRETS: Readonly<Record<string, string>> = {
  'a client secret': 'a3deb9086885cbbc7',
  'a password with marks': 'p@ss/w"rd\'1 <&+é%=',
  'a Chinese password': '小猫的密码-喵喵',
  'base64 itself': 'q83vEjRWeJCrze8SNFZ4kA==',
}

const AROUND: Readonly<Record<string, (form: string) => string>> = {
  'by itself': (form) => form,
  'among words': (form) => `see ${form} there`,
  'in a path': (form) => `https://host.example/a?b=${form}&c=d`,
  'beside letters': (form) => `x.${form}.y`,
}

const cases = Object.keys(SECRETS).flatMap((secret) =>
  Object.keys(FORMS).flatMap((form) =>
    Object.keys(AROUND).map((around) => [secret, form, around] as const),
  ),
)

/** Every form that a text could be read in, to look for what must not be there. */
function readingsOf(text: string): string {
  const once = [text, ...text.split(/[^\w+/-]+/).map((part) => bytes64(part))].join('\n')
  return [once, ...once.split(/[^\w+/-]+/).map((part) => bytes64(part))].join('\n')
}
const bytes64 = (part: string): string => Buffer.from(part, 'base64').toString('latin1')

describe('a known secret in another variable is masked', () => {
  it.each(cases)('%s, %s, %s', (kind, form, around) => {
    const secret = SECRETS[kind] ?? ''
    const written = FORMS[form]?.(secret) ?? ''
    const value = AROUND[around]?.(written) ?? ''
    const shown = shownOf('PLAIN', value, { OIDC_CLIENT_SECRET: secret })
    expect(shown).not.toBe(value)
    expect(shown).not.toContain(written)
    expect(readingsOf(shown)).not.toContain(bytes(secret).toString('latin1'))
    // What is around it is no secret.
    const empty = AROUND[around]?.('•') ?? ''
    expect(shown.startsWith(empty.slice(0, empty.indexOf('•')))).toBe(true)
    expect(shown.endsWith(empty.slice(empty.indexOf('•') + 1))).toBe(true)
  })

  it.each([
    ['the password of an address', { CATFLAP_STORE: 'redis://:tabby-cat-9@db:6379' }],
    ['a member of JSON', { CONFIG: '{"password":"tabby-cat-9"}' }],
    ['a part of a list', { CATFLAP_SECRET: 'another-one-0123456789, tabby-cat-9' }],
    ['a line', { TLS_KEY: 'first line\ntabby-cat-9\nlast line' }],
    ['quoted', { DB_PASSWORD: '"tabby-cat-9"' }],
  ])('which is %s', (_, environment) => {
    const shown = maskEnvironment({ ...environment, NOTE: 'use tabby-cat-9, please' })
    expect(shown.find(({ name }) => name === 'NOTE')?.shown).toBe('use ••••••••, please')
  })
})

describe('ordinary words stay readable', () => {
  it.each([
    ['a switch', { REQUIRE_AUTH: 'enabled', AUTH: 'true' }, 'enabled, true'],
    ['a short secret', { A_TOKEN: 'cat' }, 'a cat'],
    ['a word of a passphrase', { PASSPHRASE: 'production battery staple' }, 'production'],
    ['the head of a key', { TLS_KEY: '-----BEGIN PRIVATE KEY-----\nMHcCAQ' }, 'PRIVATE KEY'],
    ['an ordinary password of an address', { URL: 'postgres://u:postgres@db/x' }, 'postgres:16'],
  ])('although they are %s', (_, environment, value) => {
    const shown = maskEnvironment({ ...environment, NOTE: value })
    expect(shown.find(({ name }) => name === 'NOTE')?.shown).toBe(value)
  })
})
