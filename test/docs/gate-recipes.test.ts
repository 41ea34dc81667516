/** docs/gate-recipes.md: its settings can be followed, and both languages name the same apps, settings and sources. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { headersOf } from '../../packages/gate/src/identity/headers.ts'
import { parseSettings } from '../../packages/gate/src/settings/parse.ts'

const pages = ['gate-recipes.md', 'gate-recipes.zh-CN.md'].map((name) =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8'),
)
const blocks = pages.map((text) =>
  [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code),
)
const rows = pages.map((text) =>
  [...text.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => row.split(/(?<!\\)\|/)),
)

describe('the recipes', () => {
  it.each(blocks[0]?.map((block) => [block]) ?? [])('can be followed: %s', (block) => {
    const text = `upstream: http://127.0.0.1:8000\n${block}`
    const { settings, problems } = parseSettings({
      file: { name: 'gate.yaml', text },
      options: {},
      environment: {},
    })
    expect(problems).toBeUndefined()
    expect(headersOf(settings?.identity as never).map(([, name]) => name)).not.toEqual([])
  })

  it('tell who somebody is by the e-mail where an app wants that', () => {
    const read = parseSettings({
      file: { name: 'gate.yaml', text: `upstream: http://127.0.0.1:8000\n${blocks[0]?.[2]}` },
      options: {},
      environment: {},
    })
    expect(headersOf(read.settings?.identity as never)).toContainEqual(['email', 'Remote-User'])
  })

  it('are the same in both languages: settings, apps, and where they were read', () => {
    expect(blocks[1]).toEqual(blocks[0])
    const codes = (row: readonly string[]) => row.join('|').match(/`[^`]+`|#\d+|\b[0-9a-f]{7}\b/g)
    const apps = ([app = '']: readonly string[]) => app.trim()
    const [english = [], chinese = []] = rows.map((all) =>
      all.filter((row) => !['app', '应用'].includes(apps(row))),
    )
    expect(english.length).toBe(27)
    expect(chinese.map(apps)).toEqual(english.map(apps))
    expect(chinese.map(codes)).toEqual(english.map(codes))
  })

  it('name a source for each app', () => {
    for (const row of rows[0] ?? []) {
      expect(row.at(-1), row[0]).toMatch(/\/|docs\.|FreshRSS|filebrowser|read in/)
    }
  })
})
