/**
 * What an app of a meta-framework has beyond the example, with routes that its test adds: a prerendered
 * /about, a form on /notes, and below /api an event stream (/ticks), an answer without a body (/empty).
 */
import { request } from 'node:http'
import { expect, it } from 'vitest'
import { holds } from '../contract/holds.ts'
import type { Framework } from '../contract/table.ts'
import type { RunningApp } from './framework-app.ts'
import { FOREIGN, FORM, INGRESS, type Place, PROGRAM } from './framework-suite.ts'
import { createUserAgent } from './user-agent.ts'

export function describeOpen(framework: Framework, { person, at, toLogin }: Place): void {
  it(
    'has a form answered with a page that says that nothing was sent',
    holds(framework, 1),
    async () => {
      const own = { ...FORM, origin: new URL(at('')).origin, referer: at('/private/form') }
      const answer = await person().post(at('/private/form'), own, 'a=b')
      expect([answer.status, answer.location]).toEqual([401, undefined])
      expect(answer.body).toContain(new URL(toLogin('/private/form')).search)
    },
  )

  it('shows a page that was made while it was built', async () => {
    const { status, body } = await person().get(at('/about'))
    expect([status, body]).toEqual([200, expect.stringContaining('About cats')])
  })

  it('opens no guarded page by another spelling of its path', async () => {
    const spellings = ['/%70rivate/cats', '/privat%65/cats', '//private/cats', '/./private/cats']
    for (const spelling of [
      ...spellings,
      '/private/cats/',
      '/x/../private/cats',
      '/private%2Fcats',
    ]) {
      const { body } = await person().get(at(spelling))
      expect(body, spelling).not.toContain('you asked for')
    }
  })

  it('begins a login at the configured address, whoever asks', holds(framework, 8), async () => {
    const hostile = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example;proto=https',
    }
    const begun = await person().get(at('/login'), hostile)
    const { searchParams } = new URL(begun.location ?? '')
    expect([begun.status, searchParams.get('redirect_uri')]).toEqual([302, at('/callback')])
    const guarded = await person().get(at('/private/cats'), hostile)
    const { pathname, search } = new URL(toLogin('/private/cats'))
    expect(guarded.headers.location).toBe(pathname + search)
  })
}

export function describeSignedIn(framework: Framework, { running, person, at }: Place): void {
  it('takes forms of its own pages alone', async () => {
    const notes = (headers: object) =>
      person().post(at('/notes'), { ...FORM, ...headers }, 'note=Mice')
    expect((await notes({ origin: running().origin })).body).toContain('Noted: Mice')
    for (const foreign of [FOREIGN, { origin: 'http://127.0.0.1:1' }, {}]) {
      const { status, body } = await notes({ 'sec-fetch-site': 'same-site', ...foreign })
      expect([status, body]).toEqual([403, 'Not from a page of this app'])
    }
  })

  it('sends the first event of a stream at once', holds(framework, 11), async () => {
    const cookie = [...person().cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const first = await new Promise<string>((resolve, reject) => {
      const headers = { ...PROGRAM, ...INGRESS, cookie }
      const req = request(at('/api/ticks'), { headers, agent: false }, (res) => {
        res.once('data', (chunk: Buffer) => {
          resolve(`${res.statusCode} ${chunk}`)
          req.destroy()
        })
      })
      req.on('error', reject)
      req.end()
    })
    expect(first).toBe('200 data: 1\n\n')
  })

  it('answers without a body where there is none', holds(framework, 11), async () => {
    const head = await person().send('HEAD', at('/private/cats'))
    expect([head.status, head.body]).toEqual([200, ''])
    const empty = await person().get(at('/api/empty'), PROGRAM)
    expect([empty.status, empty.body]).toEqual([204, ''])
  })
}

/**
 * Behind a proxy that ends TLS, as a box has it: the app listens on plain http and sees the proxy's headers.
 *
 * @param serve - starts it with this origin in front
 */
export function describeTls(
  framework: Framework,
  serve: (origin: string) => Promise<RunningApp>,
): void {
  it(
    `${framework} signs in and out behind a proxy that ends TLS`,
    holds(framework, 8),
    async () => {
      const origin = 'https://cats.example'
      const running = await serve(origin)
      try {
        const proxied = { host: 'cats.example', 'x-forwarded-proto': 'https' }
        const person = createUserAgent(proxied)
        const inside = (url = '') => url.replace(origin, running.origin)
        const wanted = await person.get(inside(`${origin}/private/cats`))
        const begun = await person.get(running.origin + wanted.headers.location)
        const atBox = await createUserAgent().browse(
          begun.location ?? '',
          (to) => !to.startsWith(origin),
        )
        expect(atBox.location).toMatch(/^https:\/\/cats\.example\/callback\?/)
        const callback = await person.get(inside(atBox.location))
        expect([callback.status, callback.headers.location]).toEqual([303, '/private/cats'])
        expect([...person.cookies.keys()]).toContain('__Host-catflap')
        expect((await person.get(inside(`${origin}/private/cats`))).body).toContain('Hello alice')
        const neighbour = await person.post(inside(`${origin}/logout`), {
          ...FORM,
          origin: 'https://dogs.example',
        })
        expect(neighbour.status).toBe(403)
        const out = await person.post(inside(`${origin}/logout`), { ...FORM, origin })
        expect([out.status, out.headers.location]).toEqual([303, '/logout'])
        expect((await person.get(inside(`${origin}/api/me`), PROGRAM)).status).toBe(401)
      } finally {
        await running.close()
      }
    },
  )
}

/** What would end a process that trusts its clients. */
export function describeHostility(framework: Framework, serve: () => Promise<RunningApp>): void {
  it(
    `${framework} outlives odd methods and clients that hang up`,
    holds(framework, 16),
    async () => {
      const running = await serve()
      try {
        const { origin } = running
        // What TRACE gets is the framework's own business: a Request cannot have it.
        for (const method of ['TRACE', 'PROPFIND', 'PUT']) {
          const { status } = await createUserAgent().send(method, `${origin}/login`)
          expect(status, method).toBeGreaterThanOrEqual(400)
        }
        await hangUp(`${origin}/backchannel-logout`)
        expect((await createUserAgent().get(origin)).status).toBe(200)
      } finally {
        await running.close()
      }
    },
  )
}

/** Sends half of a body. */
async function hangUp(url: string): Promise<void> {
  const headers = { ...FORM, 'content-length': '1000' }
  const req = request(url, { method: 'POST', headers, agent: false })
  const closed = new Promise<void>((resolve) => req.on('error', () => {}).on('close', resolve))
  req.write('logout_', () => setTimeout(() => req.destroy(), 50))
  await closed
}
