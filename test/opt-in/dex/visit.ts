/** A person's way through a login at either peer: keeps cookies, says yes where it is asked. */
import { createHash } from 'node:crypto'
import { type Answer, type Ask, asUser, form, type Peer, send } from './peer.ts'

/** A verifier of PKCE; not random, since nothing here is secret. */
export const VERIFIER: string = 'v'.repeat(43)
/** Its challenge. */
export const CHALLENGE: string = createHash('sha256').update(VERIFIER).digest('base64url')

/** Changes of a request's parameters; `undefined` leaves one out. */
export type Change = Readonly<Record<string, string | undefined>>

/** The parameters of a good authorization request, with some changed. */
export function query({ app }: Pick<Peer, 'app'>, change: Change = {}): string {
  const parameters = {
    client_id: app.id,
    redirect_uri: app.redirectUri,
    response_type: 'code',
    scope: 'openid',
    state: 'the-state',
    nonce: 'the-nonce',
    ...change,
  }
  const given = Object.entries(parameters).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  )
  return new URLSearchParams(given).toString()
}

/** A browser: who is signed in at the box, and the cookies that the provider has set. */
export interface Visitor {
  send(ask: Ask): Promise<Answer>
  /** Every answer from an address on until it leaves the provider, with consent where it is asked for. */
  walk(path: string, consent?: 'approve' | 'rejected' | 'none'): Promise<readonly Answer[]>
}

/** Opens a browser; nobody is signed in at the box without a name. */
export function visitor(peer: Peer, user: string | undefined = 'alice'): Visitor {
  const jar = new Map<string, string>()
  const own = new URL(peer.issuer)
  async function sendWithCookies(ask: Ask): Promise<Answer> {
    const kept = [...jar].map(([name, value]) => `${name}=${value}`)
    const cookie = [...(user === undefined ? [] : [asUser(user).cookie]), ...kept].join('; ')
    const headers = { ...(cookie !== '' && { cookie }), ...ask.headers }
    const answer = await send(peer, { ...ask, headers })
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? []
      if (/; Max-Age=0/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }
  const below = (address: string): string | undefined => {
    const { origin, pathname, search } = new URL(address, own)
    if (origin !== own.origin || !pathname.startsWith(own.pathname)) return undefined
    return pathname.slice(own.pathname.length) + search
  }
  return {
    send: sendWithCookies,
    async walk(path, consent = 'approve') {
      const answers: Answer[] = []
      let next: Ask | undefined = { path }
      while (next !== undefined && answers.length < 12) {
        const answer: Answer = await sendWithCookies(next)
        answers.push(answer)
        const location: string | undefined = answer.headers.location?.[0]
        const asked = next.path.startsWith('/approval') && answer.status === 200
        if (location !== undefined) {
          const onward = below(location)
          next = onward === undefined ? undefined : { path: onward }
        } else if (asked && consent !== 'none' && next.method === undefined) {
          next = form(next.path, { approval: consent })
        } else {
          next = undefined
        }
      }
      return answers
    },
  }
}

/** The parameters that come to the redirect URI at the end of a good login. */
export async function authorize(
  peer: Peer,
  change: Change = {},
  browser: Visitor = visitor(peer),
): Promise<URLSearchParams> {
  const end = (await browser.walk(`/auth?${query(peer, change)}`)).at(-1)
  const location = end?.headers.location?.[0]
  if (location === undefined) throw new Error(`${peer.name} ends a login with ${end?.status}`)
  return new URL(location).searchParams
}

/** A code of a good login. */
export async function codeOf(peer: Peer, change: Change = {}): Promise<string> {
  return (await authorize(peer, change)).get('code') ?? ''
}

/** The fields of a good code exchange. */
export const exchange = ({ app }: Peer, code: string): Record<string, string> => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: app.redirectUri,
  client_id: app.id,
  client_secret: app.secret,
})

/** A token response. */
export type Tokens = Readonly<Record<'access_token' | 'id_token' | 'refresh_token', string>>

/** The tokens of a whole login. */
export async function tokensOf(
  peer: Peer,
  change: Change = {},
  browser: Visitor = visitor(peer),
): Promise<Tokens> {
  const code = (await authorize(peer, change, browser)).get('code') ?? ''
  const answer = await send(peer, form('/token', exchange(peer, code)))
  if (answer.status !== 200) throw new Error(`${peer.name} gives no tokens: ${answer.body}`)
  return JSON.parse(answer.body) as Tokens
}
