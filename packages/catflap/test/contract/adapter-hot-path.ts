/** The part of the contract about the request path: counted, since it is what every request pays. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Framework } from '../../../../test/contract/table.ts'
import { countingStore } from '../support/stores.ts'
import { heldBy, type Serve, startSignedIn } from './adapter-fixture.ts'
import { send } from './http.ts'

export function describeHotPath(name: Framework, serve: Serve): void {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  // Hono makes a `Request` of every request, when it is asked for one.
  const itMakesNone = name === 'Hono 4' ? undefined : it
  itMakesNone?.(`${name}: a login makes no Request, a logout does`, async () => {
    const { origin, cookie } = await startSignedIn(serve, { guarded: true })
    const made = countConstructed('Request')
    expect((await send(origin, '/login')).status).toBe(302)
    expect((await send(origin, '/callback?state=x&code=y')).status).toBe(400)
    expect(made.Request).toBe(0)
    await send(origin, '/logout', { method: 'POST', headers: { cookie } })
    expect(made.Request).toBe(1)
  })

  describe(`${name}: an ordinary request`, () => {
    it(
      'reads the store once behind a row of guards, and nothing of the web is made for it',
      heldBy(name, 17),
      async () => {
        const store = countingStore()
        const { origin, cookie } = await startSignedIn(
          serve,
          { row: true, guarded: true },
          { session: { store } },
        )
        const made = countConstructed('Request', 'Headers')
        const before = store.reads.length
        const { status, body } = await send(origin, '/x', { headers: { cookie } })
        expect([status, body, store.reads.length - before]).toEqual([200, 'app:u-1', 1])
        expect(made).toEqual({ Request: 0, Headers: 0 })
        // The login's own paths do need one: what is counted can be seen.
        await send(origin, '/login')
        expect(made.Request + made.Headers).toBeGreaterThan(0)
      },
    )

    it(
      'reaches the app in its own tick, where the store answers at once',
      heldBy(name, 18),
      async () => {
        let tick = 'before'
        const answer = () => [tick]
        const { origin, server, cookie } = await startSignedIn(serve, { guarded: true, answer })
        server.prependListener('request', () => {
          tick = 'same tick'
          queueMicrotask(() => {
            tick = 'later'
          })
        })
        expect((await send(origin, '/x', { headers: { cookie } })).body).toBe('same tick')
      },
    )
  })
}

/** Counts how often globals of the web are constructed from now on. */
function countConstructed<Name extends 'Request' | 'Headers'>(...names: readonly Name[]) {
  const made = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
  for (const name of names) {
    vi.stubGlobal(
      name,
      new Proxy(globalThis[name], {
        construct(target, args, self) {
          made[name] += 1
          return Reflect.construct(target, args, self)
        },
      }),
    )
  }
  return made
}
