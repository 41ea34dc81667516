/**
 * The pages of docs/providers: each in both languages, with the same settings, which the real reader of the
 * configuration accepts, the addresses that the login itself names, and sources.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { createLogin, misspellings, VARIABLES } from 'catflap'
import { describe, expect, it } from 'vitest'

const FOLDER = new URL('../../docs/providers/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8')

const files = readdirSync(FOLDER).filter((name) => !name.startsWith('README'))
const english = files.filter((name) => !name.endsWith('.zh-CN.md'))
const pages = english.map((file) => {
  const id = file.replace(/\.md$/, '')
  return { id, en: read(file), zh: read(`${id}.zh-CN.md`) }
})

const HEADINGS = {
  en: ['Register', 'Settings', 'Groups', 'Refresh tokens', 'Logout', 'Oddities', 'Sources'],
  zh: ['登记', '设置', '用户组', '刷新令牌', '退出登录', '特点', '来源'],
} as const

const all = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? match[0])
const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort()
const settingsOf = (text: string): string => /```sh\n([\s\S]+?)```/.exec(text)?.[1] ?? ''
/** Settings that a sentence names with a value. */
const inSentences = (text: string): readonly string[] => all(text, /`(OIDC_[A-Z_]+=[^`]+)`/g)

describe('docs/providers', () => {
  it('has a page for each provider of the index, in both languages', () => {
    expect(english).toHaveLength(14)
    expect(files).toHaveLength(2 * english.length)
    for (const [index, ending] of [
      ['README.md', '.md'],
      ['README.zh-CN.md', '.zh-CN.md'],
    ] as const) {
      const linked = all(read(index), /^\| \[[^\]]+\]\(([^)]+)\) \|/gm)
      expect([...linked].sort()).toEqual(pages.map(({ id }) => id + ending).sort())
    }
  })

  it.each(pages)('tells of $id the same in both languages', ({ en, zh }) => {
    expect(all(en, /^## (.+)$/gm)).toEqual(HEADINGS.en)
    expect(all(zh, /^## (.+)$/gm)).toEqual(HEADINGS.zh)
    expect(settingsOf(zh)).toBe(settingsOf(en))
    expect([...inSentences(zh)].sort()).toEqual([...inSentences(en)].sort())
    const names = /\b(?:OIDC|CATFLAP)(?:_[A-Z]+)+\b/g
    expect(unique(all(zh, names))).toEqual(unique(all(en, names)))
    const places = /^\| [^|]+ \| (`[^|]+`) \| [^|]*?(`[^|]+`)[^|]* \|$/gm
    const rows = (text: string) =>
      [...text.matchAll(places)].map(([, place, value]) => [place, value])
    expect(rows(en).length).toBeGreaterThan(1)
    expect(rows(zh)).toEqual(rows(en))
    const links = /\]\((https:[^)]+)\)/g
    expect(all(en, links).length).toBeGreaterThan(0)
    expect(all(zh, links)).toEqual(all(en, links))
    expect(zh).toMatch(/\p{Script=Han}/u)
  })

  it.each(pages)(
    'gives for $id settings that the reader of the configuration accepts',
    ({ en }) => {
      const settings = parseEnv(settingsOf(en)) as Record<string, string>
      // Nothing else, at any of them.
      expect(Object.keys(settings).sort()).toEqual([
        'OIDC_CLIENT_ID',
        'OIDC_CLIENT_SECRET',
        'OIDC_ISSUER',
        'OIDC_REDIRECT_URI',
      ])
      const known: readonly string[] = Object.values(VARIABLES).flat()
      const named = all(en, /\b((?:OIDC|CATFLAP)(?:_[A-Z]+)+)\b/g)
      expect(named.filter((name) => !known.includes(name))).toEqual([])
      for (const more of ['', ...inSentences(en)]) {
        const environment = { ...settings, ...parseEnv(more), CATFLAP_STORE: 'memory:' }
        expect(misspellings(environment)).toEqual([])
        const login = createLogin({ environment })
        expect(login.client.issuer).toBe(settings.OIDC_ISSUER)
        const { redirectUri, postLogoutRedirectUri, backChannelLogoutUri } = login.client
        const registered = all(en, /^\| [^|]+ \| `[^|]+` \| `(https:[^|]+)` \|$/gm)
        const own = [redirectUri, postLogoutRedirectUri, backChannelLogoutUri]
        expect(registered.filter((address) => !own.includes(address))).toEqual([])
        expect(registered).toContain(redirectUri)
      }
    },
  )

  it.each(pages)('of $id can be read in a minute or two', ({ en }) => {
    expect(en.split(/[ \n]+/).length).toBeLessThan(500)
  })
})
