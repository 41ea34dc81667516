/** What the routes share: whom the ingress names, by whatever reads the headers. */
import { expect, it } from 'vitest'
import type { Settings } from '../../src/configuration/options.ts'
import { ingressUserOf } from '../../src/routes/context.ts'

it.each([
  ['where it is followed', true, { 'x-hc-user-id': 'mimi' }, 'mimi'],
  ['where it says nothing', true, {}, undefined],
  ['where nobody follows it', false, { 'x-hc-user-id': 'mimi' }, undefined],
])(
  'the ingress names a user %s, asked by lower-case names',
  (_, followIngressUser, headers, user) => {
    const settings = { session: { followIngressUser } } as Settings
    const all: Readonly<Record<string, string | undefined>> = headers
    expect(ingressUserOf(settings, (name) => all[name])).toBe(user)
    expect(ingressUserOf(settings, (name) => all[name] ?? null)).toBe(user)
  },
)
