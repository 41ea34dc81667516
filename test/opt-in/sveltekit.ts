/**
 * The example of SvelteKit, installed from tarballs, built without variables and served by adapter-node, once
 * below a base path. Runs with CATFLAP_FRAMEWORKS=1, since it needs a Node of its own.
 */
import { afterAll, beforeAll, it } from 'vitest'
import { type FrameworkApp, installApp, NEWER_NODE, serveApp } from '../support/framework-app.ts'
import {
  describeHostility,
  describeOpen,
  describeSignedIn,
  describeTls,
} from '../support/framework-more.ts'
import { describeFramework } from '../support/framework-suite.ts'

const FRAMEWORK = 'SvelteKit 3'
const ROWS = [1, 2, 3, 4, 5, 6, 7, 13, 15, 23, 24] as const

/** What apps have beyond the example. */
const MORE = {
  'src/routes/about/+page.ts': 'export const prerender = true\n',
  'src/routes/about/+page.svelte': '<p>About cats</p>\n',
  'src/routes/notes/+page.server.ts': `import type { Actions } from './$types'
export const actions: Actions = {
  default: async ({ request }) => ({ note: String((await request.formData()).get('note')) }),
}
`,
  'src/routes/notes/+page.svelte': `<script lang="ts">
  let { form } = $props()
</script>

{#if form}<p>{\`Noted: \${form.note}\`}</p>{/if}
`,
  'src/routes/api/empty/+server.ts': `import type { RequestHandler } from './$types'
export const GET: RequestHandler = () => new Response(null, { status: 204 })
`,
  'src/routes/api/ticks/+server.ts': `import type { RequestHandler } from './$types'
export const GET: RequestHandler = () => {
  const body = new ReadableStream({ start: (controller) => controller.enqueue('data: 1\\n\\n') })
  const headers = { 'content-type': 'text/event-stream' }
  return new Response(body.pipeThrough(new TextEncoderStream()), { headers })
}
`,
}

let app: FrameworkApp
beforeAll(() => {
  app = installApp('sveltekit', NEWER_NODE)
  for (const [file, text] of Object.entries(MORE)) app.add(file, text)
}, 600_000)
afterAll(() => app?.remove(), 120_000)

const build = () => app.run('node_modules/vite/bin/vite.js', 'build')
const serve = (front: { readonly basePath?: string; readonly origin?: string }) =>
  serveApp({ cwd: app.folder, program: app.node, command: () => ['build'], ...front })

describeFramework('SvelteKit', {
  framework: FRAMEWORK,
  rows: ROWS,
  async start() {
    build()
    return await serve({})
  },
  open: (place) => describeOpen(FRAMEWORK, place),
  signedIn: (place) => describeSignedIn(FRAMEWORK, place),
})

describeTls(FRAMEWORK, (origin) => serve({ origin }))
describeHostility(FRAMEWORK, () => serve({}))

it('SvelteKit has its types in order', () => {
  app.run('node_modules/svelte-check/bin/svelte-check')
}, 300_000)

describeFramework('SvelteKit below a base path', {
  framework: FRAMEWORK,
  rows: ROWS,
  basePath: '/shop',
  home: '/',
  async start() {
    moveBelow('/shop')
    build()
    return await serve({ basePath: '/shop' })
  },
})

/** What docs/frameworks/sveltekit.md says of a base path. */
function moveBelow(base: string): void {
  app.edit('vite.config.ts', '      csrf:', `      paths: { base: '${base}' },\n      csrf:`)
  app.edit('src/routes/+page.svelte', '"/private', `"${base}/private`)
  app.edit('src/routes/private/[...path]/+page.svelte', '"/logout', `"${base}/logout`)
}
