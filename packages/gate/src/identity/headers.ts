/** In which headers an app is told who is asking: presets, and names of one's own. Pure. */

/** What there is to tell. */
export const FIELDS = ['user', 'subject', 'email', 'name', 'groups', 'preferredUsername'] as const
export type Field = (typeof FIELDS)[number]

/** What the apps know: each set of names is some other gate's. */
export const PRESETS: Readonly<
  Record<'remote' | 'forwarded' | 'webauth', Readonly<Partial<Record<Field, string>>>>
> = {
  remote: {
    user: 'Remote-User',
    groups: 'Remote-Groups',
    email: 'Remote-Email',
    name: 'Remote-Name',
  },
  forwarded: {
    user: 'X-Forwarded-User',
    groups: 'X-Forwarded-Groups',
    email: 'X-Forwarded-Email',
    preferredUsername: 'X-Forwarded-Preferred-Username',
  },
  webauth: {
    user: 'X-WEBAUTH-USER',
    groups: 'X-WEBAUTH-GROUPS',
    email: 'X-WEBAUTH-EMAIL',
    name: 'X-WEBAUTH-FULLNAME',
  },
}
export type Preset = keyof typeof PRESETS

/** How the app is told. */
export interface IdentitySettings {
  readonly preset: Preset
  /** Names instead of the preset's, and beside them; `false` leaves one out. */
  readonly headers: Readonly<Partial<Record<Field, string | false>>>
  readonly groupsSeparator: string
  /** Header in which all of it stands signed, for an app that checks; `undefined` for none. */
  readonly signed: string | undefined
  /** Whether the app behind the public door gets the access token, as `Authorization`. */
  readonly accessToken: boolean
}

/** Where nobody says another one. */
export const SIGNED_HEADER = 'Remote-Jwt'

export const DEFAULT_IDENTITY: IdentitySettings = Object.freeze({
  preset: 'remote',
  headers: Object.freeze({}),
  groupsSeparator: ',',
  signed: undefined,
  accessToken: false,
})

/** Headers in use, in the order of {@link FIELDS}. */
export function headersOf({ preset, headers }: IdentitySettings): readonly [Field, string][] {
  return FIELDS.flatMap((field): [Field, string][] => {
    const name = headers[field] ?? PRESETS[preset][field]
    return typeof name === 'string' ? [[field, name]] : []
  })
}

/**
 * A name as the most forgiving reader takes it: gateways that turn headers into variables make the same of
 * `-`, `_` and any other mark.
 */
export const spellingOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '-')
