/**
 * The whole way of callbacks, against a tiny provider: who may come of which query.
 *
 * An input is up to six visits, one a line. `^` before one stands for a copy that comes with the cookies of the
 * beginning, `~` for one that another process gets.
 */
import { ERRORS } from '../../../packages/catflap/src/errors.ts'
import { NAVIGATION } from '../../../packages/catflap/test/support/browser.ts'
import { APP, ISSUER } from '../../../packages/catflap/test/support/provider.ts'
import type { Choice } from '../engine/choice.ts'
import { must, type Target } from '../engine/target.ts'
import { beginLogins, type Logins } from '../worlds/logins.ts'

const MOST_VISITS = 6
const STATUSES = new Set(Object.values(ERRORS).map(({ status }) => status))
const SESSION = /^__Host-catflap=1/
/** What names one of the logins, and what a provider says. */
const [STATES, CODES] = [
  ['$S', '$T', '$U'],
  ['$C', '$D', '$E'],
]
const RESTS = ['', '', '&iss=$I', '&iss=x', '&error=access_denied', '&error_description=a']

export const target: Target = {
  words: [
    ...['\n', '^', '~', 'state=', 'code=', 'iss=$I', 'error=', 'error_description=', '$I'],
    ...['access_denied', 'invalid_scope', 'login_required', 'server_error', '&', '=', '%00', '%'],
    ...['+', '#', 'constructor', '__proto__', '<script>', ...STATES, ...CODES],
  ],
  work: { base: 1_500_000, perByte: 3000 },
  slow: 100,
  change: withVisit,
  async run(input) {
    const logins = await beginLogins()
    const visit = createVisit(logins)
    const lines = input.toString('latin1').split('\n').slice(0, MOST_VISITS)
    for (const line of lines) {
      const [, mark = '', query = ''] = /^([\^~]?)(.*)$/s.exec(line) ?? []
      await visit(mark, logins.written(query))
    }
    // Nothing of it is left for the next, such as what is written at most once a second.
    await logins.close()
  },
}

/** Makes what visits the callback, and knows what came of the visits before. */
function createVisit({ login, other, provider, browser, held, own }: Logins) {
  /** Token requests by state; whose was answered well; whose has come back at all; codes that were spent. */
  const spent = new Map<string, number>()
  const good = new Set<string>()
  const seen = new Set<string>()
  const sent = new Set<string | undefined>()

  return async function visit(mark: string, query: string): Promise<void> {
    const url = new URL(`${APP}/callback?${query}`)
    const all = (name: string) => url.searchParams.getAll(name)
    const mine = own.find(({ state }) => state === only(all('state')))
    const isRight =
      mine !== undefined &&
      only(all('code')) === mine.code &&
      all('error').length <= 1 &&
      !only(all('error')) &&
      all('iss').length <= 1 &&
      [ISSUER, '', undefined].includes(only(all('iss')))
    const state = mine?.state ?? ''
    const before = await login.readSession(browser.header(), undefined)
    const asked = provider.count('token')
    const path = url.pathname + url.search
    const response =
      mark === ''
        ? await browser.get(path)
        : await (mark === '~' ? other : login).handle(
            new Request(APP + path, { headers: { ...NAVIGATION, cookie: held } }),
          )
    const requests = provider.count('token') - asked
    must(requests === 0 || mine !== undefined, 'a strange state costs no token request')
    const sum = (spent.get(state) ?? 0) + requests
    must(sum <= 1, 'a login is redeemed once')
    spent.set(state, sum)
    if (requests === 1 && isRight) good.add(state)
    const location = response.headers.get('location')
    const brings = response.headers.getSetCookie().some((one) => SESSION.test(one))
    must(!brings || good.has(state), 'no session comes before the right query')
    if (isRight && !seen.has(state) && !sent.has(mine.code))
      must(brings && location === mine.page, 'it leads to the page that was wanted')
    const after = await login.readSession(browser.header(), undefined)
    if (mark === '') must(brings || before?.id === after?.id, 'nothing else changes who is there')
    else must(mark === '~' || before?.id === after?.id || brings, 'nor does a copy')
    if (mine?.silent && !seen.has(state))
      must(response.status === 303 && location === mine.page, 'in silence no page comes between')
    if (mark === '' && before !== undefined && mine === undefined && isAnswer(all))
      must(response.status === 303, 'whoever is signed in is shown no error of a stale answer')
    must(STATUSES.has(response.status) || response.status === 303, 'it is refused by a code')
    if (response.status === 303)
      must([...own.map(({ page }) => page), '/'].includes(location ?? ''), 'to a page of theirs')
    if (state !== '') seen.add(state)
    if (requests === 1) sent.add(only(all('code')))
    const page = await response.text()
    must(!page.includes('<script'), 'no page has a script of somebody else')
    must(!/hush-(?:client-secret|access)/.test(page), 'no page tells a secret')
  }
}

/** A code for one state, and nothing against it. */
const isAnswer = (all: (name: string) => readonly string[]): boolean =>
  [...all('state'), ...all('code')].every((one) => one !== '' && one.length < 4000) &&
  all('state').length === 1 &&
  all('code').length === 1 &&
  all('error').length === 0 &&
  all('iss').length === 0

/** A visit more, between others. */
function withVisit(input: Buffer, choice: Choice): Buffer {
  const lines = input.toString('latin1').split('\n')
  const login = choice.below(STATES.length)
  const code = choice.oneIn(4) ? choice.of([...CODES, 'x']) : CODES[login]
  const mark = choice.of(['', '', '^', '~'])
  const line = `${mark}state=${STATES[login]}&code=${code}${choice.of(RESTS)}`
  lines.splice(choice.below(lines.length + 1), choice.oneIn(3) ? 1 : 0, line)
  return Buffer.from(lines.join('\n'), 'latin1')
}

const only = (list: readonly string[]): string | undefined =>
  list.length === 1 ? list[0] : undefined
