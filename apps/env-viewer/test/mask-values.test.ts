/** Where the value behind a name that promises a secret ends: all of it is hidden, and what follows is shown. */
import { describe, expect, it } from 'vitest'
import { MASK } from '../src/env/mask.ts'
import { isEmptyValue } from '../src/env/value-end.ts'
import { shownOf } from './mask-support.ts'

/** Text, and how it is shown; `•` stands for what is hidden. */
type Rows = readonly (readonly [string, string])[]

const QUOTED: Rows = [
  ['password="ab\\"cd" x=1', 'password=• x=1'],
  ["password='ab\\'cd' x=1", 'password=• x=1'],
  ['password=`ab` cd', 'password=• cd'],
  ["password='ab' cd", 'password=• cd'],
  ['Password="ab""cd";Port=1', 'Password=•;Port=1'],
  ['password="ab" "cd"', 'password=• "cd"'],
  ['password="abc d', 'password=•'],
  ['"password=ab cd" x', '"password=•" x'],
  ["'password=ab cd' x", "'password=•' x"],
  ['"password: ab cd" x', '"password: •" x'],
]

const BRACKETS: Rows = [
  ['{"password":{"a":"}"},"b":1}', '{"password":•,"b":1}'],
  ['x={"token":["}",1]} y', 'x={"token":•} y'],
  ['password: [a, [b], "]"] x', 'password: • x'],
  ['password={"a":{"b":1}} x', 'password=• x'],
  ['password={ a } b', 'password=• b'],
  ["password={'a':1} x", 'password=• x'],
  ['password={} x=1', 'password=• x=1'],
  ['password={{a}} x=1', 'password=• x=1'],
  ['password=[ab', 'password=•'],
  ['PWD={ab}}cd};Port=1', 'PWD=•;Port=1'],
  ['PWD={ab{"cd};Port=1', 'PWD=•;Port=1'],
  ['PWD={ab', 'PWD=•'],
  ['{"password": abc, "x": 1}', '{"password": •, "x": 1}'],
  ['{"password": abc}', '{"password": •}'],
  ['["password": abc]', '["password": •]'],
  ['"password": abc\r\nx', '"password": •\r\nx'],
  ['"password": abc\nx', '"password": •\nx'],
]

const LINES: Rows = [
  ['password: |\n  ab\n  cd\nhost: db', 'password: •\nhost: db'],
  ['password: >-\n  ab\n\n  cd\nhost: db', 'password: •\nhost: db'],
  ['password: |2 # why\n  ab\nhost: db', 'password: •\nhost: db'],
  ['password: |\r\n  ab\r\nhost: db', 'password: •\r\nhost: db'],
  ['password: |\n\n  ab\n \nhost: db', 'password: •\nhost: db'],
  ['password: |\n  ab', 'password: •'],
  ['    x: 1\n  password: |\n    ab', '    x: 1\n  password: •'],
  ['password: # why\n  ab\nhost', 'password: •\nhost'],
  [`password: # ${'why '.repeat(60)}\n  ab\nhost`, 'password: •\nhost'],
  ['password:\n  ab\nhost: db', 'password:•\nhost: db'],
  ['  password:\n    ab\n  host: db', '  password:•\n  host: db'],
  ['x: 1\n  password:\n    ab\n host: db', 'x: 1\n  password:•\n host: db'],
  ['    password: |\n  \n      ab\n    x', '    password: •\n    x'],
  ['tokens:\n- ab\n- cd\nhost: x', 'tokens:•\nhost: x'],
  ['tokens:\n-\n  ab\n- cd\nhost: x', 'tokens:•\nhost: x'],
  ['  tokens:\n  - ab\n  - cd\n- ef', '  tokens:•\n- ef'],
  ['tokens:\n-ab\nhost', 'tokens:\n-ab\nhost'],
  // Neither a block nor a list: the value stands on this line alone.
  ['password: |x\n  ab\nhost', 'password: •\n  ab\nhost'],
  ['password=|\n  ab\nhost', 'password=•\n  ab\nhost'],
]

const LISTS: Rows = [
  ['Server=db;Password=ab cd,e=1;Port=1', 'Server=db;Password=•;Port=1'],
  ['Server=db;Password=ab\ncd', 'Server=db;Password=•\ncd'],
  ['Server=db;Password=ab\rcd', 'Server=db;Password=•\rcd'],
  ['?password=ab&x', '?password=•&x'],
  ['&password=ab#x', '&password=•#x'],
  ['#token=ab;x', '#token=•;x'],
  ...['"', "'", '<', '>', ' ', '\t', '\r', '\n'].map((end): [string, string] => [
    `?token=ab${end}b`,
    `?token=•${end}b`,
  ]),
  ['password = ab, host = x', 'password = •, host = x'],
  ['password: ab, host: x', 'password: •, host: x'],
  ['password: ab; host: x', 'password: •; host: x'],
  ['password=ab host=x', 'password=• host=x'],
  ['password=ab; host=x', 'password=•; host=x'],
  ['password=ab & host=x', 'password=• & host=x'],
  ['password=ab, "host"=x', 'password=•, "host"=x'],
  ["password=ab 'host' =x", "password=• 'host' =x"],
  ['password=ab -x', 'password=• -x'],
  ['password=ab --x', 'password=• --x'],
  ['password=  ab x=1', 'password=  • x=1'],
  // What only looks like another pair belongs to the secret.
  ['password=ab cd', 'password=•'],
  ['password: ab cd host: x', 'password: •'],
  ['password=ab host==x', 'password=•'],
  ['password=ab host= x', 'password=•'],
  ['password=ab host=', 'password=•'],
  ['password=ab, host==x', 'password=•'],
]

const HEADERS: Rows = [
  ['Cookie: a=1; b=2\nx', 'Cookie: •\nx'],
  ['Cookie: a=1; b=2\rx', 'Cookie: •\rx'],
  ['Set-Cookie: a="1"; b', 'Set-Cookie: •'],
  ['cookies: a=1, b=2', 'cookies: •, b=2'],
  ['authorization-token: ab, x=1', 'authorization-token: •, x=1'],
  ['curl -H "Cookie: a=1; b=2" x', 'curl -H "Cookie: •" x'],
  ['Authorization: abc, x=1\nhost', 'Authorization: •\nhost'],
  ['Authorization: Basic ab, x=1\rhost', 'Authorization: •\rhost'],
  ['Authorization=Basic ab, x=1', 'Authorization=•, x=1'],
  ['Authorization=ab x=1', 'Authorization=•'],
  ['token: Bearer ab x=1', 'token: •'],
  ['token: token ab, x=1', 'token: •, x=1'],
  ['token=Bearer ab x=1', 'token=• x=1'],
  ['token=digest a=1 b=2', 'token=• b=2'],
  ['api_key=key  a=1 x=1', 'api_key=• x=1'],
  ['token=hmac a=1', 'token=•'],
  ['token=Xbearer a=1', 'token=• a=1'],
  ['token=bearerX a=1', 'token=• a=1'],
  ['token=bearer\nab', 'token=•\nab'],
]

const NAMED: Rows = [
  ['password := ab host=x', 'password := • host=x'],
  ['password => ab host=x', 'password => • host=x'],
  ['password: ab host=x', 'password: •'],
  ['password="a token=b" y', 'password=• y'],
  ['token:ab9', 'token:•'],
  ['{"key":ab,"x":1}', '{"key":•,"x":1}'],
  ['key:"ab" x', 'key:• x'],
  ["key:'ab' x", 'key:• x'],
  ['key:{ab} x', 'key:• x'],
  ['key:[ab] x', 'key:• x'],
  ['key:\n  ab\nx', 'key:•\nx'],
  ['{name: DB_PASSWORD, value: ab} x', '{name: DB_PASSWORD, value: •} x'],
  ['--password ab -x', '--password • -x'],
  ['--password "ab cd" -x', '--password • -x'],
  ["--password 'ab cd' -x", '--password • -x'],
  ['curl -u app:1pass x', 'curl -u app:• x'],
  ['curl --user "app:pass1" x', 'curl --user "app:•" x'],
  ['token ab-cd-ef-9 x', 'token • x'],
  ['use id-eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0. x', 'use id-• x'],
  ['<password>ab</password> <host>db</host>', '<password>•</password> <host>db</host>'],
]

/** Looks like a secret, and is none. */
const ORDINARY: readonly string[] = [
  ...[
    '{"d":"abc"}',
    '["kty"] d=abc',
    'key:ab',
    'token:/run/ab',
    'x/token:ab',
    'x@token:ab',
    ':token:ab',
  ],
  ...['--log-level info --port 80', '--password ${DB_PASSWORD} -x', '--password -x'],
  ...['docker run -u node:node x', 'docker run -u node:1000 x', 'docker run -u 1000:998 x'],
  ...['token 2026-11-30 x', 'token expires-soon x', 'numbers ab-cd-ef-9 x'],
  ...['keyJhbGciOiJub25lIn0.ab', 'eyJab.ab', 'ab.eyJhbGciOiJub25lIn0'],
  ...['OLDPWD=/home/cat', 'pwdx=/home/cat'],
  ...['<password>${DB_PASSWORD}</password>', '<host>db</host>', '{name: HOST, value: ab}'],
]

const NOTHING = [':', '=', '= ', ': ', ':\n', ':\nx: 1', '=\nab', '=""', ": ' '"]

describe('a value', () => {
  const rows = [...QUOTED, ...BRACKETS, ...LINES, ...LISTS, ...HEADERS, ...NAMED]

  it.each(rows)('is hidden to its end: %j', (text, shown) => {
    expect(shownOf('PLAIN', text)).toBe(shown.replace('•', MASK))
  })

  it.each(ORDINARY)('that only looks like one is shown: %j', (text) => {
    expect(shownOf('PLAIN', text)).toBe(text)
  })

  it.each(NOTHING)('that is none is shown: %j', (rest) => {
    expect(shownOf('PLAIN', `password${rest}`)).toBe(`password${rest}`)
  })

  it.each(['', ' ', ' "true" ', "'off'", '" null "', ' <no value> ', '${X}', 'ENABLED', '""'])(
    'holds no secret: %j',
    (value) => expect(isEmptyValue(value)).toBe(true),
  )

  it.each(['o"n"', '"o"n', '${X}y', 'x${X}', '${X-y}', 'truely', 'untrue', '"true\'', 'true"'])(
    'may hold a secret: %j',
    (value) => expect(isEmptyValue(value)).toBe(false),
  )
})
