/** What the pages show: to whom, in which language, and that nothing foreign becomes markup. */
import type { Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCRIPTS } from '../src/pages/script.ts'
import { NAVIGATION, startViewer, unconfiguredViewer, type Visitor } from './support.ts'

const HOSTILE = `<script>alert(1)</script>"'&amp;<img src=x onerror=y>\u202Eexe.gnp`
const SECRET_URL = 'postgres://app:hunter2@db/app'
let box: Devbox
let visitor: Visitor
let secret: string

/** Lets the box tell something hostile about its user. */
const hostileUserInfo: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  if (!response.url.endsWith('/userinfo')) return response
  const claims = (await response.json()) as object
  return Response.json({
    ...claims,
    [HOSTILE]: [HOSTILE],
    nickname: HOSTILE,
    toString: 'a name of every object',
    updated_at: 1e300,
  })
}

beforeAll(async () => {
  const variables = { EVIL: HOSTILE, [HOSTILE]: 'evil name', DATABASE_URL: SECRET_URL, EMPTY: '' }
  ;({ box, visitor } = await startViewer('alice', variables, { fetch: hostileUserInfo }))
  secret = box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? ''
  await visitor.open('/session')
})
afterAll(() => box.close())

const html = async (path: string, headers: Record<string, string> = {}): Promise<string> =>
  (await visitor.ask(path, { headers: { ...NAVIGATION, ...headers } })).text()

interface Told {
  readonly accessToken: string
  readonly idToken: string
  readonly sub: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly accessTokenExpiresAt: number
}
const tellSession = async (): Promise<Told> =>
  (await (await visitor.ask('/api/session')).json()) as Told

describe('the session page', () => {
  it('tells the whole login: steps with durations, checks, claims, role, times', async () => {
    const page = await html('/session')
    expect(page.match(/<li class="done">/g)).toHaveLength(7)
    expect(page.match(/[\d.]+ ms</g)).toHaveLength(6)
    expect(page.match(/>200 · /g)).toHaveLength(2)
    expect(page.match(/href="https:\/\/(openid\.net|www\.rfc-editor\.org)\//g)).toHaveLength(7)
    for (const name of ['state', 'signature', 'iss', 'aud', 'exp', 'nonce', 'at_hash']) {
      expect(page, name).toContain(`>${name}</code></td><td data-label="Expected">`)
    }
    expect(page.match(/✓ held/g)?.length).toBeGreaterThan(8)
    expect(page).toContain('administrator')
    expect(page).toMatch(/alice<\/code>/)
    expect(page).toMatch(
      /<time datetime="([-\d]{10}T[:\d]{8}Z)" title="\1">in 7 days · <span data-clock="">[-\d]{10} [:\d]{5} UTC<\/span><\/time>/,
    )
    expect(page).toContain('action="/logout"')
  })

  it('shows what the login spent by its shape until asked, and never the client secret', async () => {
    const masked = await html('/session')
    expect(masked).toContain('<code>code_verifier</code>')
    expect(masked.match(/43 characters, base64url/g)?.length).toBeGreaterThanOrEqual(4)
    const revealed = await (await visitor.send('/session', 'reveal=tokens')).text()
    expect(revealed.match(/43 characters, base64url/g) ?? []).toHaveLength(0)
    for (const page of [masked, revealed]) {
      expect(page).toContain('never shown')
      expect(page).not.toContain(secret)
    }
  })

  it('tells the claims of ID Token, access token and UserInfo side by side', async () => {
    const page = await html('/session')
    for (const source of ['ID Token', 'Access token', 'UserInfo']) {
      expect(page.match(new RegExp(`data-label="${source}"`, 'g'))?.length).toBeGreaterThan(8)
    }
    expect(page).toContain('since groups holds ADMIN')
  })

  it('shows tokens by their shape until a form of its own asks for them', async () => {
    const { accessToken, idToken } = await tellSession()
    const masked = await html('/session')
    expect(masked).toContain(`${accessToken.length} characters, JWT`)
    expect(masked).not.toContain(accessToken)
    expect(masked).not.toContain(idToken)
    const revealed = await (await visitor.send('/session', 'reveal=tokens')).text()
    expect(revealed).toContain(accessToken)
    expect(revealed).toContain(idToken)
    expect(await (await visitor.send('/session', 'reveal=nothing')).text()).not.toContain(idToken)
  })
})

describe('the session as JSON', () => {
  it('combines tokens, UserInfo and claims', async () => {
    const session = await tellSession()
    expect(session).toMatchObject({
      accessToken: expect.stringMatching(/^eyJ/),
      idToken: expect.stringMatching(/^eyJ/),
      userInfo: { sub: session.sub },
      claims: { sub: session.sub, groups: ['ADMIN'] },
      groups: ['ADMIN'],
      administrator: true,
    })
    expect(session.expiresAt - session.createdAt).toBe(604_800)
    expect(session.accessTokenExpiresAt).toBeGreaterThan(session.createdAt)
  })
})

describe('the environment page', () => {
  it('masks secrets until a form of its own asks for them', async () => {
    const masked = await html('/env')
    expect(masked).not.toContain(secret)
    expect(masked).not.toContain('hunter2')
    expect(masked).toContain('postgres://app:••••••••@db/app')
    const revealed = await (await visitor.send('/env')).text()
    expect(revealed).toContain(secret)
    expect(revealed).toContain(SECRET_URL)
  })

  it('sorts by name', async () => {
    const answer = (await (await visitor.ask('/api/env')).json()) as {
      variables: { name: string }[]
    }
    const names = answer.variables.map(({ name }) => name)
    expect(names).toEqual([...names].sort())
    expect(names).toContain('LAZYCAT_BOX_DOMAIN')
  })

  it('is masked as JSON too, with flags', async () => {
    const text = await (await visitor.ask('/api/env')).text()
    expect(text).not.toContain(secret)
    const { variables } = JSON.parse(text)
    expect(variables).toContainEqual({ name: 'EMPTY', value: '' })
    expect(variables).toContainEqual({
      name: 'LAZYCAT_AUTH_OIDC_CLIENT_SECRET',
      value: '••••••••',
      masked: true,
    })
  })

  it.each([
    ['/env/download/env', 'lazycat.env', 'DATABASE_URL=\n', `DATABASE_URL='${SECRET_URL}'`],
    [
      '/env/download/export',
      'lazycat-export.sh',
      "DATABASE_URL=''\n",
      `DATABASE_URL='${SECRET_URL}'`,
    ],
  ])('downloads %s as %s, secrets only on demand', async (path, name, blank) => {
    const masked = await visitor.ask(path)
    expect(masked.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`)
    expect(masked.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const text = await masked.text()
    expect(text).toContain(blank)
    expect(text).toContain('# a secret, left blank')
    expect(text).not.toContain(secret)
    expect(text).not.toContain('hunter2')
    // Its first line tells the time.
    const body = (file: string) => file.slice(file.indexOf('\n'))
    expect(body(await (await visitor.send(path)).text())).toBe(body(text))
    const whole = await (await visitor.send(path, 'secrets=include')).text()
    expect(whole).toContain(secret)
    expect(whole).toContain(SECRET_URL)
  })
})

describe('foreign text', () => {
  it.each(['/', '/session', '/env', '/recipes', '/nope'])(
    'on %s never becomes markup',
    async (path) => {
      const page = (await html(path)).replace(/<script>(.*?)<\/script>/gs, (all, script) =>
        Object.values(SCRIPTS).includes(script) ? '' : all,
      )
      expect(page).not.toMatch(/<(script|img src=x)/)
      expect(page).not.toContain('\u202E')
    },
  )

  it('is shown with its hidden characters spelt out', async () => {
    for (const path of ['/session', '/env']) {
      const page = await html(path)
      expect(page, path).toContain(
        '&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;amp;&lt;img',
      )
      expect(page, path).toContain('<span class="mark">U+202E</span>exe.gnp')
    }
  })

  it('that names a member of every object is a claim like any other', async () => {
    expect(await html('/session')).toContain('>toString</code></td><td data-label')
  })

  it('that names no time does not break the page', async () => {
    expect(await html('/session')).toContain('1e+300')
  })
})

describe('the language', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN', '登录过程', '环境变量', '敏感信息'],
    ['en-GB,en;q=0.9', 'en', 'step by step', 'Environment', 'secret'],
  ])('of %s is %s on every page', async (accepted, tag, session, environment, mark) => {
    const headers = { 'accept-language': accepted }
    for (const path of ['/', '/session', '/env', '/nope']) {
      expect(await html(path, headers), path).toContain(`<html lang="${tag}">`)
    }
    expect(await html('/session', headers)).toContain(session)
    expect(await html('/env', headers)).toContain(environment)
    expect(await html('/env', headers)).toContain(mark)
  })
})

describe('without configuration', () => {
  const { visitor: stranger, lines } = unconfiguredViewer({
    LAZYCAT_AUTH_OIDC_ISSUER_URL: 'https://mybox.heiyu.space/sys/oauth',
    LAZYCAT_AUTH_OIDC_CLIENT_ID: '<no value>',
  })
  const page = async (path: string, language: string): Promise<string> => {
    const headers = { ...NAVIGATION, 'accept-language': language }
    return (await stranger.ask(path, { headers })).text()
  }

  it.each(['/', '/env', '/login'])(
    '%s names what is missing and the lines that supply it',
    async (path) => {
      const text = await page(path, 'en')
      expect(text).toContain('LAZYCAT_AUTH_OIDC_CLIENT_SECRET</code>')
      expect(text).toContain('&lt;no value&gt;')
      expect(text).toContain('rename it to LAZYCAT_AUTH_OIDC_ISSUER_URI')
      expect(text).toContain('oidc_redirect_path: /callback')
      for (const name of [
        'CLIENT_ID',
        'CLIENT_SECRET',
        'AUTH_URI',
        'TOKEN_URI',
        'USERINFO_URI',
        'ISSUER_URI',
      ]) {
        expect(text).toContain(`- LAZYCAT_AUTH_OIDC_${name}=\${LAZYCAT_AUTH_OIDC_${name}}`)
      }
    },
  )

  it('the remedy is told in Chinese too', async () => {
    expect(await page('/', 'zh')).toContain('请改名为 LAZYCAT_AUTH_OIDC_ISSUER_URI')
  })

  it('the log names the variables at the start', () => {
    const [first = ''] = lines
    expect(JSON.parse(first)).toMatchObject({
      type: 'not-configured',
      code: 'CONFIGURATION_INVALID',
    })
    expect(first).toContain('LAZYCAT_AUTH_OIDC_CLIENT_SECRET: not set')
  })
})
