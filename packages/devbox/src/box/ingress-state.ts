/** What a box with an ingress knows beyond one without: its name, the app behind it, who is signed in. */
import { APP_CONTAINER, INGRESS_COOKIE, LINK_SUFFIX } from 'catflap-lazycat/facts'
import type { ApiToken, Delegation } from './callers.ts'
import type { IngressApp } from './ingress-app.ts'
import type { Issued } from './issued.ts'
import type { SignIns } from './sign-ins.ts'

/** The changing state of the ingress. */
export interface IngressState {
  readonly scheme: 'http' | 'https'
  readonly port: number
  readonly signIns: SignIns
  readonly apiTokens: Issued<ApiToken>
  /** Those of other apps; the app's own come with the visits. */
  readonly tickets: Issued<Delegation>
  /** The box is at `<name>.localhost`. */
  name: string
  app: IngressApp
}

/** Host of the box, with its port: what stands in for `<name>.heiyu.space`. */
export function boxDomain({ scheme, name, port }: IngressState): string {
  return new URL(`${scheme}://${name}.localhost:${port}`).host
}

/** Host of the app, with its port. */
export function appDomain(state: IngressState): string {
  return `${state.app.subdomain}.${boxDomain(state)}`
}

/** Whether a host is one of the app's: its own, or `xxx-` and its own. */
export function isAppHost(state: IngressState, host: string): boolean {
  const own = appDomain(state)
  if (host === own) return true
  return host.endsWith(`-${own}`) && /^[a-z0-9][a-z0-9-]*$/.test(host.slice(0, -own.length - 1))
}

/** Name at which other apps reach the app. */
export function linkName({ app }: IngressState): string {
  return `${APP_CONTAINER.value}.${app.packageId}.${LINK_SUFFIX.value}`.toLowerCase()
}

/** Whether a host, in lower case, is that for other apps: with the port of this box, or as on a box without. */
export function isLinkHost(state: IngressState, host: string): boolean {
  const name = linkName(state)
  return host === name || host === `${name}:${state.port}`
}

/** Everybody is out: browsers, scripts and other apps. */
export function signEverybodyOut({ signIns, apiTokens, tickets }: IngressState): void {
  signIns.clear()
  apiTokens.clear()
  tickets.clear()
}

/**
 * An address as a browser would take it, if it is on this box or its app.
 *
 * @param text - Untrusted.
 */
export function readOwnUrl(state: IngressState, text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol !== `${state.scheme}:` || url.username !== '' || url.password !== '') return
  return url.host === boxDomain(state) || isAppHost(state, url.host) ? url.href : undefined
}

/** The cookie that tells the ingress who is asking; an empty value takes it away. */
export function buildSignInCookie(state: IngressState, token: string): string {
  const end = token === '' ? '; Max-Age=0' : ''
  const secure = state.scheme === 'https' ? '; Secure' : ''
  const domain = `${state.name}.localhost`
  const { value: name } = INGRESS_COOKIE
  return `${name}=${token}; Domain=${domain}; Path=/; HttpOnly; SameSite=Lax${secure}${end}`
}
