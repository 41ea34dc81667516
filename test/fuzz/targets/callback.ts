/** The whole way of a callback, against a tiny provider: who may come of which query. */
import { ERRORS } from '../../../packages/catflap/src/errors.ts'
import { createFixture } from '../../../packages/catflap/test/support/fixture.ts'
import { APP, ISSUER } from '../../../packages/catflap/test/support/provider.ts'
import { must, type Target } from '../engine/target.ts'

const STATUSES = new Set(Object.values(ERRORS).map(({ status }) => status))

export const target: Target = {
  // What the browser got of this login stands for itself: its state, its code, the issuer.
  words: [
    'state=$S',
    'code=$C',
    'iss=$I',
    'error=',
    'access_denied',
    'invalid_scope',
    'server_error',
    'error_description=',
    '&',
    '=',
    '%00',
    '%',
    '+',
    '$S',
    '$C',
    '#',
    'constructor',
    '__proto__',
    '<script>',
  ],
  work: { base: 400_000, perByte: 500 },
  async run(input) {
    // A world of its own, so that it does the same each time.
    const { login, provider, browser } = createFixture()
    const mine = new URL(APP + (await browser.begin('/wanted'))).searchParams
    const text = input
      .toString('latin1')
      .replaceAll('$S', mine.get('state') ?? '')
      .replaceAll('$C', mine.get('code') ?? '')
      .replaceAll('$I', encodeURIComponent(ISSUER))
    const url = new URL(`${APP}/callback?${text}`)
    const all = (name: string) => url.searchParams.getAll(name)
    const isGood =
      only(all('state')) === mine.get('state') &&
      only(all('code')) === mine.get('code') &&
      all('error').length <= 1 &&
      !only(all('error')) &&
      all('iss').length <= 1 &&
      [ISSUER, '', undefined].includes(only(all('iss')))
    const asked = provider.count('token')
    const response = await browser.get(url.pathname + url.search)
    const session = await login.readSession(browser.header(), undefined)
    must((session !== undefined) === isGood, 'a session comes of the right query alone')
    must(provider.count('token') - asked <= 1, 'a code is spent once')
    if (only(all('state')) !== mine.get('state'))
      must(provider.count('token') === asked, 'a strange state costs no token request')
    if (isGood)
      must(response.headers.get('location') === '/wanted', 'it leads to the page that was wanted')
    else must(STATUSES.has(response.status) || response.status === 303, 'it is refused by a code')
    // Nothing of it is left for the next, such as what is written at most once a second.
    await login.close()
    const page = await response.text()
    must(!page.includes('<script'), 'no page has a script of somebody else')
    must(!page.includes('hush-client-secret'), 'no page tells a secret')
  },
}

const only = (list: readonly string[]): string | undefined =>
  list.length === 1 ? list[0] : undefined
