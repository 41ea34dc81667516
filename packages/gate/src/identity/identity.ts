/**
 * Who is asking, as headers for the app: every header always, empty where there is nothing to tell, so that
 * none of the client's own is ever read in its place. Pure.
 */
import { GateError, shown } from '../errors.ts'
import { type Field, headersOf, type IdentitySettings, PRESETS, spellingOf } from './headers.ts'
import { type IdentitySession, isUnverified, readText } from './person.ts'

/** Most bytes of all these headers: nginx reads an answer's head into 4 kB, which holds more than these. */
const MAX_BYTES = 3072

/** Names of others that an app behind may still read: nobody else's word for who is asking gets past. */
const OTHERS = [
  ...Object.values(PRESETS).flatMap((preset) => Object.values(preset)),
  ...['X-Forwarded-Access-Token', 'X-Remote-User', 'X-Auth-User', 'X-User', 'X-Forwarded-Login'],
]
const FAMILIES = /^(?:remote|x-remote|x-webauth|x-auth-request|x-authentik|x-pomerium|x-vouch)-/

/** Name and value of each header. Values are the bytes of UTF-8, one character each, as node:http sends them. */
export type Pairs = readonly (readonly [name: string, value: string])[]

/** Writes identities into headers, and knows these headers when a client sends them. */
export interface Identity {
  /** The headers that the app gets, by their names. */
  readonly names: readonly string[]
  /**
   * @param jwt - the same signed, where there is such a header
   * @throws {@link GateError} `GATE_IDENTITY_UNUSABLE` where a value would be read as another one, or is too long
   */
  pairs(session: IdentitySession | undefined, jwt?: string): Pairs
  /** True of a header that says who is asking, in any spelling: remove it from what a client sends. */
  isIdentityName(rawName: string): boolean
}

export function createIdentity(settings: IdentitySettings): Identity {
  const headers = headersOf(settings)
  const { signed } = settings
  const names = [...headers.map(([, name]) => name), ...(signed === undefined ? [] : [signed])]
  const known = new Set([...names, ...OTHERS].map(spellingOf))
  const nobody = names.map((name) => [name, ''] as const)
  return {
    names,
    pairs(session, jwt = '') {
      if (session === undefined) return nobody
      const plain = headers.map(([field, name]) => {
        const value = tell(session, field, settings.groupsSeparator)
        return [name, Buffer.from(value, 'utf8').toString('latin1')] as const
      })
      const pairs = signed === undefined ? plain : [...plain, [signed, jwt] as const]
      const bytes = pairs.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)
      if (bytes > MAX_BYTES) throw tooLong(bytes, session, settings)
      return pairs
    },
    isIdentityName(rawName) {
      const name = spellingOf(rawName)
      return known.has(name) || FAMILIES.test(name)
    },
  }
}

function tell(session: IdentitySession, field: Field, separator: string): string {
  switch (field) {
    case 'user':
      return mustBe(readText(session, 'preferred_username') ?? session.sub, 'preferred_username')
    case 'subject':
      return mustBe(session.sub, 'sub')
    case 'preferredUsername':
      return mustBe(readText(session, 'preferred_username') ?? '', 'preferred_username')
    case 'groups':
      return session.groups.map((group) => checkGroup(group, separator)).join(separator)
    case 'email':
      return isUnverified(session) ? '' : orNothing(readText(session, 'email'))
    case 'name':
      return orNothing(readText(session, 'name'))
  }
}

/**
 * Whether a value comes out of a header as it went in: no control, no blank that somebody trims, and no half of a character, of
 * which UTF-8 makes the same whichever it was.
 */
const isFaithful = (value: string): boolean =>
  !/[\p{Cc}\p{Cs}]/u.test(value) && value.trim() === value

/** What an app knows a person by is told as it is, or the person does not pass. */
function mustBe(value: string, claim: string): string {
  if (isFaithful(value)) return value
  throw new GateError('GATE_IDENTITY_UNUSABLE', {
    parameter: claim,
    expected:
      'a name of whole characters, without control characters, and without blanks at its ends',
    seen: shown(JSON.stringify(value)),
  })
}

/** What is only told for show is left out where it cannot be told. */
const orNothing = (value: string | undefined): string =>
  value !== undefined && isFaithful(value) ? value : ''

function checkGroup(group: string, separator: string): string {
  if (!group.includes(separator) && group !== '') return mustBe(group, 'groups')
  throw new GateError('GATE_IDENTITY_UNUSABLE', {
    parameter: 'groups',
    expected: `groups without "${separator}" in their names`,
    seen: shown(JSON.stringify(group)),
    line: "identity: { groupsSeparator: '|' }",
  })
}

const NO_GROUPS = 'identity: { headers: { groups: false } }'
const NOT_SIGNED = 'identity: { signed: false }'

/** @param settings - what of them may go */
function tooLong(
  bytes: number,
  { groups }: IdentitySession,
  { headers, signed }: IdentitySettings,
): GateError {
  const isAlone = headers.groups === false && signed !== undefined
  return new GateError('GATE_IDENTITY_UNUSABLE', {
    parameter: 'groups',
    expected: `at most ${MAX_BYTES} bytes of headers`,
    seen: `${bytes} bytes, ${groups.length} groups`,
    line: isAlone ? NOT_SIGNED : NO_GROUPS,
  })
}
