import { describe, expect, it } from 'vitest'
import { createSecretMask, MASK, maskEnvironment } from '../src/env/mask.ts'
import { isSecretName } from '../src/env/secret-name.ts'
import { shownOf } from './mask-support.ts'

describe('a name', () => {
  it.each([
    'LAZYCAT_AUTH_OIDC_CLIENT_SECRET',
    'OIDC_CLIENT_SECRET',
    'CATFLAP_SECRET',
    'SECRET',
    'SECRETS',
    'GITHUB_TOKEN',
    'npm_config_authToken',
    'npm_config__auth',
    'DB_PASSWORD',
    'PGPASSWORD',
    'MYSQL_PWD',
    'DB_PASS',
    'ROOT_PASSWD',
    'SSH_PASSPHRASE',
    'API_KEY',
    'apiKey',
    'APIKEY',
    'AWS_SECRET_ACCESS_KEY',
    'STRIPE_KEYS',
    'AWS_CREDENTIALS',
    'SESSION_COOKIE',
    'REDISCLI_AUTH',
    'AUTH',
    'PROXY_AUTHORIZATION',
    'SENTRY_DSN',
    'LICENSE_JWT',
    'PASSWORD_SALT',
    'TOKEN_OLD',
    'GITHUB_PAT',
    'AZURE_DEVOPS_EXT_PAT',
    'githubPat',
    'GH_PAT_2',
    'WIFI_PSK',
    'WPAPSK',
    'SECRETKEY',
    'MYSQL_ROOT_PASSWORD2',
    'MYSQL_ROOT_PASSWORD12',
    'DBPASS',
    'LDAP_BIND_PW',
    'MYSQLPWD',
    'STORAGE_SAS',
    'X-Amz-Signature',
    'sig',
    'WALLET_MNEMONIC',
    'RECOVERY_CODES',
    'ALARM_PIN',
    '数据库密码',
  ])('%s promises a secret', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  it.each([
    'LAZYCAT_AUTH_OIDC_AUTH_URI',
    'LAZYCAT_AUTH_OIDC_TOKEN_URI',
    'LAZYCAT_AUTH_OIDC_USERINFO_URI',
    'LAZYCAT_AUTH_OIDC_ISSUER_URI',
    'LAZYCAT_AUTH_OIDC_ISSUER',
    'LAZYCAT_AUTH_OIDC_CLIENT_ID',
    'OIDC_AUTH_URI',
    'SSH_AUTH_SOCK',
    'DB_PASSWORD_FILE',
    'DB_PASSWORD_FILE_2',
    'DB__PASSWORD__FILE_',
    'se2cret',
    'SESSION_COOKIE_NAME',
    'AWS_ACCESS_KEY_ID',
    'TOKEN_TTL',
    'VAPID_PUBLIC_KEY',
    'KEYBOARD_LAYOUT',
    'TOKENIZERS_PARALLELISM',
    'MONKEY',
    'AUTHOR',
    'COMPASS',
    'BYPASS',
    'PATTERN',
    'PATH_PATCH',
    'COMPAT',
    'SIGNAL',
    'SPIN',
    'DESKTOP_SESSION',
    'PWD',
    'OLDPWD',
    'PATH',
    'HOME',
    '',
  ])('"%s" does not', (name) => {
    expect(isSecretName(name)).toBe(false)
  })
})

describe('a value', () => {
  const others = {
    LAZYCAT_AUTH_OIDC_CLIENT_SECRET: 'a3deb9086885cbbc7',
    CATFLAP_SECRET: 'first-part-0123456789,second-part-0123456789',
    DB_PASSWORD: 'p@ss/word 1',
  }

  it.each([
    ['is a known secret', 'a3deb9086885cbbc7', MASK],
    ['contains the client secret', 'id:a3deb9086885cbbc7!', `id:${MASK}!`],
    ['contains one part of CATFLAP_SECRET', 'second-part-0123456789', MASK],
    ['contains a secret in its URL form', 'x?y=p%40ss%2Fword%201', `x?y=${MASK}`],
    ['is a URL with a password', 'redis://u:pw@h:6379/0', `redis://u:${MASK}@h:6379/0`],
    ['is a URL with an empty user', 'redis://:pw@h', `redis://:${MASK}@h`],
    ['is a URL whose password has an @', 'amqp://u:p@w@h/v', `amqp://u:${MASK}@h/v`],
    ['is a URL whose password has a slash', 'amqp://u:p/w?#@h/v', `amqp://u:${MASK}@h/v`],
    ['is a list of such URLs', 'a://b:c@d,e://f:g@h', `a://b:${MASK}@d,e://f:${MASK}@h`],
    [
      'is an https address with a token',
      'https://ghp_abc@git.example/x',
      `https://${MASK}@git.example/x`,
    ],
    [
      'has a token in its query',
      'https://h/x?a=1&token=t0k&b=2',
      `https://h/x?a=1&token=${MASK}&b=2`,
    ],
    [
      'is a connection string',
      'Server=db;Password=pw1;Port=1',
      `Server=db;Password=${MASK};Port=1`,
    ],
    ['is a JWT', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', MASK],
    ['is a private key', '-----BEGIN EC PRIVATE KEY-----\nMHc', MASK],
    ['is an Authorization header', 'Basic aWQ6c2VjcmV0', `Basic ${MASK}`],
    [
      'is JSON that holds a password',
      '{"user":"u","password":"p"}',
      `{"user":"u","password":${MASK}}`,
    ],
  ])('that %s is masked', (_, value, shown) => {
    expect(shownOf('PLAIN', value, others)).toBe(shown)
  })

  it.each([
    ['a path', '/usr/bin:/bin'],
    ['a URL without credentials', 'https://mybox.heiyu.space/sys/oauth'],
    ['a git address', 'ssh://git@git.example/x.git'],
    ['a URL with an @ in its path', 'https://h/@scope/name'],
    ['a URL with a port and an @ in its path', 'http://registry:4873/@scope/name'],
    ['JSON without secrets', '{"level":"info"}'],
    ['text that begins like a header', 'basically'],
    ['a query without secrets', 'a=1&sslmode=disable'],
  ])('that is %s is shown', (_, value) => {
    expect(shownOf('PLAIN', value, others)).toBe(value)
  })

  it.each(['', '  ', '<no value>', '${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}'])(
    'of a secret that reads "%s" is shown, since it holds none',
    (value) => {
      expect(shownOf('OIDC_CLIENT_SECRET', value)).toBe(value)
    },
  )

  it('of a short secret is masked itself, but not searched for elsewhere', () => {
    const masked = maskEnvironment({ A_TOKEN: '1', PORT: '5001' })
    expect(masked.map(({ shown }) => shown)).toEqual([MASK, '5001'])
  })
})

describe('the environment', () => {
  it('hides a value whole that can be read in too many ways to look into all of them', () => {
    expect(shownOf('X', 'V'.repeat(3_000))).toBe(MASK)
  })

  it('is sorted by name, and says of each variable whether it is masked', () => {
    expect(
      maskEnvironment({ b: '2', a: '1', B: '3', C_KEY: 'secret-value', D: undefined }),
    ).toEqual([
      { name: 'B', value: '3', shown: '3', masked: false },
      { name: 'C_KEY', value: 'secret-value', shown: MASK, masked: true },
      { name: 'a', value: '1', shown: '1', masked: false },
      { name: 'b', value: '2', shown: '2', masked: false },
    ])
  })

  it('gives away no part of a secret that begins like another', () => {
    const hide = createSecretMask({ A_KEY: 'abcdef', B_KEY: 'abcdef-and-more' })
    expect(hide('x abcdef-and-more y abcdef z')).toBe(`x ${MASK} y ${MASK} z`)
  })

  it('may hold half a character', () => {
    expect(shownOf('X', 'ok', { A_KEY: 'broken\ud800value' })).toBe('ok')
  })
})
