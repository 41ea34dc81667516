/**
 * The relying-party modules of the OpenID Foundation's conformance suite, each by its name; modules.ts says
 * what its provider does. docs/conformance.md says what was seen here: `npx vitest run test/conformance -u`
 * writes it.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { createUserAgent, sessionCookie, type UserAgent } from '../support/user-agent.ts'
import { conformanceDocs } from './docs.ts'
import { type Module, PREFIX } from './module.ts'
import { PLANS } from './modules.ts'
import { type SuiteProvider, startSuiteProvider } from './provider.ts'
import { CLIENT } from './tokens.ts'

interface World {
  readonly provider: SuiteProvider
  readonly app: TestApp
  readonly agent: UserAgent
}

let world: World | undefined
afterEach(async () => {
  await world?.app.close()
  await world?.provider.close()
})

async function start({ wrong = {} }: Module): Promise<World> {
  const provider = await startSuiteProvider(wrong)
  const app = await startApp((redirectUri) => ({
    environment: {},
    provider: { issuer: provider.issuer },
    client: { ...CLIENT, redirectUri },
  }))
  provider.app.origin = app.origin
  world = { provider, app, agent: createUserAgent() }
  return world
}

/** What the app refused last, with the parameter at fault. */
function refusal({ errors }: TestApp): string {
  const { code, parameter } = errors.at(-1) ?? {}
  return `${code} (${parameter})`
}

async function login({ app, agent }: World): Promise<string> {
  const answer = await agent.browse(`${app.origin}/wanted`)
  return answer.body === 'alice at /wanted' ? 'signed in' : refusal(app)
}

async function logout({ app, agent }: World): Promise<string> {
  const own = { origin: app.origin, accept: 'application/json' }
  const { body } = await agent.post(`${app.origin}/logout`, own)
  const page = await agent.browse((JSON.parse(body) as { logout: string }).logout)
  if (!page.url.startsWith(`${app.origin}/logout`)) return `at ${page.url}`
  if (page.body.includes('You are signed out of this app')) return 'signed out here'
  return page.body.includes('You are signed out') ? 'signed out here and there' : 'another page'
}

/** Signs out here, and tells what became of a session in another browser. */
async function logoutElsewhere(at: World): Promise<string> {
  const { app, provider } = at
  const elsewhere = createUserAgent()
  await login({ ...at, agent: elsewhere })
  await logout(at)
  const { status } = await elsewhere.get(`${app.origin}/x`)
  const [told] = provider.logouts
  if (told === 200 && status === 302) return 'sessions ended'
  return told === 400 && status === 200 ? refusal(app) : `${told} told, ${status} elsewhere`
}

async function renewal({ app, agent }: World): Promise<string> {
  const session = await app.login.readSession(sessionCookie(agent, app.origin), undefined)
  await session?.renew().catch(() => undefined)
  const renewed = app.events.some(({ type }) => type === 'session-renewed')
  return renewed ? 'renewed' : refusal(app)
}

/** As another site begins it: with the issuer, and an address to end at, which may be anybody's. */
async function begunElsewhere({ app, agent, provider }: World): Promise<string> {
  const asked = new URLSearchParams({
    iss: provider.issuer,
    login_hint: 'alice',
    target_link_uri: 'https://another.example/',
  })
  const answer = await agent.browse(`${app.origin}/login?${asked}`)
  return answer.body === 'alice at /' ? 'signed in' : `at ${answer.url}`
}

async function play(module: Module): Promise<string> {
  const at = await start(module)
  if (module.plays === 'begun elsewhere') return begunElsewhere(at)
  const first = await login(at)
  switch (module.plays) {
    case 'two logins':
      return first === 'signed in' ? login({ ...at, agent: createUserAgent() }) : first
    case 'logout':
      return logout(at)
    case 'login elsewhere':
      return logoutElsewhere(at)
    case 'renewal':
      return renewal(at)
    default:
      return first
  }
}

const seen = new Map<Module, string>()
const titled = ({ modules }: (typeof PLANS)[number]) =>
  modules.map((module) => [PREFIX + module.name, module] as const)

describe.each(PLANS)('the plan $title.en', (plan) => {
  it.each(titled(plan))('%s', async (_, module) => {
    seen.set(module, await play(module))
    expect(seen.get(module)).toBe(module.ends)
  })
})

describe('beyond how a module ends', () => {
  const of = (name: string) => {
    const module = PLANS.flatMap(({ modules }) => modules).find((one) => one.name === name)
    if (module === undefined) throw new Error(`no module ${name}`)
    return module
  }

  it('scope-userinfo-claims: profile and email are asked for and their claims are had', async () => {
    await play(of('-scope-userinfo-claims'))
    const { app, agent, provider } = world as World
    const asked = provider.requests.find(({ path }) => path === '/authorize')
    expect(asked?.parameters.get('scope')).toBe('openid profile email')
    const session = await app.login.readSession(sessionCookie(agent, app.origin), undefined)
    expect(session?.userInfo).toMatchObject({ name: 'Alice A.', email: 'alice@example.org' })
  })

  it('client-secret-basic: the secret is sent by Basic alone, once', async () => {
    await play(of('-client-secret-basic'))
    const asked = world?.provider.requests.filter(({ path }) => path === '/token')
    expect(asked?.map(({ parameters }) => parameters.has('client_secret'))).toEqual([false])
  })

  it('userinfo-bearer-header: the access token is in no query', async () => {
    await play(of('-userinfo-bearer-header'))
    const asked = world?.provider.requests.filter(({ path }) => path === '/userinfo')
    expect(asked?.map(({ parameters }) => parameters.has('access_token'))).toEqual([false])
  })

  it('form_post, which is not supported, is named on the page of an answer that is posted', async () => {
    const { app, agent } = await start(of(''))
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await agent.post(`${app.origin}/callback`, type, 'code=a&state=b')
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET'])
    expect(answer.body).toContain('response_mode=form_post')
  })

  it('invalid-sig-rs256: UserInfo is not asked after a bad signature', async () => {
    await play(of('-invalid-sig-rs256'))
    expect(world?.provider.requests.map(({ path }) => path)).not.toContain('/userinfo')
  })
})

describe('docs/conformance.md', () => {
  it.each([
    ['en', 'conformance.md'],
    ['zh', 'conformance.zh-CN.md'],
  ] as const)('in %s says what was seen', async (language, file) => {
    await expect(conformanceDocs(seen, language)).toMatchFileSnapshot(`../../docs/${file}`)
  })
})
