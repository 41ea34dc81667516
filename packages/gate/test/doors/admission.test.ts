/** Whom a request passes as where a look at the access token may renew the session, or end it. */
import type { IncomingMessage } from 'node:http'
import { LoginError, type Session } from 'catflap'
import { LIMITS } from 'catflap-forward'
import { describe, expect, it } from 'vitest'
import { type Peers, parsePeers } from '../../src/ask/peers.ts'
import { createAdmission } from '../../src/doors/admission.ts'
import type { PublicDoorParts } from '../../src/doors/parts.ts'
import { createTelling } from '../../src/doors/telling.ts'
import { beginVisit } from '../../src/doors/visit.ts'
import { DEFAULT_IDENTITY } from '../../src/identity/headers.ts'
import { createIdentity } from '../../src/identity/identity.ts'
import { rulesOf } from '../rules/corpus.ts'
import { createTestLogin } from './fixture.ts'

const RULES = [
  { path: '/public', public: true },
  { path: '/admin', groups: ['ADMIN'] },
  { path: '/api', unauthenticated: '401' },
]

/** A session of these groups; `token` is what a look at its access token gives, or does. */
const sessionOf = (groups: readonly string[], token: () => string): Session =>
  ({
    ...{ id: 's-1', sub: 'u-1', claims: {}, userInfo: {}, groups },
    details: () => ({ accessToken: 'first' }),
    accessToken: async () => token(),
  }) as unknown as Session

/** Asks as whoever is found; `token` may put somebody else there, as a renewal does. */
async function admit(target: string, token: (become: (found?: Session) => void) => string) {
  let looks = 0
  let found: Session | undefined = sessionOf(['ADMIN'], () =>
    token((next) => {
      found = next
    }),
  )
  const login = {
    ...createTestLogin(),
    readSession() {
      looks++
      return found
    },
  }
  const identity = createIdentity(DEFAULT_IDENTITY)
  const options = {
    ...{ prefix: '/_catflap', origins: [], peers: parsePeers([]) as Peers, limits: LIMITS },
    ...{ host: 'visitor', authorization: 'remove', accessToken: true },
  }
  const parts = {
    ...{ login, identity, options, rules: rulesOf(RULES), log: () => {} },
    tell: createTelling(identity, undefined),
    upstream: { host: 'app', base: '' },
  }
  const headers = { host: 'app.example', accept: 'text/html', 'sec-fetch-mode': 'navigate' }
  const rawHeaders = Object.entries(headers).flat()
  const req = { method: 'GET', url: target, headers, rawHeaders, socket: {} }
  const visit = beginVisit(req as unknown as IncomingMessage)
  const answer = await createAdmission(parts as unknown as PublicDoorParts).admit(visit)
  if (answer instanceof Response) return { looks, status: answer.status, code: visit.note.code }
  const raw = answer.destination.headers
  const told = (name: string) => raw[raw.indexOf(name) + 1]
  return {
    looks,
    groups: told('Remote-Groups'),
    authorization: raw.includes('Authorization') ? told('Authorization') : undefined,
    session: answer.session?.groups,
  }
}

const ended = (): never => {
  throw new LoginError('RENEWAL_REFUSED', 'not any more')
}

describe('whoever passes with an access token', () => {
  it('is looked at once while it is that of the session', async () => {
    expect(await admit('/app', () => 'first')).toEqual({
      ...{ looks: 1, groups: 'ADMIN', authorization: 'Bearer first', session: ['ADMIN'] },
    })
  })

  it('passes as who they are after a renewal', async () => {
    const demoted = sessionOf(['STAFF'], () => 'second')
    const renew = (become: (found?: Session) => void): string => {
      become(demoted)
      return 'second'
    }
    expect(await admit('/app', renew)).toEqual({
      ...{ looks: 2, groups: 'STAFF', authorization: 'Bearer second', session: ['STAFF'] },
    })
    expect(await admit('/admin/a', renew)).toMatchObject({ status: 403, code: 'FORBIDDEN' })
  })

  it('signs in anew where the renewal has ended the session, and a path for programs says 401', async () => {
    const end = (become: (found?: Session) => void): string => {
      become(undefined)
      return ended()
    }
    expect(await admit('/app', end)).toMatchObject({ status: 302, code: 'RENEWAL_REFUSED' })
    expect(await admit('/api/a', end)).toMatchObject({ status: 401, code: 'RENEWAL_REFUSED' })
    const endedBehind = (become: (found?: Session) => void): string => {
      become(undefined)
      return 'second'
    }
    expect(await admit('/api/a', endedBehind)).toMatchObject({ status: 401 })
  })

  it('is told with no token on a public path, and nobody waits for one', async () => {
    let asked = 0
    const count = () => `${++asked}`
    expect(await admit('/public/a', count)).toMatchObject({
      ...{ looks: 1, groups: 'ADMIN', authorization: undefined },
    })
    expect(asked).toBe(0)
  })

  it('gets 503 while the provider is away', async () => {
    const away = (): never => {
      throw new LoginError('TOKEN_ENDPOINT_UNAVAILABLE', 'away', { reason: 'UNREACHABLE' })
    }
    expect(await admit('/app', away)).toMatchObject({ status: 503 })
    expect(await admit('/public/a', away)).toMatchObject({ groups: 'ADMIN' })
  })
})
