/** The manifest that an app's page links to, and the rule that a browser needs to fetch it. */
import { describe, expect, it } from 'vitest'
import { findManifestLink } from '../../src/check/manifest-link.ts'
import { adviseManifest } from '../../src/check/open.ts'
import { decide } from '../../src/rules/decide.ts'
import { rulesOf } from '../rules/corpus.ts'

const own = (target: string) => ({ target, withoutCookies: true })

describe('the link to a manifest', () => {
  it.each<[string, string, object | undefined]>([
    ['by its rel', '<link rel="manifest" href="/m.json">', own('/m.json')],
    ['of several', '<link rel=icon href=/i><link rel=manifest href=/m.json>', own('/m.json')],
    ['in any case', "<LINK HREF='m.json' REL='Manifest'/>", own('/app/m.json')],
    ['among other words', '<link href="/m?a=1&amp;b" rel="x manifest">', own('/m?a=1&b')],
    ['below a base', '<base href="/static/"><link rel=manifest href=m>', own('/static/m')],
    ['with > in a value', '<link title="a>b" rel=manifest href=/m>', own('/m')],
    [
      'with cookies',
      '<link crossorigin="use-credentials" rel=manifest href=/m>',
      { target: '/m', withoutCookies: false },
    ],
    ['as anonymous', '<link crossorigin rel=manifest href=/m>', own('/m')],
    [
      'elsewhere',
      '<link rel=manifest href=//cdn.example/m>',
      { target: 'http://cdn.example/m', withoutCookies: false },
    ],
    ['in a comment', '<!-- <link rel=manifest href=/m> -->', undefined],
    ['without an address', '<link rel=manifest>', undefined],
    ['after what is no blank in HTML', '<link rel="x\u00a0manifest" href=/m>', undefined],
    ['of another kind', '<link rel=manifesto href=/m><links rel=manifest href=/m>', undefined],
  ])('is found %s', (_, html, found) => {
    expect(findManifestLink(html, '/app/')).toEqual(found)
  })

  it('costs little where a page is nothing but beginnings of it', () => {
    expect(findManifestLink('<link '.repeat(40_000), '/')).toBeUndefined()
  })
})

describe('a manifest that is fetched without cookies', () => {
  const advise = (list: readonly unknown[], target: string) =>
    adviseManifest(rulesOf(list), own(target))

  it('needs a public rule of its own', () => {
    expect(advise([], '/site.webmanifest?v=2')).toEqual({
      kind: 'rule',
      target: '/site.webmanifest?v=2',
      rule: '- { path: =/site.webmanifest, public: true, methods: [GET, HEAD] }',
    })
  })

  it('needs none that is there already', () => {
    expect(advise([{ path: '/static', public: true }], '/static/m.json').kind).toBe('fine')
    expect(advise([{ path: '/static', public: true, methods: ['POST'] }], '/static/m').kind).toBe(
      'rule',
    )
  })

  it('gets a rule that opens it before all others, written so that it can be copied', () => {
    const barred = { path: '/static', deny: true }
    expect(advise([barred], '/static/a,b.json')).toMatchObject({
      rule: '- { path: "=/static/a,b.json", public: true, methods: [GET, HEAD] }',
    })
    const rule = { path: '=/static/a,b.json', public: true, methods: ['GET', 'HEAD'] }
    expect(decide(rulesOf([rule, barred]), 'GET', '/static/a,b.json').kind).toBe('public')
  })

  it.each(['/a%2fb.json', '/%E4%BD%A0.json', '/a//b', '/a;v=1', '/a%20b.json'])(
    'gets none where no rule can open it: %s',
    (target) => {
      expect(advise([], target)).toEqual({ kind: 'page', target })
    },
  )

  it('needs nothing where its link sends cookies', () => {
    const link = { target: '/m', withoutCookies: false }
    expect(adviseManifest(rulesOf([]), link).kind).toBe('fine')
  })
})
