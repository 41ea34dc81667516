/** Whole logins: each hop of them, the approval in all its ways, and what the tokens say. */
import { type Answer, form, type Peer, send } from '../peer.ts'
import {
  CHALLENGE,
  type Change,
  codeOf,
  exchange,
  query,
  VERIFIER,
  type Visitor,
  visitor,
} from '../visit.ts'
import type { Row } from './row.ts'

const whole = (title: string, change: Change, more: Change = {}): Row => ({
  title,
  async ask(peer) {
    const fields = { ...exchange(peer, await codeOf(peer, change)), ...more }
    const given = Object.entries(fields).filter((pair): pair is [string, string] => !!pair[1])
    return send(peer, form('/token', Object.fromEntries(given)))
  },
})

const SCOPES: readonly string[] = [
  'openid',
  'openid email',
  'openid profile',
  'openid groups',
  'openid profile email groups',
  'groups openid email profile',
  'openid openid email email',
  'openid federated:id',
  'openid email federated:id groups',
  'openid offline_access',
  'openid audience:server:client_id:dev.catflap.app',
  'openid offline_access profile email groups federated:id',
]
const S256: Change = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }
const PLAIN: Change = { code_challenge: VERIFIER, code_challenge_method: 'plain' }

const tokens: readonly Row[] = [
  ...SCOPES.map((scope) => whole(`tokens for "${scope}"`, { scope })),
  whole('tokens without a nonce', { nonce: undefined }),
  whole('tokens with a nonce of signs', { nonce: '<"nonce">&\u2028猫' }),
  whole('tokens with a long nonce', { nonce: 'x'.repeat(3000) }),
  whole('a proof by S256', S256, { code_verifier: VERIFIER }),
  whole('a proof by S256 that is missing', S256),
  whole('a proof by S256 that is wrong', S256, { code_verifier: 'w'.repeat(43) }),
  whole('a proof by S256 that is its challenge', S256, { code_verifier: CHALLENGE }),
  whole('a plain proof', PLAIN, { code_verifier: VERIFIER }),
  whole('a plain proof that is wrong', PLAIN, { code_verifier: 'x' }),
  whole('a short plain proof', { ...PLAIN, code_challenge: 'x' }, { code_verifier: 'x' }),
  whole('a proof without a method', { code_challenge: VERIFIER }, { code_verifier: VERIFIER }),
  whole('a proof that nobody asked for', {}, { code_verifier: VERIFIER }),
  whole('a method without a challenge', { code_challenge_method: 'S256' }),
]

/** Ask again, whatever was allowed before. */
const CONSENT: Change = { prompt: 'consent' }

const walked = (title: string, go: (browser: Visitor, peer: Peer) => Promise<unknown>): Row => ({
  title,
  ask: async (peer) => (await go(visitor(peer), peer)) as readonly Answer[],
})

/** Where alice is asked, as path and query below the issuer. */
async function asked(browser: Visitor, peer: Peer): Promise<string> {
  const answers = await browser.walk(`/auth?${query(peer, CONSENT)}`, 'none')
  const location = answers.at(-2)?.headers.location?.[0] ?? ''
  const { pathname, search } = new URL(location, peer.issuer)
  return pathname.slice(new URL(peer.issuer).pathname.length) + search
}

function changed(path: string, change: Change): string {
  const [at = '', search] = path.split('?')
  const fields = new URLSearchParams(search)
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) fields.delete(name)
    else fields.set(name, value)
  }
  return `${at}?${fields}`
}

const hops: readonly Row[] = [
  walked('a login that is approved', (browser, peer) =>
    browser.walk(`/auth?${query(peer, CONSENT)}`),
  ),
  walked('a login that is rejected', (browser, peer) => {
    return browser.walk(`/auth?${query(peer, CONSENT)}`, 'rejected')
  }),
  walked('a login begun by POST', async (browser, peer) => {
    const first = await browser.send(form('/auth', query(peer)))
    return [first, ...(await browser.walk(`/auth?${query(peer, CONSENT)}`))].slice(-1)
  }),
  {
    title: 'a login of nobody',
    ask: (peer) => visitor(peer, 'nobody').walk(`/auth?${query(peer, CONSENT)}`),
  },
  walked('rejected, then approved', async (browser, peer) => {
    const path = await asked(browser, peer)
    return [
      await browser.send(form(path, { approval: 'rejected' })),
      await browser.send(form(path, { approval: 'approve' })),
    ]
  }),
  walked('approved twice', async (browser, peer) => {
    const path = await asked(browser, peer)
    return [
      ...(await browser.walk(path)).slice(1),
      await browser.send(form(path, { approval: 'approve' })),
    ]
  }),
  ...[{}, { approval: '' }, { approval: 'APPROVE' }, { approval: 'yes' }].map((fields) =>
    walked(`an approval that says ${JSON.stringify(fields)}`, async (browser, peer) => [
      await browser.send(form(await asked(browser, peer), fields)),
    ]),
  ),
  ...['HEAD', 'PUT', 'DELETE', 'OPTIONS'].map((method) =>
    walked(`${method} where alice is asked`, async (browser, peer) => [
      await browser.send({ method, path: await asked(browser, peer) }),
    ]),
  ),
  ...(
    [
      ['without hash', { hmac: undefined }],
      ['with another hash', { hmac: 'AAAA' }],
      ['with a padded hash', { hmac: 'AAA=' }],
      ['with a hash that is no text', { hmac: '*' }],
      ['without request', { req: undefined }],
      ['with another request', { req: 'x' }],
    ] as const
  ).flatMap(([what, change]) =>
    ['GET', 'POST'].map((method) =>
      walked(`${method} of an approval ${what}`, async (browser, peer) => {
        const path = changed(await asked(browser, peer), change)
        const ask = method === 'GET' ? { path } : form(path, { approval: 'approve' })
        return [await browser.send(ask)]
      }),
    ),
  ),
  walked('an approval as multipart', async (browser, peer) => {
    const path = await asked(browser, peer)
    const body =
      '--b\r\ncontent-disposition: form-data; name="approval"\r\n\r\napprove\r\n--b--\r\n'
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    return [await browser.send({ method: 'POST', path, headers, body })]
  }),
  walked('the callback before anybody has signed in, at /approval', async (browser, peer) => {
    const answers = await browser.walk(`/auth?${query(peer, CONSENT)}`, 'none')
    const callback = answers.find(({ headers }) => headers.location?.[0]?.includes('/callback/'))
    const id = new URL(callback?.headers.location?.[0] ?? '', peer.issuer).searchParams.get('state')
    const fresh = await visitor(peer).send({ path: `/callback/hportal?state=${id}` })
    return [fresh]
  }),
  walked('a second login in the same browser', async (browser, peer) => {
    await browser.walk(`/auth?${query(peer, CONSENT)}`)
    return browser.walk(`/auth?${query(peer, CONSENT)}`)
  }),
]

export const LOGIN_ROWS: readonly Row[] = [...tokens, ...hops]
