/**
 * The example of Next.js, installed from tarballs, built without variables, and served in both ways that
 * Next has, once below a base path. Runs with CATFLAP_FRAMEWORKS=1, since Next is 370 MB.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FrameworkApp, installApp } from '../support/framework-app.ts'
import { describeFramework, type Place } from '../support/framework-suite.ts'
import { buildNext, type NextServer, startNext } from '../support/next-app.ts'
import { createUserAgent } from '../support/user-agent.ts'

let app: FrameworkApp
beforeAll(() => {
  app = installApp('next')
}, 600_000)
afterAll(() => app?.remove(), 120_000)

describeServed('standalone', '')

it('Next.js, served by standalone, names a binary that was left behind', async () => {
  const running = await startNext(app, { server: 'standalone', without: 'node_modules/@lmdb' })
  try {
    const answer = await createUserAgent().get(`${running.origin}/login`)
    expect(answer.status).toBe(503)
    expect(answer.body).toContain('The driver of the store cannot be loaded')
    expect(answer.body).toContain('lmdb')
    expect((await createUserAgent().get(running.origin)).status).toBe(200)
  } finally {
    await running.close()
  }
}, 60_000)

describeServed('next start', '/shop')

function describeServed(server: NextServer, basePath: string): void {
  describeFramework(`Next.js, served by ${server} below "${basePath}",`, {
    framework: 'Next.js 16',
    // Not the first: Next itself redirects, with 307.
    rows: [2, 3, 4, 5, 6, 7, 13, 15, 23, 24],
    basePath,
    redirect: 307,
    async start() {
      if (basePath !== '') moveBelow(basePath)
      buildNext(app)
      return await startNext(app, { server, basePath })
    },
    open: takesNoPageFromClients,
  })
}

function takesNoPageFromClients({ person, at, toLogin }: Place): void {
  it('takes the page from no header of the client', async () => {
    const forged = { 'x-catflap-page': '/private/evil' }
    const { location } = await person().get(at('/private/cats'), forged)
    expect(location).toBe(toLogin('/private/cats'))
  })
}

/**
 * What docs/frameworks/next.md says of a base path and of route handlers, here for /logout; and what is
 * left out for `next start`.
 */
function moveBelow(basePath: string): void {
  app.edit('next.config.ts', /\n {2}\/\/ For the copy[\s\S]*\n}/, `\n  basePath: '${basePath}',\n}`)
  app.edit('app/private/[...path]/page.tsx', '"/logout"', `"${basePath}/logout"`)
  app.edit('proxy.ts', '_next/image', '_next/image|logout')
  app.edit('lib/login.ts', '{ proxy', '{ handlers, proxy')
  app.add(
    'app/logout/route.ts',
    `import { handlers } from '../../lib/login'\nexport const { GET, POST } = handlers\n`,
  )
}
