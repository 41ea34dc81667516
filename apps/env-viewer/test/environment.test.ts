/** The page of the environment: what it shows to whom, what a search tells, and what it must not. */

import { execFileSync } from 'node:child_process'
import { parseEnv } from 'node:util'
import type { Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { SCRIPTS } from '../src/pages/script.ts'
import { NAVIGATION, startViewer, type Visitor } from './support.ts'

const PASSWORD = 'correct-horse-battery'
const VARIABLES = {
  DATABASE_URL: `postgres://app:${PASSWORD}@db/app`,
  API_KEY: 'k-1234567890',
  COPY: `see ${PASSWORD}`,
  DB_PASSWORD: PASSWORD,
  MULTI: 'line one\nline "two" it\'s `three`',
  LAZYCAT_AUTH_OIDC_ISSUER: 'https://mybox.heiyu.space/sys/oauth',
  SMTP_HOST: '<no value>',
}
let box: Devbox
let visitor: Visitor
let lines: string[]
let secret: string

beforeAll(async () => {
  ;({ box, visitor, lines } = await startViewer('alice', VARIABLES))
  secret = box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? ''
  await visitor.open('/session')
})
afterAll(() => box.close())

const html = async (path: string, language = 'en', of = visitor): Promise<string> => {
  const headers = { ...NAVIGATION, 'accept-language': language }
  return (await of.ask(path, { headers })).text()
}
const shownNames = (page: string): string[] =>
  [...page.matchAll(/<dt><span data-find=""><code[^>]*>([^<]+)</g)].map(([, name]) => name ?? '')
const reveals = (): object[] =>
  lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'secrets-revealed')

describe('the variables', () => {
  it('stand in their groups, each known one with what it is', async () => {
    const page = await html('/env')
    const titles = [
      'From LazyCat, at run time',
      'From LazyCat, when the app is deployed',
      'OpenID Connect, generic names',
      'Settings of this viewer',
      'Others',
    ]
    const order = [...page.matchAll(/<section data-section=""><h2>([^<]+)</g)].map(([, t]) => t)
    expect(order).toEqual(titles)
    const names = shownNames(page)
    expect(names.indexOf('LAZYCAT_BOX_DOMAIN')).toBeLessThan(names.indexOf('LAZYCAT_APP_DEPLOY_ID'))
    expect(names.indexOf('CATFLAP_STORE')).toBeLessThan(names.indexOf('API_KEY'))
    expect(page).toContain('identifier of the box’s OpenID Provider')
    expect(page).toContain('Documented: lzc-developer-doc: advanced-envs<')
    expect(page).toContain('Observed on a box: environment of a running app')
  })

  it('are explained in Chinese, too', async () => {
    const page = await html('/env', 'zh')
    for (const part of [
      '懒猫微服：部署时变量',
      '签发者：微服 OpenID Provider 的标识',
      '见官方文档: 懒猫开发者文档：advanced-envs<',
    ])
      expect(page).toContain(part)
  })
})

describe('the warnings', () => {
  it.each([
    ['en', ['LAZYCAT_AUTH_OIDC_ISSUER', 'misspelt', 'remove this one', 'SMTP_HOST', 'A template']],
    [
      'zh',
      ['LAZYCAT_AUTH_OIDC_ISSUER', '名称写错', '请删除这一个', 'SMTP_HOST', 'manifest 中的模板'],
    ],
  ])('in %s name the variable and what to do', async (language, parts) => {
    const [section = ''] =
      /<section class="warnings">.*?<\/section>/s.exec(await html('/env', language)) ?? []
    for (const part of parts) expect(section).toContain(part)
  })

  it('are not there when nothing is wrong', async () => {
    const other = await startViewer('alice')
    const page = await (await other.visitor.open('/env')).text()
    await other.box.close()
    expect(page).not.toContain('class="warnings"')
  })
})

describe('a search', () => {
  it.each([
    ['lazycat_app_id', ['LAZYCAT_APP_ID']],
    ['  MEMORY: ', ['CATFLAP_STORE']],
    ['postgres://app', ['DATABASE_URL']],
    ['nothing like this', []],
  ])('for %j finds %j', async (query, names) => {
    const page = await html(`/env?q=${encodeURIComponent(query)}`)
    expect(shownNames(page)).toEqual(names)
    expect(page).toContain('data-search="part"')
  })

  it('tells nothing of a secret, however much of it one guesses', async () => {
    for (const hidden of [PASSWORD, secret, VARIABLES.API_KEY]) {
      for (const length of [6, 8, hidden.length]) {
        for (const method of ['GET', 'POST']) {
          const path = `/env?q=${encodeURIComponent(hidden.slice(0, length))}`
          const page = method === 'GET' ? await html(path) : await (await visitor.send(path)).text()
          expect(shownNames(page), `${method} ${length}`).toEqual([])
        }
      }
    }
  })

  it('shows what was searched for as text', async () => {
    const page = await html(`/env?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(page).not.toContain('<script>alert')
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;')
  })

  it('is left to the script where everything is on the page', async () => {
    const page = await html('/env')
    expect(page).toContain('<form class="search" method="get" action="/env" data-search="whole"')
    expect(page).toContain(`<script>${SCRIPTS.search}</script>`)
  })
})

describe('a reveal', () => {
  it('of one secret shows that one, keeps the search, and is told in the log by name only', async () => {
    const before = reveals().length
    const page = await (await visitor.send('/env?q=key', 'name=API_KEY')).text()
    expect(page).toContain(VARIABLES.API_KEY)
    expect(shownNames(page)).toContain('API_KEY')
    for (const hidden of [PASSWORD, secret]) expect(page).not.toContain(hidden)
    const sub = ((await (await visitor.ask('/api/session')).json()) as { sub: string }).sub
    expect(reveals().slice(before)).toEqual([
      { time: expect.any(String), type: 'secrets-revealed', by: sub, names: ['API_KEY'] },
    ])
  })

  it('of all shows all, and is told in the log', async () => {
    const before = reveals().length
    const page = await (await visitor.send('/env')).text()
    for (const hidden of [PASSWORD, secret, VARIABLES.API_KEY]) expect(page).toContain(hidden)
    expect(reveals().slice(before)).toMatchObject([{ names: 'all' }])
  })

  it.each(['name=NO_SUCH', 'name=CATFLAP_STORE', 'name='])(
    'of what is no secret (%s) shows none and says nothing',
    async (body) => {
      const before = reveals().length
      const page = await (await visitor.send('/env', body)).text()
      for (const hidden of [PASSWORD, secret, VARIABLES.API_KEY]) expect(page).not.toContain(hidden)
      expect(reveals()).toHaveLength(before)
    },
  )

  it('is not to be had by an address', async () => {
    for (const path of [
      '/env?name=API_KEY',
      '/env?reveal=all',
      '/env?name=',
      '/env?secrets=include',
    ])
      expect(await html(path)).not.toContain(VARIABLES.API_KEY)
  })

  it('leaves no value in the log', async () => {
    await visitor.send('/env')
    await visitor.send('/env/download/json', 'secrets=include')
    for (const hidden of [PASSWORD, secret, VARIABLES.API_KEY])
      expect(lines.join('\n')).not.toContain(hidden)
  })
})

describe('a download', () => {
  const file = async (form: string, secrets = false): Promise<string> => {
    const path = `/env/download/${form}`
    const answer = secrets ? visitor.send(path, 'secrets=include') : visitor.ask(path)
    return (await answer).text()
  }
  const everything = (): Record<string, string> => ({
    ...box.environment,
    CATFLAP_STORE: 'memory:',
    ...VARIABLES,
  })
  const runs: Readonly<Record<string, (text: string) => unknown>> = {
    json: (text) => JSON.parse(text),
    export: (text) => {
      const run = { input: `${text}\nexec env -0`, encoding: 'utf8' } as const
      const output = execFileSync('env', ['-i', 'PATH=/usr/bin:/bin', 'sh'], run)
      const pairs = output.split('\0').map((pair) => /^([^=]+)=(.*)$/s.exec(pair)?.slice(1) ?? [])
      return Object.fromEntries(pairs)
    },
  }

  it.each(['json', 'export'])('as %s gives back every value exactly', async (form) => {
    expect(runs[form]?.(await file(form, true))).toMatchObject(everything())
  })

  it('as .env gives back every value, but for one that it says it cannot hold', async () => {
    const { MULTI: _, ...rest } = everything()
    const text = await file('env', true)
    expect(parseEnv(text)).toEqual(rest)
    expect(text).toContain('# "MULTI": cannot be written in this format')
  })

  it('with secrets is told in the log', async () => {
    const before = reveals().length
    await file('json', true)
    await file('json')
    expect(reveals().slice(before)).toMatchObject([{ names: 'all' }])
  })

  it.each(['env', 'export', 'json', 'example', 'manifest'])(
    'as %s holds no secret that nobody asked for',
    async (form) => {
      const text = await file(form)
      for (const hidden of [PASSWORD, secret, VARIABLES.API_KEY]) expect(text).not.toContain(hidden)
    },
  )

  it('as manifest block is YAML that maps what the box offers', async () => {
    const { environment } = parse(await file('manifest')) as { environment: string[] }
    expect(environment).toContain(
      'LAZYCAT_AUTH_OIDC_CLIENT_SECRET=${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}',
    )
    expect(environment).toContain('API_KEY=')
    expect(environment).toContain(`MULTI=${VARIABLES.MULTI}`)
    expect(environment.join()).not.toContain('LAZYCAT_BOX_DOMAIN')
  })

  it('as .env.example names everything, with what it is in the reader’s language', async () => {
    const headers = { 'accept-language': 'zh' }
    const text = await (await visitor.ask('/env/download/example', { headers })).text()
    expect(parseEnv(text)).toEqual(
      Object.fromEntries(Object.keys(everything()).map((name) => [name, ''])),
    )
    expect(text).toContain('# 授权端点。\nLAZYCAT_AUTH_OIDC_AUTH_URI=\n')
  })
})
