/** A server in one file: a new one, or an example beside the one that is there. */
import type { ServerFramework } from './frameworks/framework.ts'
import { buildPages } from './frameworks/pages.ts'
import type { Parts, Setting } from './parts.ts'
import { requirePlain } from './scripts.ts'

export function planServer(framework: ServerFramework, setting: Setting): Parts {
  const { project, answers, language, hasTsconfig } = setting
  const { server, typed, modules } = project
  const ending = `${modules ? '' : 'm'}${typed ? 'ts' : 'js'}`
  const example = server !== undefined
  const entry = server?.hasLogin
    ? server.name
    : `${example ? 'catflap-example' : 'server'}.${ending}`
  requirePlain(entry)
  const pages = `${example ? 'catflap-' : ''}pages.${ending}`
  const style = {
    typed,
    language,
    title: project.name.replace(/^@[^/]*\//, ''),
    pages: `./${pages.replace(/ts$/, 'js')}`,
  }
  const compiled = /\.m?ts$/.test(entry)
  const run = compiled ? `dist/${entry.replace(/ts$/, 'js')}` : entry
  const tsconfig = hasTsconfig(entry) ? 'tsconfig.catflap.json' : 'tsconfig.json'
  const compile = compiled ? `tsc -p ${tsconfig}` : undefined
  const start = `catflap-devbox -- node ${run}`
  const written = server?.hasLogin !== true
  return {
    sources: written
      ? [
          { name: entry, kind: 'server', lines: framework.server(style) },
          { name: pages, kind: 'source', lines: buildPages(style) },
        ]
      : [],
    edits: [],
    pastes: written && server ? [{ file: server.name, lines: framework.paste }] : [],
    example: written && server ? entry : undefined,
    tsconfig: compiled ? { name: tsconfig, entry } : undefined,
    run,
    environment: answers.start === 'service' ? ['HOST=0.0.0.0'] : [],
    dev: compile === undefined ? start : `${compile} && ${start}`,
    build: compile,
    start: `node ${run}`,
    content: { kind: 'project' },
    packages: written ? framework.packages : {},
    types: written ? framework.types : {},
    page: undefined,
    open: '/',
  }
}
