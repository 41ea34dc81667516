/**
 * What `init` shows in an app that it joins: a page for everybody, a page behind the login with a button that signs
 * out, and an answer for programs.
 */
import type { Layout } from './framework.ts'
import { css, LOOK, PAGE_WORDS } from './pages.ts'

/** Files by name. */
export type Files = Readonly<Record<string, readonly string[]>>

const LOOKS = `style="${css(LOOK.body)}"`

const signOut = ({ language }: Layout): readonly string[] => [
  '<form method="post" action="/logout">',
  `  <button style="${css(LOOK.button)}">${PAGE_WORDS[language].signOut}</button>`,
  '</form>',
]

/** The name of the open page: empty for the home page. */
const openName = ({ open }: Layout): string => open.slice(1)

const indent = (lines: readonly string[], by: string): readonly string[] =>
  lines.map((line) => by + line)

/** SvelteKit: a folder for each route. */
export function sveltePages(layout: Layout): Files {
  const words = PAGE_WORDS[layout.language]
  const place = openName(layout) === '' ? 'src/routes' : `src/routes/${openName(layout)}`
  const load = [
    "import type { PageServerLoad } from './$types'",
    '',
    'export const load: PageServerLoad = ({ locals }) => ({ name: locals.session?.claims.name })',
  ]
  const script = ['<script lang="ts">', '  let { data } = $props()', '</script>', '']
  return {
    [`${place}/+page.server.ts`]: load,
    [`${place}/+page.svelte`]: [
      ...script,
      `<main ${LOOKS}>`,
      `  <p>{data.name ? \`${words.signedIn}$\{data.name}\` : '${words.everybody}'}</p>`,
      `  <p><a href="/private">${words.toPrivate}</a></p>`,
      '</main>',
    ],
    'src/routes/private/+page.server.ts': load,
    'src/routes/private/+page.svelte': [
      ...script,
      `<main ${LOOKS}>`,
      `  <p>${words.hello}{data.name}</p>`,
      `  <p>${words.only}</p>`,
      `  <p><a href="${layout.open}">${words.home}</a></p>`,
      ...indent(signOut(layout), '  '),
      '</main>',
    ],
    'src/routes/api/me/+server.ts': [
      "import { json } from '@sveltejs/kit'",
      "import type { RequestHandler } from './$types'",
      '',
      'export const GET: RequestHandler = ({ locals }) => json({ sub: locals.session?.sub })',
    ],
  }
}

/** Astro: a file for each route. */
export function astroPages(layout: Layout): Files {
  const words = PAGE_WORDS[layout.language]
  const page = (lines: readonly string[]): readonly string[] => [
    '---',
    'const { session } = Astro.locals',
    '---',
    '',
    `<html lang="${words.tag}">`,
    '  <head>',
    '    <meta charset="utf-8" />',
    '    <meta name="viewport" content="width=device-width, initial-scale=1" />',
    `    <title>{${JSON.stringify(layout.title)}}</title>`,
    '  </head>',
    `  <body ${LOOKS}>`,
    ...indent(lines, '    '),
    '  </body>',
    '</html>',
  ]
  return {
    [`src/pages/${openName(layout) || 'index'}.astro`]: page([
      `<p>{session ? \`${words.signedIn}$\{session.claims.name}\` : '${words.everybody}'}</p>`,
      `<p><a href="/private">${words.toPrivate}</a></p>`,
    ]),
    'src/pages/private.astro': page([
      `<p>${words.hello}{session?.claims.name}</p>`,
      `<p>${words.only}</p>`,
      `<p><a href="${layout.open}">${words.home}</a></p>`,
      ...signOut(layout),
    ]),
    'src/pages/api/me.ts': [
      "import type { APIRoute } from 'astro'",
      '',
      'export const GET: APIRoute = ({ locals }) => Response.json({ sub: locals.session?.sub })',
    ],
  }
}

/** Nuxt. @param base - where its pages begin: `app/`, or empty */
export function nuxtPages(layout: Layout, base: string): Files {
  const words = PAGE_WORDS[layout.language]
  return {
    [`${base}pages/${openName(layout) || 'index'}.vue`]: [
      '<script setup lang="ts">',
      '  const session = useSession()',
      '</script>',
      '',
      '<template>',
      `  <main ${LOOKS}>`,
      `    <p>{{ session ? \`${words.signedIn}$\{session.name}\` : '${words.everybody}' }}</p>`,
      `    <p><NuxtLink to="/private">${words.toPrivate}</NuxtLink></p>`,
      '  </main>',
      '</template>',
    ],
    [`${base}pages/private.vue`]: [
      '<script setup lang="ts">',
      "  definePageMeta({ middleware: 'signed-in' })",
      '  const session = useSession()',
      '</script>',
      '',
      '<template>',
      `  <main ${LOOKS}>`,
      `    <p>${words.hello}{{ session?.name }}</p>`,
      `    <p>${words.only}</p>`,
      `    <p><NuxtLink to="${layout.open}">${words.home}</NuxtLink></p>`,
      ...indent(signOut(layout), '    '),
      '  </main>',
      '</template>',
    ],
    'server/api/me.get.ts': ['export default defineGuardedHandler(({ sub }) => ({ sub }))'],
  }
}

/** React Router: modules of routes, which `app/login.routes.ts` names. */
export function routerPages(layout: Layout): Files {
  const words = PAGE_WORDS[layout.language]
  const look = `const look = ${JSON.stringify(LOOK.body)} as const`
  return {
    'app/routes/catflap.tsx': [
      "import { Link } from 'react-router'",
      "import { sessionContext } from '../login.server'",
      "import type { Route } from './+types/catflap'",
      '',
      look,
      '',
      'export function loader({ context }: Route.LoaderArgs) {',
      '  return { name: context.get(sessionContext)?.claims.name }',
      '}',
      '',
      'export default function Open({ loaderData: { name } }: Route.ComponentProps) {',
      '  return (',
      '    <main style={look}>',
      `      <p>{name ? \`${words.signedIn}$\{name}\` : '${words.everybody}'}</p>`,
      '      <p>',
      '        {/* reloadDocument: a login is a navigation of the browser, not of the router */}',
      '        <Link to="/private" reloadDocument>',
      `          ${words.toPrivate}`,
      '        </Link>',
      '      </p>',
      '    </main>',
      '  )',
      '}',
    ],
    'app/routes/private.tsx': [
      "import { Link } from 'react-router'",
      "import { guardedContext, requireLogin } from '../login.server'",
      "import type { Route } from './+types/private'",
      '',
      look,
      '',
      'export const middleware: Route.MiddlewareFunction[] = [requireLogin]',
      '',
      'export function loader({ context }: Route.LoaderArgs) {',
      '  return { name: context.get(guardedContext).claims.name }',
      '}',
      '',
      'export default function Private({ loaderData: { name } }: Route.ComponentProps) {',
      '  return (',
      '    <main style={look}>',
      `      <p>{\`${words.hello}$\{name}\`}</p>`,
      `      <p>${words.only}</p>`,
      `      <p><Link to="${layout.open}">${words.home}</Link></p>`,
      ...indent(
        signOut(layout).map((line) =>
          line.replace(/style="[^"]*"/, `style={${JSON.stringify(LOOK.button)}}`),
        ),
        '      ',
      ),
      '    </main>',
      '  )',
      '}',
    ],
    'app/routes/me.ts': [
      "import { guardedContext, requireLogin } from '../login.server'",
      "import type { Route } from './+types/me'",
      '',
      'export const middleware: Route.MiddlewareFunction[] = [requireLogin]',
      '',
      'export function loader({ context }: Route.LoaderArgs) {',
      '  return Response.json({ sub: context.get(guardedContext).sub })',
      '}',
    ],
  }
}

/** NestJS: one controller, which `src/app.module.ts` names. */
export function nestPages(layout: Layout): Files {
  const words = PAGE_WORDS[layout.language]
  const page = (lines: readonly string[]): readonly string[] => [
    '    return page(`',
    ...lines,
    '`)',
    '  }',
  ]
  return {
    'src/catflap.controller.ts': [
      "import { Controller, Get, Req } from '@nestjs/common'",
      "import type { Session } from 'catflap'",
      "import type { Request } from 'express'",
      "import { CurrentSession, RequireLogin } from './login.js'",
      '',
      '@Controller()',
      'export class CatflapController {',
      "  @Get('catflap')",
      '  open(@Req() req: Request) {',
      `    const text = req.auth ? \`${words.signedIn}$\{nameOf(req.auth)}\` : '${words.everybody}'`,
      ...page(['<p>$' + '{text}</p>', `<p><a href="/private">${words.toPrivate}</a></p>`]),
      '',
      "  @Get('private')",
      '  @RequireLogin()',
      '  hello(@CurrentSession() session: Session) {',
      ...page([
        `<p>${words.hello}$\{nameOf(session)}</p>`,
        `<p>${words.only}</p>`,
        `<p><a href="/catflap">${words.home}</a></p>`,
        ...signOut(layout),
      ]),
      '',
      "  @Get('api/me')",
      '  @RequireLogin()',
      '  me(@CurrentSession() { sub }: Session) {',
      '    return { sub }',
      '  }',
      '}',
      '',
      'const page = (body: string) => `<!doctype html>',
      `<html lang="${words.tag}">`,
      '<meta charset="utf-8">',
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      `<body ${LOOKS}>`,
      '$' + '{body}`',
      '',
      'const nameOf = ({ claims, sub }: Session) =>',
      '  String(claims.name ?? sub).replace(/[&<>"\']/g, (sign) => `&#$' +
        '{sign.charCodeAt(0)};`)',
    ],
  }
}
