/** What the app gets of a visitor's headers does not depend on what other visitors have sent. */
import { expect, it } from 'vitest'
import { createAppHeaders } from '../../src/doors/app-headers.ts'
import { DEFAULT_IDENTITY } from '../../src/identity/headers.ts'
import { createIdentity } from '../../src/identity/identity.ts'
import { createTestLogin, ORIGIN } from './fixture.ts'

const telling = {
  host: new URL(ORIGIN).host,
  client: undefined,
  identity: [],
  authorization: undefined,
}

function create() {
  return createAppHeaders({
    login: createTestLogin(),
    identity: createIdentity(DEFAULT_IDENTITY),
    host: undefined,
    authorization: 'remove',
    isLazyCat: false,
  })
}

it('takes a forged header away, first and again, among names that nobody has ever seen', () => {
  const headersFor = create()
  const forged = ['Remote-User', 'mallory', 'REMOTE_GROUPS', 'ADMIN', 'X-Forwarded-Host', 'evil']
  const before = headersFor([...forged, 'X-Own', 'stays'], telling)
  for (let i = 0; i < 1000; i++) {
    expect(headersFor([`X-Own-${i}`, 'stays'], telling)).toContain(`X-Own-${i}`)
  }
  expect(before).toContain('X-Own')
  expect(before.join()).not.toMatch(/mallory|ADMIN|evil/)
  expect(headersFor([...forged, 'X-Own', 'stays'], telling)).toEqual(before)
})

it('takes what only became a name of the gate after the memory was full', () => {
  const headersFor = create()
  for (let i = 0; i < 1000; i++) headersFor([`X-Own-${i}`, 'stays'], telling)
  expect(headersFor(['Remote-User', 'mallory'], telling).join()).not.toContain('mallory')
})
