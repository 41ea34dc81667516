/** What a value gives away by itself: pairs, headers, addresses, tokens; and what is ordinary. */
import { describe, expect, it } from 'vitest'
import { shownOf } from './mask-support.ts'

/** `#` stands for a secret that nobody knows by name; it must go, and nothing else may. */
const PAIRS: readonly string[] = [
  'password=#',
  'password="#"',
  "password='#'",
  'password = #',
  'password := "#"',
  ":password => '#'",
  'host=db password=# user=app',
  "host=db password='# and more' user=app",
  'Server=db;Pwd=#;Port=1',
  'Server=db;Uid=u;PWD=#',
  'Server=db;Password=# and more;Port=1',
  'Password=# and more;Server=db',
  'Server=db;Password="#;""x";Port=1',
  'Driver={ODBC Driver 18};UID=u;PWD={#;x}};y};Port=1',
  'jdbc:postgresql://db/app?user=u&password=#&ssl=true',
  'jdbc:sqlserver://db:1433;databaseName=app;user=u;password=#;encrypt=true',
  'jdbc:mysql://db/app?user=u&pwd=#',
  'Endpoint=sb://x/;SharedAccessKeyName=root;SharedAccessKey=#/x=',
  'AccountName=a;AccountKey=#+x==;EndpointSuffix=x',
  'password: #',
  'user: u\npassword: #\nhost: db',
  'db:\n  password: # # why\n  host: db',
  'db:\n  password: |\n    #\n    second\n  host: db',
  'db:\n  tokens:\n    - #\n    - second\n  host: db',
  '{user: u, password: #, host: db}',
  '{"user":"u","password":"#","host":"db"}',
  "{'user': 'u', 'password': '#', 'host': 'db'}",
  '{"user":"u","password":"\\"#","host":"db"}',
  '"{\\"user\\":\\"u\\",\\"password\\":\\"#\\",\\"host\\":\\"db\\"}"',
  '{"credentials":{"a":"#","b":["x"]},"host":"db"}',
  '{"name":"DB_PASSWORD","value":"#"}',
  '- name: DB_PASSWORD\n  value: #\n- name: HOST\n  value: db',
  '<add key="DbPassword" value="#"/>',
  '<password>#</password>',
  '{"kty":"EC","crv":"P-256","d":"#"}',
  'X-Api-Key: #',
  '--password # --verbose',
  '--password=# --verbose',
  'curl -u app:# https://host.example',
  'GITHUB_PAT=# GITHUB_USER=u',
  'ssid=home wpa_psk=#',
  '数据库密码：#',
  '密码=#',
  'requirepass #',
  'machine host.example login u password #',
  'export DB_PASSWORD "#"',
  '[["password","#"]]',
]

const HEADERS: readonly string[] = [
  'Authorization=Basic u:#',
  'Authorization=u:#',
  'Authorization: Basic u:#',
  'Authorization: Basic #',
  'Authorization: Bearer #',
  'Authorization: Token #',
  'authorization=Basic%20u:#',
  'Authorization=Basic #=,X-Scope=1',
  'Bearer #',
  'Accept: */*\nAuthorization: Bearer #\nHost: x',
  'curl -H "Authorization: Bearer #" https://host.example',
  'Proxy-Authorization: Basic #',
  'Authorization: Digest username="u", response="#"',
  'Cookie: a=#; b=#',
]

const ADDRESSES: readonly string[] = [
  'redis://u:#@h:6379/0',
  'redis://:#@h',
  'amqp://u:#@w@h/v',
  'amqp://u:#/w?#@h/v',
  'u:#@tcp(db:3306)/app',
  'smtp=u:#@mail.example:25',
  '//u:#@h/x',
  'https://#@git.example/x',
  'https://h/x?a=1&token=#&b=2',
  'https://h/x?a=1&sig=#&b=2',
  'https://h/x?signature=#',
  'https://h/x?X-Amz-Algorithm=a&X-Amz-Signature=#',
  'https://h/x?X-Goog-Signature=#',
  'https://h/x?sv=1&se=2&sig=#%3D',
  'https://oss.example/x?OSSAccessKeyId=a&Signature=#',
  'https://h/robot/send?timestamp=1&sign=#',
  'https://h/x#access_token=#&state=1',
  'https://hooks.slack.com/services/T000/B000/#',
  'https://discord.com/api/webhooks/123/#',
  'https://open.feishu.cn/open-apis/bot/v2/hook/#',
  'mssql+pyodbc:///?odbc_connect=Driver%3Dx%3BPwd%3D#%3BPort%3D1',
]

const SECRET = 'Hn7tQz9Lw4Xc'

describe('a value that nobody knows by its name is masked', () => {
  it.each([...PAIRS, ...HEADERS, ...ADDRESSES])('in %j', (shape) => {
    // A mark of a comment or a fragment is no secret.
    const value = shape.replace(/#(?! why|access)/g, SECRET)
    const shown = shownOf('PLAIN', value)
    expect(shown).not.toContain(SECRET)
    expect(shown).not.toContain('and more')
    expect(shown).not.toContain('second')
    expect(shown).not.toContain('x}};y')
    expect(shown).not.toContain('""x')
    for (const word of value.match(
      /host\.example|Port=1|user=app|host: db|"host":"db"|HOST|b=2|verbose/g,
    ) ?? []) {
      expect(shown).toContain(word)
    }
  })

  it.each([...PAIRS, ...HEADERS, ...ADDRESSES])('in base64 of %j', (shape) => {
    const value = shape.replace(/#(?! why|access)/g, SECRET)
    const shown = shownOf('PLAIN', Buffer.from(value).toString('base64'))
    const left = shown.split('•').map((part) => Buffer.from(part, 'base64').toString())
    expect(left.join('|')).not.toContain(SECRET)
    expect(shown).toContain('•')
  })
})

const letters = (length: number): string =>
  'aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW0xYz'.repeat(9).slice(0, length)

/** Tokens by the beginnings that their issuers have published. */
const TOKENS: readonly string[] = [
  `ghp_${letters(36)}`,
  `gho_${letters(36)}`,
  `github_pat_${letters(22)}_${letters(59)}`,
  `glpat-${letters(20)}`,
  `glrt-${letters(20)}`,
  `xoxb-123456789012-123456789012-${letters(24)}`,
  `xapp-1-A1-1-${letters(64)}`,
  `sk-${letters(48)}`,
  `sk-proj-${letters(40)}`,
  `sk-ant-api03-${letters(90)}`,
  `sk-${'word-'.repeat(13)}s`,
  `sk_live_${letters(24)}`,
  `rk_test_${letters(24)}`,
  `whsec_${letters(32)}`,
  'AKIAIOSFODNN7EXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
  'LTAI5tExampleExample2345',
  `AKID${letters(32)}`,
  `AIza${letters(35)}`,
  `AIza${letters(70)}`,
  `ya29.${letters(60)}`,
  `npm_${letters(36)}`,
  `pypi-AgEI${letters(60)}`,
  `dop_v1_${'0123456789abcdef'.repeat(4)}`,
  `hf_${letters(34)}`,
  `SG.${letters(22)}.${letters(43)}`,
  `dckr_pat_${letters(27)}`,
  `shpat_${'0123456789abcdef'.repeat(2)}`,
  `hvs.${letters(90)}`,
  `tskey-auth-${letters(12)}-${letters(30)}`,
  `12345678:${letters(35)}`,
  `${'123456789'.repeat(9)}:${letters(35)}`,
  `AGE-SECRET-KEY-1${'QPZRY9X8GF2TVDW0'.repeat(3)}`,
  `$2y$10$${letters(53)}`,
  `$pbkdf2-${'sha-'.repeat(30)}512$10$${letters(22)}`,
  `$argon2id$v=19$m=65536,t=3,p=4$${letters(22)}$${letters(43)}`,
  'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc-def_123',
  'eyJhbGciOiJkaXIifQ..aXYxMjM0NTY3.Y2lwaGVydGV4dA.dGFn',
]

describe('a token is known by its beginning', () => {
  it.each(TOKENS)('%s', (token) => {
    expect(shownOf('PLAIN', token)).toBe('••••••••')
    expect(shownOf('PLAIN', `use ${token} here`)).toBe('use •••••••• here')
    expect(shownOf('PLAIN', `a=${token},b=1`)).toBe('a=••••••••,b=1')
    const encoded = shownOf('PLAIN', Buffer.from(`x ${token}`).toString('base64'))
    expect(Buffer.from(encoded.split('•')[0] ?? '', 'base64').toString()).not.toContain(
      token.slice(0, 8),
    )
  })

  it.each([
    '-----BEGIN PRIVATE KEY-----\nMHcC\n-----END PRIVATE KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----\\nMHcC\\n-----END RSA PRIVATE KEY-----',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nMHcC\n-----END OPENSSH PRIVATE KEY-----',
    `-----BEGIN ${'OLD '.repeat(40)}PRIVATE KEY${' BLOCK'.repeat(40)}-----\nMHcC\n-----END PRIVATE KEY-----`,
    '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMHcC\n-----END ENCRYPTED PRIVATE KEY-----',
    '-----BEGIN PGP PRIVATE KEY BLOCK-----\nMHcC\n-----END PGP PRIVATE KEY BLOCK-----',
    '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nMHcC\n---- END SSH2 ENCRYPTED PRIVATE KEY ----',
    '-----BEGIN PRIVATE KEY-----\nMHcC\n-----BEGIN PRIVATE KEY-----\nMHcC\n-----END PRIVATE KEY-----',
  ])('%j', (key) => {
    expect(shownOf('PLAIN', key)).toBe('••••••••')
    expect(shownOf('PLAIN', `certificate\n${key}\nend`)).toBe('certificate\n••••••••\nend')
    expect(shownOf('PLAIN', key.slice(0, -30))).toBe('••••••••')
    const shown = shownOf('PLAIN', Buffer.from(key).toString('base64'))
    expect(shown).toContain('•')
    expect(shown.length).toBeLessThan(40)
  })

  it('a key shares its dashes with what stands before it, and ends only what has begun', () => {
    const key = '-----BEGIN PRIVATE KEY-----MHcC-----END PRIVATE KEY-----'
    expect(shownOf('PLAIN', `-----BEGIN X${key} ${key}END X-----`)).toBe(
      '-----BEGIN X•••••••• ••••••••END X-----',
    )
  })
})

/** Values of running apps that give nothing away. */
const ORDINARY: readonly string[] = [
  '/usr/local/sbin:/usr/local/bin:/usr/bin:/bin',
  'https://mybox.heiyu.space/sys/oauth',
  'https://mybox.heiyu.space/sys/oauth/token?type=code&state=none',
  'http://127.0.0.1:5005/callback',
  'redis://127.0.0.1:6379',
  'postgres://app@db:5432/app?sslmode=disable',
  'ssh://git@git.example/x.git',
  'git@github.com:owner/repository.git',
  'https://h/@scope/name',
  'http://registry:4873/@scope/name',
  'nginx:1.25-alpine@sha256:9b4b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
  'registry.lazycat.cloud/owner/app/token:1.0',
  'docker.io/library/postgres:16',
  'npm:@scope/name@1.0.0',
  'mailto:me@mail.example',
  'Me <me@mail.example>, You <you@mail.example>',
  'arn:aws:secretsmanager:eu-central-1:123456789012:secret:name-AbCdEf',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  '{"level":"info","format":"json"}',
  'level=info format=json',
  'a=1&sslmode=disable',
  'basically',
  'Basic plan',
  'basic authentication and bearer authentication',
  'openid profile email groups',
  'token_type=bearer&expires_in=3600',
  'client_id=my-app&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback',
  'auth=true secure=false',
  'password=${DB_PASSWORD}',
  'Asia/Shanghai',
  'zh_CN.UTF-8',
  '小猫在家，狗在门口：汪汪',
  '2026-11-28T16:57:13Z',
  '12:30-14:45',
  '10.0.0.0/8,192.168.0.0/16,::1/128',
  'docker run -u 1000:1000 -e TZ=UTC image:latest',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  '-Xmx512m -Dfile.encoding=UTF-8 -Duser.timezone=Asia/Shanghai',
  '--max-old-space-size=4096 --enable-source-maps',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '0b6f9a4e-3c1d-4f5e-8a7b-2c9d0e1f3a4b',
  'SGVsbG8sIHdvcmxkISBJIGFtIG9yZGluYXJ5Lg==',
  'key concepts and token counts',
  'the password required for version2 is asked, token expired',
  'sk-learn, sk_SK, skip, desk-lamp-with-a-long-name',
  'theme: dark\nfont: 12\nlanguage: zh',
  '- name: HOST\n  value: db',
  'https://sqs.example/queue?Action=SendMessage&Version=1',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  '-----END PRIVATE KEY-----\nhost: db',
  '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----',
  '{"kty":"EC","crv":"P-256","x":"abc","y":"def"}',
  '01:23:45:67:89:ab',
  '%PATH%;%SystemRoot%\\system32',
  '$HOME/.local/bin:$PATH',
  'a\u00a0b\u0085c 喵 🐈',
]

describe('a value that is ordinary is shown as it is', () => {
  it.each(ORDINARY)('%j', (value) => {
    expect(
      shownOf('PLAIN', value, { CATFLAP_SECRET: 'first-part-0123456789,second-part-98765' }),
    ).toBe(value)
  })
})
