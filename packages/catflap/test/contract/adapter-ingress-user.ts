/** The part of the contract about people whom the ingress alone names. */
import { describe, expect, it } from 'vitest'
import type { Framework } from '../../../../test/contract/table.ts'
import { NAVIGATION } from '../support/browser.ts'
import { ACCEPTING, ALICE, BOB, LINKED } from '../support/ingress.ts'
import { asyncStore, countingStore } from '../support/stores.ts'
import { heldBy, type Serve, start } from './adapter-fixture.ts'
import { send } from './http.ts'

export function describeIngressUser(name: Framework, serve: Serve): void {
  describe(`${name}: whom the ingress names`, () => {
    it('is signed in where that is accepted, and nowhere else', heldBy(name, 26), async () => {
      const off = await start(serve)
      expect((await send(off.origin, '/x', { headers: ALICE })).body).toBe('app:nobody')

      const store = countingStore()
      const session = { ...ACCEPTING.session, store }
      const { origin } = await start(serve, {}, { ...ACCEPTING, session })
      const seen = async (headers: Readonly<Record<string, string>>) => {
        const { status, body, headers: answer } = await send(origin, '/x', { headers })
        expect([status, answer['set-cookie']]).toEqual([200, undefined])
        return body
      }
      expect(await seen(ALICE)).toBe('app:ingress:alice')
      expect(await seen({ ...BOB, ...LINKED })).toBe('app:ingress:bob')
      const script = { ...LINKED, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' }
      expect(await seen({ ...ALICE, ...script })).toBe('app:nobody')
      expect(await seen({ ...ALICE, 'x-hc-source': 'app:dev.example.other' })).toBe('app:nobody')
      expect([store.reads, store.writes]).toEqual([[], []])
    })

    it('passes a guard, and one of groups by the role', heldBy(name, 26), async () => {
      const guarded = await start(serve, { guarded: true }, ACCEPTING)
      const pass = await send(guarded.origin, '/x', { headers: BOB })
      expect([pass.status, pass.body]).toEqual([200, 'app:ingress:bob'])
      const form = {
        ...BOB,
        origin: 'https://neighbour.box.example',
        'sec-fetch-site': 'same-site',
      }
      const forged = await send(guarded.origin, '/x', { method: 'POST', headers: form, body: '' })
      expect(forged.status).toBe(401)

      const admins = await start(serve, { groups: ['ADMIN'] }, ACCEPTING)
      const status = async (headers: Readonly<Record<string, string>>) =>
        (await send(admins.origin, '/x', { headers })).status
      expect([await status(ALICE), await status(BOB)]).toEqual([200, 403])
    })

    it(
      'is led to the login by a guard that wants one, and passes with it',
      heldBy(name, 26),
      async () => {
        // A store that answers later: the session of the cookie has to be waited for.
        const session = { ...ACCEPTING.session, store: asyncStore() }
        const { origin, browser } = await start(
          serve,
          { guarded: true, source: 'oidc' },
          { ...ACCEPTING, session },
        )
        const page = await send(origin, '/x', { headers: { ...NAVIGATION, ...ALICE } })
        expect([page.status, page.headers.location]).toEqual([302, '/login?return_to=%2Fx'])
        const script = await send(origin, '/x', { headers: { ...ALICE, accept: '*/*' } })
        expect([script.status, JSON.parse(script.body)]).toMatchObject([
          401,
          { code: 'INGRESS_USER_INSUFFICIENT', login: '/login' },
        ])
        const stranger = await send(origin, '/x', { headers: { accept: '*/*' } })
        expect(JSON.parse(stranger.body)).toMatchObject({ code: 'AUTHENTICATION_REQUIRED' })

        await browser.get(await browser.begin('/x'), { ...NAVIGATION, ...ALICE })
        const cookie = browser.header() ?? ''
        const signedIn = await send(origin, '/x', { headers: { ...ALICE, cookie } })
        expect([signedIn.status, signedIn.body]).toEqual([200, 'app:u-1'])
        // Another person at the same browser is not the one who has signed in.
        const other = await send(origin, '/x', { headers: { ...BOB, cookie } })
        expect([other.status, JSON.parse(other.body).code]).toEqual([
          401,
          'INGRESS_USER_INSUFFICIENT',
        ])
      },
    )
  })
}
