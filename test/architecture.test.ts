/**
 * The import tables of ARCHITECTURE.md, enforced, and no circle anywhere.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findCircles, importsOf, ROOT, sourcesIn } from './support/imports.ts'

const LIBRARY = 'packages/catflap/src/'

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** The rows of one package's table, in their order: a part, and what it may import. */
type Table = ReadonlyMap<string, ReadonlySet<string>>

/** The tables by the folder whose sources they are about, with a slash at its end. */
function importTables(): ReadonlyMap<string, Table> {
  const text = textOf('ARCHITECTURE.md')
  const section = text.slice(text.indexOf('## Who may import whom'), text.indexOf('## Decisions'))
  const parts = section.split(/^### `([^`]+)`$/m).slice(1)
  const tables = new Map<string, Table>()
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const rows = [...(parts[i + 1] ?? '').matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)]
    const read = rows.map(([, from = '', allowed = '']): [string, Set<string>] => [
      from,
      new Set([...allowed.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)),
    ])
    tables.set(`${parts[i]}/`, new Map(read))
  }
  return tables
}

/** `store/memory.ts` of a package is part of `store`, `errors.ts` is `errors`; others keep their name. */
const partOf = (path: string, base: string): string =>
  path.startsWith(base)
    ? (path
        .slice(base.length)
        .replace(/\.tsx?$/, '')
        .split('/')[0] ?? '')
    : path

const tables = importTables()

describe('the import tables', () => {
  it('are about the packages and the viewer', () => {
    expect([...tables.keys()]).toEqual([
      'packages/lazycat/src/',
      'packages/forward/src/',
      LIBRARY,
      'packages/devbox/src/',
      'packages/gate/src/',
      'apps/env-viewer/src/',
    ])
  })

  it('have arrows down only, but for the one that the text above them names', () => {
    const up = [...tables].flatMap(([base, table]) => {
      const order = [...table.keys()]
      return order.flatMap((from, row) =>
        [...(table.get(from) ?? [])]
          .filter((to) => order.indexOf(to) > row)
          .map((to) => `${base}: ${from} → ${to}`),
      )
    })
    expect(up).toEqual(['packages/devbox/src/: box → faults'])
  })
})

describe.each([...tables])('imports in %s', (base, table) => {
  const sources = sourcesIn(base)

  it('are those of its table in ARCHITECTURE.md, and no others', () => {
    const wrong = sources.flatMap((file) => {
      const allowed = table.get(partOf(file, base))
      return importsOf(file)
        .map((target) => partOf(target, base))
        .filter((target) => !allowed?.has(target))
        .map((target) => `${file} → ${target}`)
    })
    expect(wrong).toEqual([])
  })

  it('that the table allows are all in use', () => {
    const used = new Set(
      sources.flatMap((file) =>
        importsOf(file).map((target) => `${partOf(file, base)} → ${partOf(target, base)}`),
      ),
    )
    const idle = [...table].flatMap(([from, allowed]) =>
      [...allowed].map((to) => `${from} → ${to}`).filter((arrow) => !used.has(arrow)),
    )
    expect(idle).toEqual([])
  })
})

describe('imports', () => {
  it('form no circle in any package, types included', () => {
    const all = sourcesIn('packages', 'apps', 'bench', 'test', 'examples', 'scripts')
    expect(findCircles(new Map(all.map((file) => [file, importsOf(file)])))).toEqual([])
  })

  it.each<[string, Record<string, readonly string[]>, string[]]>([
    ['of two', { 'a.ts': ['b.ts'], 'b.ts': ['a.ts'] }, ['a.ts → b.ts → a.ts']],
    ['of one', { 'a.ts': ['a.ts'] }, ['a.ts → a.ts']],
    [
      'that is entered from elsewhere',
      { 'a.ts': ['b.ts', 'yaml'], 'b.ts': ['c.ts'], 'c.ts': ['d.ts'], 'd.ts': ['b.ts'] },
      ['b.ts → c.ts → d.ts → b.ts'],
    ],
    [
      'of none, where two ways lead to one file',
      { 'a.ts': ['b.ts', 'c.ts'], 'b.ts': ['c.ts'] },
      [],
    ],
  ])('are seen when they form a circle %s', (_, imports, circles) => {
    expect(findCircles(new Map(Object.entries(imports)))).toEqual(circles)
  })

  it('of fetch stay in provider/', () => {
    const callers = sourcesIn(LIBRARY).filter((file) => /\bfetch\(/.test(textOf(file)))
    expect(callers).toEqual([])
  })

  it('of the devbox reach nothing of the library', () => {
    const wrong = sourcesIn('packages/devbox/src').flatMap((file) =>
      importsOf(file).filter(
        (to) =>
          !/^(node:|packages\/devbox\/src\/|catflap-lazycat\/|catflap-forward$|@peculiar\/|yaml$)/.test(
            to,
          ),
      ),
    )
    expect(wrong).toEqual([])
  })

  it('of the gate reach the library by its public names, and nothing of the devbox', () => {
    const wrong = sourcesIn('packages/gate/src').flatMap((file) =>
      importsOf(file).filter(
        (to) =>
          !/^(node:|packages\/gate\/src\/|catflap-(lazycat\/|forward$)|prom-client$|yaml$)/.test(
            to,
          ) && !/^catflap(\/(node|doctor|frame|lmdb|redis))?$/.test(to),
      ),
    )
    expect(wrong).toEqual([])
  })

  it('of what passes HTTP on reach neither a login nor a box', () => {
    const wrong = sourcesIn('packages/forward/src').flatMap((file) =>
      importsOf(file).filter((to) => !/^(node:|packages\/forward\/src\/)/.test(to)),
    )
    expect(wrong).toEqual([])
  })

  it('of apps and benches use the packages by their public names', () => {
    const wrong = sourcesIn('apps', 'bench').flatMap((file) =>
      importsOf(file)
        .filter(
          (to) =>
            to.startsWith('packages/') ||
            /^catflap\/(?!(node|hono|express|fastify|koa|doctor|lmdb)$)/.test(to),
        )
        .map((to) => `${file} → ${to}`),
    )
    expect(wrong).toEqual([])
  })

  it('of the protocol touch neither clock nor randomness', () => {
    const wrong = sourcesIn(`${LIBRARY}protocol`).filter((file) =>
      /Date\.now|new Date|Math\.random|randomBytes|performance/.test(textOf(file)),
    )
    expect(wrong).toEqual([])
  })
})

describe('style sheets', () => {
  it('begin with no family for which a Chinese Linux has a proportional one', () => {
    const lists = sourcesIn('packages', 'apps').flatMap((file) =>
      [...textOf(file).matchAll(/(?:font-family|--mono): ?([^;}]*monospace)/g)].map(
        ([, list = '']) => list.split(/\s*,\s*/)[0]?.replace(/["']/g, ''),
      ),
    )
    expect([...new Set(lists)].sort()).toEqual(['Consolas', 'Noto Sans Mono CJK SC'])
  })
})

describe('tests that replace a module', () => {
  it('are those of the stores, each with a process of its own, and two whose modules no other loads', () => {
    const replacing = sourcesIn('packages', 'apps', 'test')
      .filter((file) => /^vi\.mock\(/m.test(textOf(file)))
      .filter((file) => !file.startsWith(`${LIBRARY.replace('src', 'test')}store/`))
    expect(replacing.sort()).toEqual([
      'packages/catflap/test/adapters/next.test.ts',
      'test/docs/mutation-runner.test.ts',
    ])
  })
})

describe('what tests have in common', () => {
  it('has no hooks of its own: files that share a process load it once, and only the first would have them', () => {
    const hooked = sourcesIn('packages', 'apps', 'test')
      .filter((file) => !/\.(test|slow)\.tsx?$|^test\/(opt-in|providers)\//.test(file))
      .filter((file) => /^(before|after)(Each|All)\(/m.test(textOf(file)))
    // vitest runs that one again before each file.
    expect(hooked).toEqual(['test/support/globals.ts'])
  })
})
