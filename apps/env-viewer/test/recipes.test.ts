/** The recipes as data and as a page. */
import type { Devbox } from 'catflap-devbox'
import { PLATFORM_VARIABLES, STABLE_SECRET } from 'catflap-lazycat/facts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { boxValues } from '../src/recipes/box.ts'
import { manifestBlock } from '../src/recipes/manifest-block.ts'
import { RECIPES } from '../src/recipes/recipes.ts'
import { NAVIGATION, startViewer, type Visitor } from './support.ts'

const OFFERED = PLATFORM_VARIABLES.filter(({ when }) => when !== 'run').map(({ name }) => name)

describe.each(RECIPES.map((recipe) => [recipe.app, recipe] as const))(
  'the recipe for %s',
  (_, recipe) => {
    const { id, redirectPath, environment, settings, notes = [], source } = recipe

    it('says where it is from, what stands there, and when that was read', () => {
      expect(source.places.length).toBeGreaterThan(0)
      for (const place of source.places)
        expect(place).toMatch(/^[\w.-]+\/[\w.-]+ \S|discussion \d+$/)
      expect(source.verified).toMatch(/^\d{4}-\d\d-\d\d$/)
    })

    it('has a redirect path that a manifest can take', () => {
      expect(redirectPath).toMatch(/^\/[\w./-]*$/)
      expect(id).toMatch(/^[a-z][a-z0-9-]*$/)
    })

    it('names only variables that the platform offers to a manifest, and no fixed secret', () => {
      const values = [...environment, ...(settings?.values ?? [])].map(([, value]) => value)
      const named = values.flatMap((value) => [...value.matchAll(/\$\{(\w*)\}/g)])
      expect(named.map(([, name]) => name).filter((name) => !OFFERED.includes(name ?? ''))).toEqual(
        [],
      )
      for (const [name, value] of environment) {
        if (!/SECRET$|_KEY$/.test(name)) continue
        expect([STABLE_SECRET.value, '${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}']).toContain(value)
      }
    })

    it('has a block that is YAML and says the same', () => {
      expect(parse(manifestBlock(recipe))).toEqual({
        application: { oidc_redirect_path: redirectPath },
        services: { [id]: { environment: environment.map(([name, value]) => `${name}=${value}`) } },
      })
    })

    it('is told in both languages', () => {
      const texts = [source.says, ...notes]
      for (const { en, zh } of texts) {
        expect(en).not.toMatch(/\p{Script=Han}/u)
        expect(zh).toMatch(/\p{Script=Han}/u)
      }
    })
  },
)

it('no two recipes have the same id', () => {
  expect(new Set(RECIPES.map(({ id }) => id)).size).toBe(RECIPES.length)
  expect(RECIPES.length).toBeGreaterThanOrEqual(20)
})

describe('the page of recipes', () => {
  let box: Devbox
  let visitor: Visitor
  const BOX = {
    LAZYCAT_BOX_DOMAIN: 'mine.heiyu.space',
    DB_PASSWORD: 'hunter2-hunter2',
    EVIL: '<script>alert(1)</script>',
  }
  beforeAll(async () => {
    ;({ box, visitor } = await startViewer('bob', BOX))
    await visitor.open('/session')
  })
  afterAll(() => box.close())
  const html = async (path: string, language = 'en'): Promise<string> => {
    const headers = { ...NAVIGATION, 'accept-language': language }
    return (await visitor.ask(path, { headers })).text()
  }

  it('shows every recipe with its block, filled with what this box is', async () => {
    const page = await html('/recipes')
    expect(page.match(/<details class="recipe"/g)).toHaveLength(RECIPES.length)
    expect(page).toContain('https://outline.mine.heiyu.space/auth/oidc.callback')
    expect(page).toContain('- OIDC_CLIENT_ID=${LAZYCAT_AUTH_OIDC_CLIENT_ID}')
    expect(page).toContain(box.environment.LAZYCAT_AUTH_OIDC_ISSUER_URI)
    expect(page).not.toMatch(/>[^<]*\$\{LAZYCAT[^<]*<\/code>/)
    expect(page.length).toBeLessThan(90_000)
  })

  it('holds no secret and nothing else of the environment', async () => {
    const page = await html('/recipes')
    for (const value of [
      box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? '',
      BOX.DB_PASSWORD,
      'alert(1)',
    ]) {
      expect(page).not.toContain(value)
    }
  })

  it.each([
    ['grafana', ['grafana']],
    ['GF_AUTH_GENERIC', ['grafana']],
    ['  Open webui ', ['open-webui']],
    ['/_oauth/oidc', ['wekan']],
    ['no such app', []],
  ])('searched for %j without a script shows %j', async (query, ids) => {
    const page = await html(`/recipes?q=${encodeURIComponent(query)}`)
    const shown = [...page.matchAll(/<details class="recipe" id="([^"]+)"/g)].map(([, id]) => id)
    expect(shown).toEqual(ids)
    expect(page.includes('data-none="" hidden')).toBe(ids.length > 0)
  })

  it('is in the navigation, in both languages', async () => {
    expect(await html('/recipes')).toContain('<a href="/recipes" aria-current="page">Recipes</a>')
    expect(await html('/recipes', 'zh')).toContain('>接入示例</a>')
    expect(await html('/recipes', 'zh')).toContain('管理（Administration）')
  })

  it('without a box uses the addresses of an example, and says so', async () => {
    const other = await startViewer('bob', { LAZYCAT_BOX_DOMAIN: '' })
    await other.visitor.open('/session')
    const page = await (await other.visitor.ask('/recipes', { headers: NAVIGATION })).text()
    await other.box.close()
    expect(page).toContain('those of an example')
    expect(page).toContain('https://outline.mybox.heiyu.space/auth/oidc.callback')
    expect(page).not.toContain(other.box.environment.LAZYCAT_AUTH_OIDC_ISSUER_URI)
  })

  it('does not take a value for the box’s that carries a secret', async () => {
    const variables = {
      LAZYCAT_BOX_DOMAIN: 'hunter2-hunter2.space',
      DB_PASSWORD: 'hunter2-hunter2',
    }
    const other = await startViewer('bob', variables)
    const page = await (await other.visitor.open('/recipes')).text()
    await other.box.close()
    expect(page).toContain('those of an example')
    expect(page).not.toContain('hunter2')
  })

  it('knows nothing of the environment but the addresses of the box', () => {
    const { values } = boxValues({ environment: { ...box.environment, ...BOX } })
    expect([...values.keys()].sort()).toEqual([
      'LAZYCAT_AUTH_OIDC_AUTH_URI',
      'LAZYCAT_AUTH_OIDC_ISSUER_URI',
      'LAZYCAT_AUTH_OIDC_TOKEN_URI',
      'LAZYCAT_AUTH_OIDC_USERINFO_URI',
      'LAZYCAT_BOX_DOMAIN',
    ])
  })
})
