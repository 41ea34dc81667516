/** Settings: from file, variables and options, and everything that is wrong with them at once. */
import { describe, expect, it } from 'vitest'
import { makeLogin } from '../../src/settings/login.ts'
import { parseSettings, SETTING_OPTIONS } from '../../src/settings/parse.ts'
import { describeProblems } from '../../src/settings/problem.ts'
import { optionOf, variableOf } from '../../src/settings/sources.ts'

const parse = (
  text: string,
  options: Record<string, string> = {},
  environment: Record<string, string> = {},
) => parseSettings({ file: { name: 'gate.yaml', text }, options, environment })
const APP = 'upstream: http://127.0.0.1:8000\n'

describe('settings', () => {
  it('need an app alone', () => {
    expect(parse(APP).settings).toMatchObject({
      upstream: 'http://127.0.0.1:8000',
      listen: { host: '127.0.0.1', port: 4180 },
      auth: undefined,
      timeouts: { connect: 5000, head: 60_000 },
      websockets: { origins: [], perSession: 64 },
      workers: 1,
      host: 'visitor',
      authorization: 'remove',
    })
  })

  it('come from an option before a variable, and from that before the file', () => {
    const [option, variable] = ['websockets-per-session', 'CATFLAP_GATE_WEBSOCKETS_PER_SESSION']
    expect([optionOf('websockets.perSession'), variableOf('websockets.perSession')]).toEqual([
      option,
      variable,
    ])
    const file = `${APP}websockets: { perSession: 1 }\n`
    const perSession = (...given: [object?, object?]) =>
      parse(file, ...(given as [])).settings?.websockets.perSession
    expect(perSession()).toBe(1)
    expect(perSession({}, { [variable]: '2' })).toBe(2)
    expect(perSession({ [option]: '3' }, { [variable]: '2' })).toBe(3)
  })

  it('hold rules in an option, too', () => {
    const { settings } = parse(APP, { rules: '[{ path: /public, public: true }]' })
    expect(settings?.rules.list.map(({ path, access }) => [path, access])).toEqual([
      ['/public', 'public'],
    ])
  })

  it('are all told about at once, in both languages', () => {
    const text = `
      upstream: ftp://x
      listen: nowhere
      colour: red
      websockets: { perSession: many, more: 1 }
      identity: { preset: other, headers: { user: 'Remote User' } }
      rules: [{ path: x }]
      auth: { listen: 4181 }`
    const { problems = [] } = parse(
      text,
      {},
      { CATFLAP_GATE_WORKERS: '0', CATFLAP_GATE_WORKER: '2' },
    )
    expect(problems.map(({ at }) => at).sort()).toEqual([
      'CATFLAP_GATE_WORKER',
      'CATFLAP_GATE_WORKERS',
      'auth.proxy',
      'colour',
      'identity.headers',
      'identity.preset',
      'listen',
      'rules[0]',
      'rules[0].path',
      'upstream',
      'websockets.more',
      'websockets.perSession',
    ])
    for (const { fix } of problems) expect(fix.zh).toMatch(/\p{sc=Han}/u)
    expect(describeProblems(problems, 'zh')).not.toContain(problems[0]?.fix.en)
  })

  it.each(['*', '0.0.0.0/0', '::/0', '[10.0.0.1, 0.0.0.0/1]'])(
    'trust no proxies that everybody is one of: %s, CVE-2026-76835',
    (list) => {
      const { problems } = parse(APP, { 'trusted-proxies': `${list === '*' ? '"*"' : list}` })
      expect(problems?.map(({ code }) => code)).toEqual(['TRUSTED_PROXIES_TOO_MANY'])
    },
  )

  it.each([
    ['that is no YAML', 'a: [', 'SETTINGS_UNREADABLE'],
    ['with a key twice', `${APP}${APP}`, 'SETTINGS_UNREADABLE'],
    ['without a mapping', '- 1', 'SETTING_INVALID'],
    ['without an app', '', 'SETTING_MISSING'],
  ])('in a file %s are a problem', (_, text, code) => {
    expect(parse(text).problems?.map((problem) => problem.code)).toContain(code)
  })

  it.each([
    ['https://pages.example/', 'https://pages.example'],
    ['https://Pages.example:443', 'https://pages.example'],
    ['https://应用.example', 'https://xn--exto61c.example'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('take an origin as people write it: %s', (written, origin) => {
    const { settings } = parse(APP, { 'websockets-origins': `[${written}]` })
    expect(settings?.websockets.origins).toEqual([origin])
  })

  it.each([
    'https://a.example/x',
    'https://a.example?x',
    'https://u:p@a.example',
    'a.example',
    'ws://a.example',
    'data:x',
  ])('take no other address for an origin: %s', (written) => {
    const { problems = [] } = parse(APP, { 'websockets-origins': `["${written}"]` })
    expect(problems.map(({ at }) => at)).toEqual(['--websockets-origins'])
  })

  it('tell of no password that stands in an address', () => {
    const { problems } = parse('upstream: http://root:hunter2@app\n')
    expect(problems).toHaveLength(1)
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })

  it('of the identity say nothing by default but the names of the preset', () => {
    expect(parse(APP).settings?.identity).toMatchObject({ signed: undefined, accessToken: false })
    expect(parse(APP, { 'identity-signed': 'true' }).settings?.identity.signed).toBe('Remote-Jwt')
    const named = parse(APP, {}, { CATFLAP_GATE_IDENTITY_SIGNED: 'X-Notes-Jwt' })
    expect(named.settings?.identity.signed).toBe('X-Notes-Jwt')
    expect(parse(`${APP}identity: { signed: false }`).settings?.identity.signed).toBeUndefined()
  })

  it.each([
    ['identity: { signed: Authorization }', 'identity.signed'],
    ['identity: { signed: 1 }', 'identity.signed'],
    ['identity: { signed: remote-user }', 'identity.signed'],
    ['identity: { headers: { user: Cookie } }', 'identity.headers'],
    ['identity: { headers: { user: X-Forwarded-Host } }', 'identity.headers'],
    ['identity: { headers: { subject: Remote-User } }', 'identity.headers'],
    ['identity: { accessToken: true }\nauthorization: pass', 'identity.accessToken'],
    ['identity: { accessToken: 1 }', 'identity.accessToken'],
  ])(
    'of the identity cannot say one thing by two, or by a header of another meaning: %s',
    (text, at) => {
      const { problems = [] } = parse(`${APP}${text}\n`)
      expect(problems.map((one) => [one.code, one.at])).toEqual([['SETTING_INVALID', at]])
    },
  )

  it.each(
    [
      ['Connection', 'Keep-Alive', 'TE', 'Proxy-Authorization', 'Proxy-Authenticate', 'Proxy'],
      ['Origin', 'Referer', 'Accept', 'Accept-Language', 'Range', 'If-Match', 'User-Agent', 'Via'],
      ['WWW-Authenticate', 'Access-Control-Allow-Origin', 'ETag', 'Vary', 'X-Accel-Redirect'],
      ['X-HC-User-ID', 'X-Original-URL', 'X-Rewrite-Url', 'X-Real-IP', 'Forwarded'],
    ].flat(),
  )('of the identity take no name that means something else: %s', (name) => {
    for (const said of [name, name.toLowerCase()]) {
      const { problems = [] } = parse(`${APP}identity: { headers: { user: ${said} } }\n`)
      expect(problems.map(({ at }) => at)).toEqual(['identity.headers'])
      const { problems: signed = [] } = parse(`${APP}identity: { signed: ${said} }\n`)
      expect(signed.map(({ at }) => at)).toEqual(['identity.signed'])
    }
  })

  it.each([
    ...['From', 'X-Forwarded-Login', 'X-Auth-Request-User', 'X-Proxy-User', 'Auth-User', 'Hostess'],
  ])('of the identity take any other name: %s', (name) => {
    expect(parse(`${APP}identity: { headers: { user: ${name} } }\n`).problems).toBeUndefined()
  })

  it('give no access token to a proxy that asks', () => {
    const { problems = [] } = parse(
      'auth: { listen: 4181, proxy: nginx }\nidentity: { accessToken: true }\n',
    )
    expect(problems.map(({ at, seen }) => [at, seen])).toEqual([
      ['identity.accessToken', 'no upstream'],
    ])
  })

  it('each have an option', () => {
    expect(SETTING_OPTIONS).toContain('auth-trusted-proxies')
  })
})

describe('the login', () => {
  const environment = {
    OIDC_ISSUER: 'https://op.example',
    OIDC_CLIENT_ID: 'a',
    OIDC_CLIENT_SECRET: 'b',
  }
  const make = (more: Record<string, string>) =>
    makeLogin({ environment: { ...environment, CATFLAP_STORE: 'memory:', ...more } })

  it('lives below the gate’s prefix, under cookies of its own', () => {
    const { login } = make({ OIDC_REDIRECT_URI: 'https://app.example/_catflap/callback' })
    expect(login?.paths).toEqual({
      login: '/_catflap/login',
      callback: '/_catflap/callback',
      logout: '/_catflap/logout',
      backChannelLogout: '/_catflap/backchannel-logout',
    })
    const own = ['', '-login-x', '-completed', '-logout', '-silent']
    expect(own.filter((end) => login?.ownsCookie(`__Host-catflap-gate${end}`))).toEqual(own)
    expect(
      ['__Host-catflap', 'catflap-gate', '__Host-catflap-gatex'].filter((name) =>
        login?.ownsCookie(name),
      ),
    ).toEqual([])
  })

  it('knows its redirect URI on LazyCat, and refuses one that is the app’s', () => {
    const lazycat = make({ LAZYCAT_APP_DOMAIN: 'notes.box.heiyu.space' })
    expect(lazycat.login?.client.redirectUri).toBe(
      'https://notes.box.heiyu.space/_catflap/callback',
    )
    const outside = make({ OIDC_REDIRECT_URI: 'https://app.example/callback' })
    expect(outside.problems?.map(({ code }) => code)).toEqual(['REDIRECT_URI_OUTSIDE'])
    expect(make({}).problems?.map(({ code }) => code)).toEqual(['LOGIN_NOT_CONFIGURED'])
  })
})
