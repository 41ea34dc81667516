/**
 * Logins at each fault of the box, over real sockets, by browsers of both languages: the right code
 * and status, a page from which the true cause can be learnt, no session, and no secret in anything
 * that the library says.
 */
import { ERROR_TEXTS, ERRORS, factText, type Language, type LoginError } from 'catflap'
import { FAULTS, type FaultName } from 'catflap-devbox'
import { describe, expect, it } from 'vitest'
import { startBoxAndApp, type TestApp } from '../support/app.ts'
import { visibleText } from '../support/page.ts'
import { secretsIn, secretsOfUrl } from '../support/secrets.ts'
import { createUserAgent, sessionName } from '../support/user-agent.ts'
import { OUTCOMES } from './outcomes.mjs'
import { TRUE_CAUSES } from './true-causes.ts'

const LANGUAGES: readonly Language[] = ['en', 'zh']

/** Seconds to wait for an answer; short where none comes, so that the suite is quick. */
const timeoutOf = (fault: FaultName): number => (/-(hang|drip)$/.test(fault) ? 8 : 60)

/** The generic variables: without LazyCat's endpoints everything depends on discovery. */
const generic = (environment: Readonly<Record<string, string>>) => ({
  OIDC_ISSUER: environment.LAZYCAT_AUTH_OIDC_ISSUER_URI,
  OIDC_CLIENT_ID: environment.LAZYCAT_AUTH_OIDC_CLIENT_ID,
  OIDC_CLIENT_SECRET: environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET,
  OIDC_REDIRECT_URI: environment.OIDC_REDIRECT_URI,
})

/** Signs in with a browser of one language, keeping what the app shows and what must stay secret. */
async function signIn(app: TestApp, language: Language) {
  const agent = createUserAgent({ 'accept-language': language })
  const secrets = new Set<string>()
  const pages: string[] = []
  let url = `${app.origin}/private?a=1`
  let answer = await agent.get(url)
  for (let i = 0; i < 12 && answer.location !== undefined; i++) {
    url = answer.location
    for (const secret of secretsOfUrl(url)) secrets.add(secret)
    answer = await agent.get(url)
    for (const cookie of agent.cookies.values()) secrets.add(cookie)
    if (url.startsWith(app.origin)) pages.push(answer.body)
  }
  return { language, agent, answer, url, pages, secrets }
}

async function signInTwice(fault: FaultName) {
  const setup = await startBoxAndApp({ faults: [fault] }, (environment) => ({
    environment: generic(environment),
    provider: { timeout: timeoutOf(fault) },
  }))
  const { app, box } = setup
  const visits = await Promise.all(LANGUAGES.map((language) => signIn(app, language)))
  const secrets = new Set([...visits.flatMap((visit) => [...visit.secrets]), ...box.secrets()])
  const said = [...app.log, ...visits.flatMap(({ pages }) => pages)].join('\n')
  return { ...setup, visits, said, secrets }
}

type Visit = Awaited<ReturnType<typeof signIn>>

const rows = Object.entries(OUTCOMES) as [FaultName, (typeof OUTCOMES)[FaultName]][]

describe.concurrent('a login at a box with a fault', () => {
  it.for(rows)('%s: %s', async ([fault, outcome]) => {
    const { app, box, visits, said, secrets, close } = await signInTwice(fault)
    try {
      for (const visit of visits) {
        if (outcome === 'signed-in') {
          expectSignedIn(visit, app)
          continue
        }
        const status = typeof outcome === 'number' ? outcome : ERRORS[outcome].status
        expect(visit.answer.status, visit.answer.body.slice(0, 300)).toBe(status)
        if (typeof outcome === 'number') expect(visit.url.startsWith(box.origin)).toBe(true)
        else expectRefusal(outcome, visit, app)
        expectTrueCause(fault, visit)
        await expectNoSession(visit, app)
      }
      expect(secrets.size).toBeGreaterThan(fault.startsWith('discovery-') ? 0 : 3)
      expect(secretsIn(said, secrets)).toEqual([])
      expect(app.errors.flatMap(englishOnly)).toEqual([])
      expect(box.requests.filter(({ path }) => path.endsWith('-elsewhere'))).toEqual([])
    } finally {
      await close()
    }
  })

  it('has a row for every fault', () => {
    expect(Object.keys(OUTCOMES).sort()).toEqual(Object.keys(FAULTS).sort())
  })

  it('has the words of the true cause for every fault that ends a login', () => {
    const ending = rows.filter(([, outcome]) => outcome !== 'signed-in').map(([fault]) => fault)
    expect(Object.keys(TRUE_CAUSES).sort()).toEqual(ending.sort())
  })
})

/** Expected and seen values that hold English words and have no Chinese form. */
function englishOnly({ expected, seen }: LoginError): readonly string[] {
  return [expected, seen].filter(
    (fact) =>
      fact !== undefined && /[a-z]{2,} [a-z]{2,}/.test(fact) && factText(fact, 'zh') === fact,
  ) as readonly string[]
}

function expectSignedIn({ answer, agent }: Visit, { origin }: TestApp): void {
  expect(answer).toMatchObject({ status: 200, url: `${origin}/private?a=1` })
  expect(agent.cookies.get(sessionName(origin))).toMatch(/^1[\w-]{43}$/)
}

async function expectNoSession({ agent }: Visit, { origin }: TestApp): Promise<void> {
  expect(agent.cookies.has(sessionName(origin))).toBe(false)
  expect((await agent.get(`${origin}/private`)).status).toBe(302)
}

/** The page says everything that the library knows of the failure, in the browser's language. */
function expectRefusal(code: LoginError['code'], visit: Visit, app: TestApp): void {
  const { language } = visit
  const page = visibleText(visit.answer.body)
  const { title, causes, fix } = ERROR_TEXTS[language][code]
  for (const text of [title, ...causes, fix, `\n${code}\n`]) expect(page).toContain(text)
  const type = expect.stringMatching(/^(login-failed|request-refused)$/)
  expect(app.events).toContainEqual(expect.objectContaining({ type, code }))
  // Two browsers, two errors, whose times may differ by a second.
  const facts = app.errors
    .filter((error) => error.code === code)
    .map(({ parameter = '', expected = '', seen = '' }) =>
      [parameter, expected, seen].map((fact) => factText(fact, language)),
    )
  expect(facts.flat()).not.toContain('')
  // Beside each instant the page tells its date.
  const bare = page.replace(/ \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)/g, '')
  const shown = facts.filter((texts) => texts.every((text) => bare.includes(`\n${text}\n`)))
  expect(shown.length, `${page}\n${JSON.stringify(facts)}`).toBeGreaterThan(0)
}

function expectTrueCause(fault: FaultName, { language, answer }: Visit): void {
  const page = visibleText(answer.body)
  for (const words of TRUE_CAUSES[fault]?.[language] ?? []) {
    if (typeof words === 'string') expect(page).toContain(words)
    else expect(page).toMatch(words)
  }
}
