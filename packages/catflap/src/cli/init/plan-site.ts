/** A single-page app, or a folder of files: its files stay, and a small server gives them out. */
import { readOwnText } from './files.ts'
import type { StaticFramework } from './frameworks/framework.ts'
import { PAGE_WORDS } from './frameworks/pages.ts'
import type { Parts, Setting } from './parts.ts'
import { HAS_LOGIN } from './project.ts'
import { requirePlain } from './scripts.ts'

const SERVER = 'catflap-server.mjs'

export function planSite(framework: StaticFramework, { project, language }: Setting): Parts {
  const { site = { folder: 'public', packed: 'public', from: 'public', to: 'public' } } = project
  requirePlain(site.folder, site.packed, site.from, site.to)
  const present = readOwnText(project.folder, SERVER)
  const hasLogin = present !== undefined && HAS_LOGIN.test(present)
  const build = project.packageJson?.scripts.build
  const { name } = project.manager
  const folder = site.folder === site.packed ? '' : ` ${site.folder}`
  const start = `catflap-devbox -- node ${SERVER}${folder}`
  const signOut = `<form method="post" action="/logout"><button>${PAGE_WORDS[language].signOut}</button></form>`
  return {
    sources: hasLogin
      ? []
      : [{ name: SERVER, kind: 'server', lines: framework.server(site.packed) }],
    edits: [],
    pastes: hasLogin ? [] : [{ file: '', lines: [signOut] }],
    example: undefined,
    tsconfig: undefined,
    run: SERVER,
    environment: ['HOST=0.0.0.0'],
    dev: build === undefined ? start : `${name} run build && ${start}`,
    build,
    start: undefined,
    content: { kind: 'site', server: SERVER, from: site.from, to: site.to },
    packages: framework.packages,
    types: framework.types,
    page: undefined,
    open: '/',
  }
}
