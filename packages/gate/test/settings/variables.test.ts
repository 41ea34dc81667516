/** Variables out of a file whose lines end as those of Windows do, or with blanks around a value. */
import { describe, expect, it } from 'vitest'
import { makeLogin } from '../../src/settings/login.ts'
import { parseSettings } from '../../src/settings/parse.ts'
import { CONFIG_VARIABLE, readVariable } from '../../src/settings/sources.ts'

const PLAIN = {
  CATFLAP_GATE_UPSTREAM: 'http://127.0.0.1:8000',
  CATFLAP_GATE_LISTEN: '127.0.0.1:4190',
  CATFLAP_GATE_AUTH_LISTEN: '4191',
  CATFLAP_GATE_AUTH_PROXY: 'nginx',
  CATFLAP_GATE_TRUSTED_PROXIES: '[127.0.0.1]',
  CATFLAP_GATE_IDENTITY_PRESET: 'webauth',
  CATFLAP_GATE_IDENTITY_SIGNED: 'X-Notes-Jwt',
  CATFLAP_GATE_DEFAULT: 'deny',
  CATFLAP_GATE_RULES: '[{ path: /public, public: true }]',
  CATFLAP_GATE_WEBSOCKETS_ORIGINS: 'https://a.example',
  CATFLAP_GATE_TIMEOUTS_HEAD: '5',
  CATFLAP_GATE_WORKERS: '2',
  CATFLAP_GATE_HOST: 'upstream',
  CATFLAP_GATE_ACCESS_LOG: 'false',
}
const parse = (environment: Record<string, string>) => parseSettings({ options: {}, environment })
const each = (change: (value: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(PLAIN).map(([name, value]) => [name, change(value)]))

describe('a variable', () => {
  it.each([
    ['half a line end of Windows', (value: string) => `${value}\r`],
    ['a whole one', (value: string) => `${value}\r\n`],
    ['blanks', (value: string) => `  ${value}\t \r`],
    ['tabs', (value: string) => `\t${value}\t`],
  ])('means the same with %s around it', (_, change) => {
    const { settings, problems } = parse(each(change))
    expect(problems).toBeUndefined()
    expect(settings).toEqual(parse(PLAIN).settings)
  })

  it.each(['', '\r', ' ', '\t\r\n'])('that holds nothing but %j is not set', (nothing) => {
    const empty = { ...each(() => nothing), CATFLAP_GATE_UPSTREAM: PLAIN.CATFLAP_GATE_UPSTREAM }
    const { settings, problems } = parse(empty)
    expect(problems).toBeUndefined()
    expect(settings).toEqual(parse({ CATFLAP_GATE_UPSTREAM: 'http://127.0.0.1:8000' }).settings)
    expect(readVariable({ [CONFIG_VARIABLE]: nothing }, CONFIG_VARIABLE)).toBeUndefined()
  })

  it('of several lines keeps the blanks before the first one', () => {
    const rules = '  - { path: /a, public: true }\r\n  - { path: /b, public: true }\r\n'
    const { settings } = parse({ ...PLAIN, CATFLAP_GATE_RULES: rules })
    expect(settings?.rules.list.map(({ path }) => path)).toEqual(['/a', '/b'])
  })

  it('names the file of settings', () => {
    const environment = { [CONFIG_VARIABLE]: ' gate.yaml\r' }
    expect(readVariable(environment, CONFIG_VARIABLE)).toBe('gate.yaml')
  })

  it('of a box makes the redirect URI', async () => {
    const { login, problems } = makeLogin({
      environment: {
        LAZYCAT_APP_DOMAIN: 'notes.cats.heiyu.space\r',
        LAZYCAT_AUTH_OIDC_ISSUER_URI: 'https://cats.heiyu.space/sys/oauth\r',
        LAZYCAT_AUTH_OIDC_CLIENT_ID: 'dev.example.notes\r',
        LAZYCAT_AUTH_OIDC_CLIENT_SECRET: 'a secret of the box\r',
        CATFLAP_STORE: 'memory:\r',
      },
    })
    expect(problems).toBeUndefined()
    expect(login?.client.redirectUri).toBe('https://notes.cats.heiyu.space/_catflap/callback')
    await login?.close()
  })
})
