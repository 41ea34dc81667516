import { describe, expect, it } from 'vitest'
import { factText } from '../../src/pages/facts.ts'
import {
  checkSameOrigin,
  checkUpgradeOrigin,
  isForeignRequest,
  isForeignUpgrade,
  isSameOrigin,
} from '../../src/protocol/same-origin.ts'

const ORIGIN = 'https://app.box.example'
const SITES = [
  undefined,
  'none',
  'same-origin',
  'same-site',
  'cross-site',
  'something-new',
] as const
const NOBODY = [false, false, false, false, false, false]

/** The table of the docblock: a row for each Origin, a column for each Sec-Fetch-Site. */
const TABLE: readonly (readonly [string, string | undefined, readonly boolean[]])[] = [
  ['none', undefined, [false, false, true, false, false, false]],
  ['an empty one', '', [false, false, true, false, false, false]],
  ['null', 'null', [false, false, true, false, false, false]],
  ['ours', ORIGIN, [true, true, true, true, false, false]],
  ['a neighbour on the same box', 'https://other.box.example', NOBODY],
  ['another site', 'https://evil.example', NOBODY],
  ['another port', `${ORIGIN}:8443`, NOBODY],
  ['another scheme', 'http://app.box.example', NOBODY],
  ['one that begins alike', `${ORIGIN}.evil.example`, NOBODY],
  ['two origins', `${ORIGIN}, https://evil.example`, NOBODY],
  ['ours in other letters', ORIGIN.toUpperCase(), NOBODY],
  ['null in other letters', 'Null', NOBODY],
]
const CASES = TABLE.flatMap(([what, origin, row]) =>
  SITES.map((site, column) => ({ what, origin, site, counts: row[column] })),
)
const reader =
  (origin: string | undefined, site: string | undefined) =>
  (name: string): string | undefined =>
    ({ origin, 'sec-fetch-site': site })[name]

describe('a form of our own', () => {
  it.each(CASES)('Origin: $what, Sec-Fetch-Site: $site counts: $counts', (row) => {
    expect(isSameOrigin(reader(row.origin, row.site), ORIGIN)).toBe(row.counts)
  })

  it('is not told by an empty Sec-Fetch-Site', () => {
    expect(isSameOrigin(reader('null', ''), ORIGIN)).toBe(false)
    expect(isSameOrigin(reader(ORIGIN, ''), ORIGIN)).toBe(true)
  })
})

describe('the refusal of any other', () => {
  it.each(CASES.filter(({ counts }) => !counts))(
    'of Origin: $what, Sec-Fetch-Site: $site tells the kind of what came, in both languages',
    ({ origin, site }) => {
      const seen = expect.not.stringMatching(/evil|other\.box|new/)
      const refusal = expect.objectContaining({
        code: 'CROSS_ORIGIN_REFUSED',
        parameter: 'origin',
        expected: ORIGIN,
        seen,
      })
      let error: unknown
      try {
        checkSameOrigin(reader(origin, site), ORIGIN, 'test')
      } catch (thrown) {
        error = thrown
      }
      expect(error).toEqual(refusal)
      const told = (error as { seen: string }).seen
      expect(factText(told, 'zh')).not.toBe(told)
    },
  )

  it('names what withheld the origin', () => {
    expect(() => checkSameOrigin(reader('null', undefined), ORIGIN, 'test')).toThrow(
      expect.objectContaining({ seen: 'Origin null, no Sec-Fetch-Site' }),
    )
    expect(() => checkSameOrigin(reader('null', 'same-origin'), ORIGIN, 'test')).not.toThrow()
  })
})

describe('a request of another page', () => {
  const OPENED = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  const isForeign = (headers: Readonly<Record<string, string>>) =>
    isForeignRequest((name) => headers[name], ORIGIN)

  it.each<[string, Record<string, string>]>([
    ['of a program, or of a browser that tells nothing', {}],
    ['that a person has typed in', { 'sec-fetch-site': 'none', ...OPENED }],
    [
      'that the browser makes by itself, such as one for the icon of a bookmark',
      { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    ],
    ['of a script of our own', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }],
    [
      'of a frame of our own',
      { 'sec-fetch-site': 'same-origin', ...OPENED, 'sec-fetch-dest': 'iframe' },
    ],
    ['of a form of our own', { 'sec-fetch-site': 'same-origin', origin: ORIGIN, ...OPENED }],
    ['of a form of our own, in an old browser', { origin: ORIGIN }],
    [
      'of a form of our own, sent without a referrer',
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
    ],
    [
      'of a form of our own, that Back asks for again',
      { origin: ORIGIN, 'sec-fetch-site': 'same-site' },
    ],
    ['that a link of a neighbour opens', { 'sec-fetch-site': 'same-site', ...OPENED }],
    ['that a link of another site opens', { 'sec-fetch-site': 'cross-site', ...OPENED }],
  ])('is none %s', (_, headers) => {
    expect(isForeign(headers)).toBe(false)
  })

  it.each<[string, Record<string, string>]>([
    ['is a script’s', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' }],
    ['is an image', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['is a frame', { ...OPENED, 'sec-fetch-dest': 'iframe' }],
    ['is an embedded object', { ...OPENED, 'sec-fetch-dest': 'object' }],
    ['is a form', { ...OPENED, origin: 'https://other.box.example' }],
    ['is a form that withholds its origin', { ...OPENED, origin: 'null' }],
    ['is a WebSocket', { origin: 'https://other.box.example', 'sec-fetch-mode': 'websocket' }],
    ['does not say what it is', {}],
    ['says twice what it is', { ...OPENED, 'sec-fetch-mode': 'navigate, navigate' }],
  ])('is one that %s', (_, headers) => {
    for (const site of ['same-site', 'cross-site', 'something-new', 'same-origin, cross-site']) {
      expect(isForeign({ 'sec-fetch-site': site, ...headers }), site).toBe(true)
    }
  })

  it.each(['https://evil.example', 'null', `${ORIGIN}:8443`])(
    'is one with the Origin %s in a browser that does not tell the site',
    (origin) => {
      expect(isForeign({ origin })).toBe(true)
      expect(isForeign({ origin, 'sec-fetch-site': 'none' })).toBe(true)
    },
  )
})

it.each([
  ['ours', ORIGIN, 'something-new', 'this Origin, Sec-Fetch-Site ?'],
  ['ours', ORIGIN, 'cross-site', 'this Origin, Sec-Fetch-Site cross-site'],
  ['another', 'https://evil.example', undefined, 'another Origin, no Sec-Fetch-Site'],
  ['none', undefined, 'none', 'no Origin, Sec-Fetch-Site none'],
  ['an empty one', '', '', 'no Origin, no Sec-Fetch-Site'],
])('a refusal of %s (%s, %s) tells the kind of what came: %s', (_, origin, site, seen) => {
  expect(() => checkSameOrigin(reader(origin, site), ORIGIN, 'test')).toThrow(
    expect.objectContaining({ seen }),
  )
})

describe('an upgrade that a page asks for', () => {
  const FRIEND = 'https://friend.example'
  const UPGRADE = { upgrade: 'websocket' }
  const isForeign = (headers: Readonly<Record<string, string>>) =>
    isForeignUpgrade((name) => headers[name], ORIGIN, [FRIEND])

  it.each<[string, boolean, Record<string, string>]>([
    ['of another origin', true, { ...UPGRADE, origin: 'https://evil.example' }],
    ['that hides its origin', true, { ...UPGRADE, origin: 'null' }],
    ['of no origin that has one', true, { ...UPGRADE, origin: '' }],
    ['over HTTP/2', true, { 'sec-websocket-version': '13', origin: 'https://evil.example' }],
    ['of this app', false, { ...UPGRADE, origin: ORIGIN }],
    ['of a page that may', false, { ...UPGRADE, origin: FRIEND }],
    ['of a program', false, UPGRADE],
    ['that is no upgrade', false, { origin: 'https://evil.example' }],
    ['whose upgrade is empty', false, { upgrade: '', origin: 'https://evil.example' }],
  ])('%s is foreign: %s', (_, foreign, headers) => {
    expect(isForeign(headers)).toBe(foreign)
    const check = () => checkUpgradeOrigin((name) => headers[name], ORIGIN, [FRIEND])
    const refused = { code: 'CROSS_ORIGIN_REFUSED', message: expect.stringMatching(/^upgrade: /) }
    if (foreign) expect(check).toThrow(expect.objectContaining(refused))
    else expect(check).not.toThrow()
  })

  it('of a program is not foreign in the headers of a web request, which say null of what is not there', () => {
    const headers = new Headers(UPGRADE)
    expect(isForeignUpgrade((name) => headers.get(name), ORIGIN, [FRIEND])).toBe(false)
  })
})

describe('another origin that an app allows', () => {
  const opens = (from: string, ...allowed: readonly string[]) => {
    const headers: Readonly<Record<string, string>> = { origin: from, upgrade: 'websocket' }
    return !isForeignUpgrade((name) => headers[name], ORIGIN, allowed)
  }

  it.each([
    ['https://friend.example/', 'https://friend.example'],
    ['https://Friend.example:443', 'https://friend.example'],
    ['https://朋友.example', 'https://xn--iorv16b.example'],
    ['https://friend.example:8443/page', 'https://friend.example:8443'],
    ['capacitor://localhost', 'capacitor://localhost'],
  ])('may be written %s: %s opens a connection', (written, from) => {
    expect(opens(from, 'https://else.example', written)).toBe(true)
  })

  it.each([
    ['https://friend.example', 'http://friend.example'],
    ['https://friend.example', 'https://friend.example:8443'],
    ['data:text/html,x', 'null'],
    ['capacitor://localhost', 'null'],
    ['friend.example', 'https://friend.example'],
    ['no address', 'https://friend.example'],
  ])('written %s is not %s', (written, from) => {
    expect(opens(from, written)).toBe(false)
  })
})
