/** An app below a path of a host, behind a real proxy, with a browser that follows what it is sent. */
import { readFileSync } from 'node:fs'
import type { LoginOptions } from 'catflap'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startBoxAndApp } from './app.ts'
import { freePort } from './free-port.ts'
import { createUserAgent } from './user-agent.ts'

const DOCUMENT = readFileSync(new URL('../../docs/proxies.md', import.meta.url), 'utf8')

/** The blocks of docs/proxies.md in the language of a proxy: keeping the prefix, and taking it off. */
export const blocksOf = (language: string): readonly string[] =>
  [...DOCUMENT.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (block) => block[1] ?? '',
  )

/** Starts a proxy with its configuration, on a port. */
export type StartProxy = (
  configuration: string,
  port: number,
) => Promise<{ close(): Promise<void> }>

/** What stands in front, and what the login is told. */
export interface Front {
  readonly startProxy: StartProxy
  /** Of the proxy, with the app at port 5005. */
  readonly configuration: string
  readonly routes?: LoginOptions['routes']
  /** Path of the callback, as the browser sees it. */
  readonly callback?: string
}

export async function startBelow(front: Front) {
  const { startProxy, configuration, routes = {}, callback = '/app/callback' } = front
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const redirectUri = origin + callback
  const { app, close } = await startBoxAndApp({ redirectUri }, () => ({ routes }))
  onTestFinished(close)
  const upstream = new URL(app.origin).host
  const proxy = await startProxy(configuration.replaceAll('127.0.0.1:5005', upstream), port)
  onTestFinished(() => proxy.close())
  return { origin, app, person: createUserAgent() }
}

/** @param blocks - of the document: passing paths on as they are, and taking the prefix off */
export function describeBelow(
  name: string,
  startProxy: StartProxy,
  blocks: readonly string[],
): void {
  describe(`an app below a path, behind ${name}`, () => {
    const [keeps = '', strips = ''] = blocks

    it('that passes paths on as they are: signs in, returns to the page, signs out', async () => {
      const { origin, app, person } = await startBelow({ startProxy, configuration: keeps })
      expect(app.login.paths.login).toBe('/app/login')
      const page = await person.browse(`${origin}/app/x?y=1`)
      expect(page).toMatchObject({ status: 200, url: `${origin}/app/x?y=1` })
      expect(page.body).toMatch(/ at \/app\/x\?y=1$/)
      const out = await person.post(`${origin}/app/logout`, { origin })
      expect([out.status, out.location]).toEqual([303, `${origin}/app/logout`])
      expect((await person.get(`${origin}/app/x`)).status).toBe(302)
    })

    it('that takes the prefix off, as the login is told: signs in, returns, signs out', async () => {
      const routes = { baseStripped: true }
      const { origin, person } = await startBelow({ startProxy, configuration: strips, routes })
      const page = await person.browse(`${origin}/app/x?y=1`)
      expect(page).toMatchObject({ status: 200, url: `${origin}/app/x?y=1` })
      expect(page.body).toMatch(/ at \/x\?y=1$/)
      const question = await person.get(`${origin}/app/logout`)
      expect(question.body).toContain('action="/app/logout"')
      const out = await person.post(`${origin}/app/logout`, { origin })
      expect([out.status, out.location]).toEqual([303, `${origin}/app/logout`])
      expect((await person.get(`${origin}/app/x`)).location).toBe(
        `${origin}/app/login?return_to=%2Fapp%2Fx`,
      )
    })
  })
}
