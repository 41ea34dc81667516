/**
 * The example of Astro, installed from tarballs, built without variables and served by its Node adapter, once
 * below a base path. Runs with CATFLAP_FRAMEWORKS=1, since it needs a Node of its own.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FrameworkApp, installApp, NEWER_NODE, serveApp } from '../support/framework-app.ts'
import {
  describeHostility,
  describeOpen,
  describeSignedIn,
  describeTls,
} from '../support/framework-more.ts'
import {
  describeFramework,
  FOREIGN,
  FORM,
  type Place,
  PROGRAM,
} from '../support/framework-suite.ts'

const FRAMEWORK = 'Astro 7'
const ROWS = [1, 2, 3, 4, 5, 6, 7, 13, 15, 23, 24] as const

/** What apps have beyond the example. */
const MORE = {
  'src/pages/about.astro': `---
export const prerender = true
---

<p>About cats</p>
`,
  'src/pages/notes.astro': `---
const form = Astro.request.method === 'POST' ? await Astro.request.formData() : undefined
---

<p>{form && \`Noted: \${form.get('note')}\`}</p>
`,
  'src/actions/index.ts': `import { defineAction } from 'astro:actions'
export const server = { note: defineAction({ handler: async () => 'Noted' }) }
`,
  'src/pages/api/empty.ts': `import type { APIRoute } from 'astro'
export const GET: APIRoute = () => new Response(null, { status: 204 })
`,
  'src/pages/api/ticks.ts': `import type { APIRoute } from 'astro'
export const GET: APIRoute = () => {
  const body = new ReadableStream({ start: (controller) => controller.enqueue('data: 1\\n\\n') })
  const headers = { 'content-type': 'text/event-stream' }
  return new Response(body.pipeThrough(new TextEncoderStream()), { headers })
}
`,
}

let app: FrameworkApp
beforeAll(() => {
  app = installApp('astro', NEWER_NODE)
  for (const [file, text] of Object.entries(MORE)) app.add(file, text)
}, 600_000)
afterAll(() => app?.remove(), 120_000)

const ASTRO = 'node_modules/astro/bin/astro.mjs'
const build = () => app.run(ASTRO, 'build')
const serve = (front: { readonly basePath?: string; readonly origin?: string }) =>
  serveApp({
    cwd: app.folder,
    program: app.node,
    command: () => ['dist/server/entry.mjs'],
    ...front,
  })

describeFramework('Astro', {
  framework: FRAMEWORK,
  rows: ROWS,
  async start() {
    build()
    return await serve({})
  },
  open: (place) => describeOpen(FRAMEWORK, place),
  signedIn(place) {
    describeSignedIn(FRAMEWORK, place)
    describeActions(place)
  },
})

describeTls(FRAMEWORK, (origin) => serve({ origin }))
describeHostility(FRAMEWORK, () => serve({}))

it('Astro has its types in order', () => {
  app.run(ASTRO, 'check')
}, 300_000)

describeFramework('Astro below a base path', {
  framework: FRAMEWORK,
  rows: ROWS,
  basePath: '/shop',
  async start() {
    moveBelow('/shop')
    build()
    return await serve({ basePath: '/shop' })
  },
})

function describeActions({ running, person, at }: Place): void {
  it('takes actions of its own pages alone', async () => {
    const act = (headers: object) => person().post(at('/_actions/note'), { ...PROGRAM, ...headers })
    const own = { origin: running().origin, 'content-type': 'application/json' }
    expect((await act(own)).body).toContain('Noted')
    for (const type of [{}, FORM, { 'content-type': 'application/json' }]) {
      expect((await act({ ...FOREIGN, ...type })).status).toBe(403)
    }
  })
}

/** What docs/frameworks/astro.md says of a base path. */
function moveBelow(base: string): void {
  app.edit('astro.config.ts', '  adapter:', `  base: '${base}',\n  adapter:`)
  app.edit('src/pages/index.astro', '"/private', `"${base}/private`)
  app.edit('src/pages/private/[...path].astro', '"/logout', `"${base}/logout`)
}
