/** Next.js: a whole app of the App Router, or what an app that is there lacks. */
import type { Layout, ProjectFramework, SourceFile } from './framework.ts'
import { LOOK, PAGE_WORDS } from './pages.ts'

export const next: ProjectFramework = {
  kind: 'project',
  title: 'Next.js',
  marks: ['next'],
  packages: { next: '^16.0.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
  types: { '@types/react': '^19.0.0' },
  whole: true,
  files: (layout) => [...loginFiles(layout), ...pageFiles(layout), config(layout)],
  home: [],
  dev: 'next dev -H 127.0.0.1',
  build: 'next build',
  run: 'server.js',
  environment: ['HOSTNAME=0.0.0.0'],
  page: 'next',
}

/** The lines that Next needs to leave the login's native binary alone, and to take it along. */
export const NEXT_CONFIG = [
  "  serverExternalPackages: ['catflap'],",
  "  output: 'standalone',",
  "  outputFileTracingIncludes: { '/*': ['node_modules/@lmdb/**'] },",
] as const

const file = (
  name: string,
  lines: readonly string[],
  kind: SourceFile['kind'] = 'source',
): SourceFile => ({ name, lines, kind })

function loginFiles({ base, typed }: Layout): readonly SourceFile[] {
  const ending = typed ? 'ts' : 'js'
  const type = (text: string): string => (typed ? text : '')
  return [
    file(
      `${base}lib/login.${ending}`,
      [
        "import { createNextLogin } from 'catflap/next'",
        '',
        'export const { proxy, requireLogin, getSession, requireSession } = createNextLogin()',
      ],
      'login',
    ),
    file(
      `${base}proxy.${ending}`,
      [
        ...(typed ? ["import type { NextRequest } from 'next/server'"] : []),
        "import { proxy as open, requireLogin } from './lib/login'",
        '',
        `export function proxy(request${type(': NextRequest')})${type(': Promise<Response>')} {`,
        "  return request.nextUrl.pathname.startsWith('/api/') ? requireLogin(request) : open(request)",
        '}',
        '',
        "export const config = { matcher: '/((?!_next/static|_next/image).*)' }",
      ],
      'login',
    ),
    file(`${base}app/api/me/route.${ending}`, [
      "import { requireSession } from '../../../lib/login'",
      '',
      'export async function GET() {',
      '  const { sub, groups } = await requireSession()',
      '  return Response.json({ sub, groups })',
      '}',
    ]),
  ]
}

function pageFiles({ base, typed, title, language }: Layout): readonly SourceFile[] {
  const ending = typed ? 'tsx' : 'jsx'
  const words = PAGE_WORDS[language]
  const signOut = `<button style={${JSON.stringify(LOOK.button)}}>${words.signOut}</button>`
  const form = ['<form method="post" action="/logout">', `  ${signOut}`, '</form>']
  const heading = `<h1>{${JSON.stringify(title)}}</h1>`
  return [
    file(`${base}app/layout.${ending}`, [
      ...(typed ? ["import type { ReactNode } from 'react'", ''] : []),
      `export const metadata = { title: ${JSON.stringify(title)} }`,
      `const look = ${JSON.stringify({ ...LOOK.body, colorScheme: 'light dark' })}`,
      '',
      `export default function Layout({ children }${typed ? ': { children: ReactNode }' : ''}) {`,
      `  return <html lang="${words.tag}"><body style={look}>{children}</body></html>`,
      '}',
    ]),
    file(`${base}app/page.${ending}`, [
      "import Link from 'next/link'",
      "import { getSession } from '../lib/login'",
      '',
      'export default async function Page() {',
      '  const session = await getSession()',
      '  return (',
      '    <main>',
      `      ${heading}`,
      `      <p>{session ? \`${words.signedIn}$\{session.claims.name}\` : '${words.everybody}'}</p>`,
      `      <p><Link href="/private">${words.toPrivate}</Link></p>`,
      '      {session && (',
      ...form.map((line) => `        ${line}`),
      '      )}',
      '    </main>',
      '  )',
      '}',
    ]),
    file(`${base}app/private/page.${ending}`, [
      "import Link from 'next/link'",
      "import { requireSession } from '../../lib/login'",
      '',
      'export default async function Page() {',
      '  const session = await requireSession()',
      '  return (',
      '    <main>',
      `      ${heading}`,
      `      <p>{\`${words.hello}$\{session.claims.name}\`}</p>`,
      `      <p>${words.only}</p>`,
      `      <p><Link href="/">${words.home}</Link></p>`,
      ...form.map((line) => `      ${line}`),
      '    </main>',
      '  )',
      '}',
    ]),
  ]
}

function config({ typed }: Layout): SourceFile {
  const lines = [
    ...(typed ? ["import type { NextConfig } from 'next'", ''] : []),
    `const config${typed ? ': NextConfig' : ''} = {`,
    ...NEXT_CONFIG,
    '}',
    'export default config',
  ]
  return file(`next.config.${typed ? 'ts' : 'mjs'}`, lines, 'login')
}
