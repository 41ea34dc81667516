/** Passwords before an `@`, however long they are and whatever they are made of. */
import { describe, expect, it } from 'vitest'
import { shownOf } from './mask-support.ts'

/** `#` stands for a password, and what ends it may be nothing but a host. */
const SHAPES: readonly string[] = [
  'app:#@tcp(db:3306)/app',
  'app:#@/app',
  'app:#@unix(/run/db.sock)/app',
  'app:#@proxy.example:8080',
  'app:#@proxy.example:8080Z',
  'app:#@[::1]:8080',
  'app:#@数据库:3306',
  'proxy=app:#@proxy.example:8080',
  'tom@mail.example:#@smtp.mail.example:587',
  'DOMAIN\\app:#@proxy.example:8080',
  'jdbc:oracle:thin:app/#@db:1521/app',
  'jdbc:oracle:thin:app/#@//db:1521/app',
  'mailto:tom@mail.example,app:#@proxy.example:8080',
  '"app:#@proxy.example:8080"',
  '{"proxy":"app:#@proxy.example:8080","note":"tom"}',
  '{"proxy":"app:\\"#@proxy.example"}',
  'app:"#@proxy.example',
  '"app:"#@proxy.example"',
  'postgres://app:#@db:5432/app',
  'mysql+pymysql://app:#@db/app',
  '//app:#@db/app',
  'redis://:#@db',
  'smtp://tom@mail.example:#@smtp.mail.example:587',
  '//tom@mail.example:#@smtp.mail.example:587',
  `${'user'.repeat(50)}:#@tcp(db)/app`,
  'app:#@tcp(one)/app,app:#@tcp(two)/app',
  'app:#@tcp(one)/app app:#@tcp(two)/app',
  'app:#@tcp(db)/app?from=tom@mail.example',
  'postgres://app:#@one/app,postgres://app:#@two/app',
]

/** Here it may be a name as well, so that what begins with a slash is a path. */
const NAMES: readonly string[] = [
  'proxy=app:#@proxy.example',
  'DOMAIN\\app:#@proxy.example',
  '"app:#@proxy.example"',
  '{"proxy":"app:#@proxy.example","note":"tom"}',
  '["app:#@one","app:#@two"]',
  '[app:#@one]',
  'app:#@10.0.0.5',
  'app:#@db-1',
  'app:#@1-db.example',
  'app:#@${DB_HOST}:3306',
  'app:#@{{ .Host }}:3306',
  'app:#@<host>',
]

/** Users who are called as what has no password. */
const CALLED: readonly string[] = [
  ...['gist', 'github', 'gitlab', 'bitbucket', 'git', 'npm', 'jsr', 'pkg', 'workspace', 'patch'],
  ...['file', 'link', 'portal', 'sftp', 'c', '11', 'git@corp.example'],
]

/** A few characters that are found again in what is shown, between others, and so many times. */
const PASSWORDS: readonly (readonly [string, string])[] = [
  ['of letters', 'Hn7tQz9Lw4Xc'],
  ['with a colon', 'Hn7t:Qz9Lw4Xc'],
  ['with a slash', 'Hn7t/Qz9Lw4Xc'],
  ['that begins with a slash', '/Hn7tQz9Lw4Xc'],
  ['with an at sign', 'Hn7t@Qz9Lw4Xc'],
  ['that begins with an at sign', '@Hn7tQz9Lw4Xc'],
  ['with an at sign before a mark', 'Hn7t@!Qz9@?Lw4Xc'],
  ['with an at sign and commas', 'Hn7t@Qz,9Lw;4Xc'],
  ['with quotes', 'Hn7t"Qz\'9`Lw4Xc'],
  ['with brackets', 'Hn7t(Qz[9{Lw4Xc'],
  ['that begins like a user', 'a:b:Hn7tQz9Lw4Xc'],
]
const PARTS = /Hn7t|Qz|9Lw|Lw4Xc|4Xc/

describe('a password before an at sign is hidden', () => {
  describe.each(PASSWORDS)('%s', (_, password) => {
    it.each(SHAPES)('in %j', (shape) => {
      for (const times of [1, 17]) {
        const value = shape.replaceAll('#', password.repeat(times))
        expect(shownOf('PLAIN', value)).not.toMatch(PARTS)
      }
    })

    it.each(CALLED)('of the user %j', (user) => {
      for (const end of ['@tcp(db:3306)/app', '@unix(/run/db)/app', '@/app', '@db:5432/app']) {
        expect(shownOf('PLAIN', `${user}:${password}${end}`)).not.toMatch(PARTS)
      }
    })
  })

  const names = PASSWORDS.filter(([, password]) => !password.startsWith('/'))
  it.each(names)('%s, where a name may stand as well', (_, password) => {
    for (const shape of NAMES) {
      expect(shownOf('PLAIN', shape.replaceAll('#', password))).not.toMatch(PARTS)
    }
  })

  it.each(CALLED)('of the user %j, where it is no path, before a host alone', (user) => {
    expect(shownOf('PLAIN', `${user}:Hn7tQz9Lw4Xc@corp.example`)).not.toMatch(PARTS)
  })

  it('and is not searched for when it is a path', () => {
    const others = { BACKUP: 'nas:/volume1/@docker', DATA: 'jdbc:h2:/data/app@x' }
    expect(shownOf('PLAIN', '/volume1/media /data/app', others)).toBe('/volume1/media /data/app')
  })

  it.each(['https://#:x-oauth-basic@git.example/x', 'https://#:@git.example/x'])(
    'or the user, who is the token, in %j',
    (shape) => {
      const shown = shownOf('PLAIN', shape.replace('#', 'Hn7tQz9Lw4Xc'))
      expect(shown).not.toMatch(PARTS)
      expect(shown).toMatch(/@git\.example\/x$/)
    },
  )

  it('and what stands around it is shown', () => {
    for (const length of [1, 199, 200, 201, 100_000]) {
      const password = 'x'.repeat(length)
      const shown = shownOf('PLAIN', `a app:${password}@tcp(db:3306)/app b:c@d e`)
      expect(shown).toBe('a app:••••••••@tcp(db:3306)/app b:••••••••@d e')
    }
  })

  it('where it looks like a port as well, behind which no host comes', () => {
    expect(shownOf('PLAIN', 'app:12345@tcp(db)/app')).toBe('app:••••••••@tcp(db)/app')
    expect(shownOf('PLAIN', 'app:123456/x@db')).toBe('app:••••••••@db')
    expect(shownOf('PLAIN', 'app:12/Hn7t@tcp(db)/app')).toBe('app:••••••••@tcp(db)/app')
    expect(shownOf('PLAIN', 'tom@mail.example:12@smtp')).toBe('tom@mail.example:••••••••@smtp')
  })
})

describe('what has an at sign behind a colon and no password is shown as it is', () => {
  it.each([
    'localhost:5173/@vite/client',
    'registry:4873/@scope/name',
    'nas:/volume1/@docker',
    'data:/lzcapp/var/@eaDir',
    's3:https://s3.example/bucket@x',
    's3:ftp://app@s3.example:9000/bucket',
    'src:/app/node_modules/@scope/x',
    'alias:/src/@/components',
    'jdbc:mysql://db:3306/app?user=tom@mail.example',
    'jdbc:mysql://app@db:3306/app',
    'jdbc:mysql:loadbalance://app@one:3306,two:3306/app',
    'jdbc:postgresql://db/app?user=app@server',
    'jdbc:sqlserver://db;databaseName=app;user=app@app',
    'jdbc:oracle:thin:@//db:1521/svc',
    'jdbc:oracle:thin:@db:1521:svc',
    'C:/apps/notes/node_modules/@scope/name',
    'upstream:8080/users/tom@mail.example',
    'copy:s3://bucket/key@mail.example',
    'C:\\app\\node_modules\\@scope\\x',
    'bin:/opt/homebrew/opt/node@20/bin',
    'tom@host:/x,ann@host:/y',
    'sftp:tom@host:/srv/restic',
    'sip:tom@host:5060',
    'uses:actions/checkout@v4',
    'uses:actions/checkout@main',
    'gh:owner/name@branch',
    'lib:node_modules/@scope/x',
    'lib:./some/folder@x,lib:../some/folder@x',
    '[2001:db8::1]:80/some@host',
    'arn:aws:iam::123456789012:user/tom@mail.example',
    'redis://app@one:6379,app@two:6379',
    '//app@one:6379,app@two:6379',
    'smtp://tom@mail.example:587;from=app@mail.example',
    'https://[2001:db8::1]/x@y',
    'org.example:artifact:1.0@aar',
    'cargo:ripgrep@14',
    'cargo:ripgrep@14.1.1-rc.1',
    'npm:lodash-es@latest',
    'patch:some-name@npm:18.2.0',
    'link:packages/@scope/name',
    'bitbucket:owner/name@branch',
    '11:04:53,tom@mail.example',
    '2026-01-02T11:04:53,tom@mail.example',
    'npm:@scope/name@1.0.0,npm:@scope/other@2.0.0',
    'jsr:@scope/name@1.0.0',
    'pkg:npm/name@1.0.0',
    'github:owner/name@v1',
    'git@git.example:owner/one.git,git@git.example:owner/two.git',
    '1@one:9093,2@two:9093,3@three:9093',
    'mongodb://app@one:27017,two:27017/app',
    'https://git.example/owner/name@v1',
    'app:@db',
    'app: a@db',
    'app:x@ db',
    'app:x@',
    '{"at":"10:00","image":"postgres:16","mail":"tom@mail.example"}',
    "{'at':'10:00','mail':'tom@mail.example'}",
    'one:5432/x@sha256:9b4b1c2d',
  ])('%j', (value) => {
    expect(shownOf('PLAIN', value)).toBe(value)
  })
})
