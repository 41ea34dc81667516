/** A browser of thirty lines: it keeps cookies, follows no redirect by itself and posts forms. */
import { createHash, randomBytes } from 'node:crypto'
import type { Devbox } from '../../src/index.ts'

/** One step of a visit. */
export interface Step {
  readonly status: number
  readonly location: string | null
  readonly body: string
  readonly headers: Headers
}

export interface Browser {
  get(url: string): Promise<Step>
  post(url: string, fields: Record<string, string>): Promise<Step>
}

export function createBrowser(origin: string): Browser {
  const cookies = new Map<string, string>()
  async function visit(url: string, init: RequestInit): Promise<Step> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...init.headers, ...(cookie !== '' && { cookie }) }
    const answer = await fetch(new URL(url, origin), { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    const { status, headers: answered } = answer
    return {
      status,
      location: answered.get('location'),
      body: await answer.text(),
      headers: answered,
    }
  }
  return {
    get: (url) => visit(url, {}),
    post: (url, fields) => visit(url, { method: 'POST', body: new URLSearchParams(fields) }),
  }
}

export const VERIFIER: string = randomBytes(32).toString('base64url')

/** An acceptable authorization request; a test changes one thing about it. */
export function authorizationQuery(
  box: Devbox,
  change: Record<string, string | undefined> = {},
): string {
  const parameters = {
    client_id: box.environment.LAZYCAT_AUTH_OIDC_CLIENT_ID,
    redirect_uri: box.environment.OIDC_REDIRECT_URI,
    response_type: 'code',
    scope: 'openid profile email groups offline_access',
    state: 'state-0123456789abcdef',
    nonce: 'nonce-0123456789abcdef',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...change,
  }
  const given = Object.entries(parameters).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  )
  return `/sys/oauth/auth?${new URLSearchParams(given)}`
}

/** Follows a login from the authorization request until the browser leaves the box. */
export async function follow(box: Devbox, start: string): Promise<Step> {
  const browser = createBrowser(box.origin)
  let step = await browser.get(start)
  while (step.location?.startsWith('/')) step = await browser.get(step.location)
  return step
}

/** The authorization response of a login that is approved without a click. */
export async function authorize(
  box: Devbox,
  change: Record<string, string | undefined> = {},
): Promise<URLSearchParams> {
  const { location } = await follow(box, authorizationQuery(box, change))
  return new URL(location ?? '').searchParams
}

/** A token request with the box's own credentials. */
export function tokenRequest(
  box: Devbox,
  fields: Record<string, string>,
  init: RequestInit = {},
): Promise<Response> {
  const body = new URLSearchParams({
    client_id: box.environment.LAZYCAT_AUTH_OIDC_CLIENT_ID!,
    client_secret: box.environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET!,
    ...fields,
  })
  return fetch(`${box.issuer}/token`, { method: 'POST', body, redirect: 'manual', ...init })
}

/** The fields of a good code exchange. */
export function codeFields(box: Devbox, code: string): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    code,
    redirect_uri: box.environment.OIDC_REDIRECT_URI!,
    code_verifier: VERIFIER,
  }
}

export interface Tokens {
  readonly access_token: string
  readonly id_token: string
  readonly token_type: string
  readonly expires_in: number
  readonly refresh_token?: string
}

/** A whole login: the token response. */
export async function signIn(
  box: Devbox,
  change: Record<string, string | undefined> = {},
): Promise<Tokens> {
  const code = (await authorize(box, change)).get('code') ?? ''
  const answer = await tokenRequest(box, codeFields(box, code))
  return (await answer.json()) as Tokens
}

/** One part of a token, decoded. */
export function decodePart(token: string, index: 0 | 1): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString())
}
