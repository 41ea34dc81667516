/**
 * One login for each fault of the box, over real sockets: the right code and status, no session, and
 * no secret in anything that the library says.
 */
import { ERRORS, factText, type LoginError, type LoginErrorCode } from 'catflap'
import { FAULTS, type FaultName } from 'catflap-devbox'
import { describe, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { secretsIn, secretsOfUrl } from '../support/secrets.ts'
import { createUserAgent } from '../support/user-agent.ts'
import { OUTCOMES } from './outcomes.mjs'

/** Seconds to wait for an answer; short where none comes, so that the suite is quick. */
const timeoutOf = (fault: FaultName): number => (/-(hang|drip)$/.test(fault) ? 6 : 15)

/** The generic variables: without LazyCat's endpoints everything depends on discovery. */
const generic = (environment: Readonly<Record<string, string>>) => ({
  OIDC_ISSUER: environment.LAZYCAT_AUTH_OIDC_ISSUER_URI,
  OIDC_CLIENT_ID: environment.LAZYCAT_AUTH_OIDC_CLIENT_ID,
  OIDC_CLIENT_SECRET: environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET,
  OIDC_REDIRECT_URI: environment.OIDC_REDIRECT_URI,
})

async function signIn(fault: FaultName) {
  const setup = await startBoxAndApp({ faults: [fault] }, (environment) => ({
    environment: generic(environment),
    provider: { timeout: timeoutOf(fault) },
  }))
  const { app, box } = setup
  const agent = createUserAgent()
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
  for (const secret of box.secrets()) secrets.add(secret)
  return { ...setup, agent, answer, url, said: [...app.log, ...pages].join('\n'), secrets }
}

describe.concurrent('a login at a box with a fault', () => {
  const rows = Object.entries(OUTCOMES) as [FaultName, (typeof OUTCOMES)[FaultName]][]

  it.for(rows)('%s: %s', async ([fault, outcome]) => {
    const { app, box, agent, answer, url, said, secrets, close } = await signIn(fault)
    try {
      if (outcome === 'signed-in') {
        expect(answer).toMatchObject({ status: 200, url: `${app.origin}/private?a=1` })
        expect(agent.cookies.get('catflap')).toMatch(/^1[\w-]{43}$/)
      } else {
        const refused = typeof outcome === 'number' ? 'PROVIDER_PAGE' : outcome
        const status = typeof outcome === 'number' ? outcome : ERRORS[outcome].status
        expect(answer.status, answer.body.slice(0, 300)).toBe(status)
        if (refused === 'PROVIDER_PAGE') expect(url.startsWith(box.origin)).toBe(true)
        else expectRefusal(refused, answer.body, app.events)
        expect(agent.cookies.has('catflap')).toBe(false)
        expect((await agent.get(`${app.origin}/private`)).status).toBe(302)
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
})

/** Expected and seen values that hold English words and have no Chinese form. */
function englishOnly({ expected, seen }: LoginError): readonly string[] {
  return [expected, seen].filter(
    (fact) =>
      fact !== undefined && /[a-z]{2,} [a-z]{2,}/.test(fact) && factText(fact, 'zh') === fact,
  ) as readonly string[]
}

function expectRefusal(
  code: LoginErrorCode,
  body: string,
  events: readonly { readonly type: string }[],
): void {
  expect(body).toContain(`<dd>${code}</dd>`)
  expect(events).toContainEqual(
    expect.objectContaining({
      type: expect.stringMatching(/^(login-failed|request-refused)$/),
      code,
    }),
  )
}
