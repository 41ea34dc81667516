/**
 * The import table of ARCHITECTURE.md, enforced.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = new URL('..', import.meta.url).pathname
const LIBRARY = 'packages/catflap/src/'

/** What a file imports: relative paths resolved inside the repository, packages by name. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const specifiers = text.matchAll(
    /^(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/gm,
  )
  return [...specifiers].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? ''
    return specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier
  })
}

/** The TypeScript files below some folders of the repository. */
const files = (...folders: readonly string[]): readonly string[] =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => /\.tsx?$/.test(file) && !/node_modules|dist\//.test(file)),
  )

/** `packages/catflap/src/store/memory.ts` is part of `store`; `…/errors.ts` is `errors`. */
const partOf = (path: string): string =>
  path.startsWith(LIBRARY)
    ? (path.slice(LIBRARY.length).replace(/\.ts$/, '').split('/')[0] ?? '')
    : path

function importTable(): ReadonlyMap<string, ReadonlySet<string>> {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
  const section = text.slice(text.indexOf('## Who may import whom'), text.indexOf('## Decisions'))
  const rows = [...section.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)]
  return new Map(
    rows.map(([, from = '', allowed = '']) => [
      from,
      new Set([...allowed.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)),
    ]),
  )
}

describe('imports', () => {
  const table = importTable()
  const sources = files('packages/catflap/src')

  it('of the library are those of the table in ARCHITECTURE.md, and no others', () => {
    const wrong = sources.flatMap((file) => {
      const allowed = table.get(partOf(file))
      return importsOf(file)
        .map(partOf)
        .filter((target) => !allowed?.has(target))
        .map((target) => `${file} → ${target}`)
    })
    expect(wrong).toEqual([])
  })

  it('that the table allows are all in use', () => {
    const used = new Map<string, Set<string>>()
    for (const file of sources) {
      const targets = used.get(partOf(file)) ?? new Set()
      for (const target of importsOf(file)) targets.add(partOf(target))
      used.set(partOf(file), targets)
    }
    const idle = [...table].flatMap(([from, allowed]) =>
      [...allowed].filter((target) => !used.get(from)?.has(target)).map((to) => `${from} → ${to}`),
    )
    expect(idle).toEqual([])
  })

  it('of fetch stay in provider/', () => {
    const callers = sources.filter((file) =>
      /\bfetch\(/.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(callers).toEqual([])
  })

  it('of the devbox reach nothing of the library', () => {
    const wrong = files('packages/devbox/src').flatMap((file) =>
      importsOf(file).filter(
        (to) => !/^(node:|packages\/devbox\/src\/|catflap-lazycat\/|@peculiar\/|yaml$)/.test(to),
      ),
    )
    expect(wrong).toEqual([])
  })

  it('of apps and benches use the packages by their public names', () => {
    const wrong = files('apps', 'bench').flatMap((file) =>
      importsOf(file)
        .filter((to) => to.startsWith('packages/') || /^catflap\/(?!node$|hono$|doctor$)/.test(to))
        .map((to) => `${file} → ${to}`),
    )
    expect(wrong).toEqual([])
  })

  it('of the protocol touch neither clock nor randomness', () => {
    const wrong = files(`${LIBRARY}protocol`).filter((file) =>
      /Date\.now|new Date|Math\.random|randomBytes|performance/.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    )
    expect(wrong).toEqual([])
  })
})

describe('style sheets', () => {
  it('begin with no family for which a Chinese Linux has a proportional one', () => {
    const lists = files('packages', 'apps').flatMap((file) =>
      [
        ...readFileSync(join(root, file), 'utf8').matchAll(
          /(?:font-family|--mono): ?([^;}]*monospace)/g,
        ),
      ].map(([, list = '']) => list.split(/\s*,\s*/)[0]?.replace(/["']/g, '')),
    )
    expect([...new Set(lists)].sort()).toEqual(['Consolas', 'Noto Sans Mono CJK SC'])
  })
})
