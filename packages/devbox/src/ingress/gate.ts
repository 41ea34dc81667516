/** What becomes of a request to an app: sent to the sign-in, refused, or passed on. Pure. */
import { SIGN_IN_PATH } from 'catflap-lazycat/facts'
import type { IngressRoute } from '../box/ingress-app.ts'
import { boxDomain, type IngressState } from '../box/ingress-state.ts'
import type { SignIn } from '../box/sign-ins.ts'
import type { BoxUser } from '../box/users.ts'
import { buildTargetPath, isPublicPath, pickRoute } from './paths.ts'

/** The part of a request that decides. */
export interface Asked {
  /** One of the app's hosts. */
  readonly host: string
  /** Request target as it came; untrusted. */
  readonly target: string
  readonly cookies: string | undefined
}

/** Why a request ends here, on a page. */
export type Refusal = 'bad-target' | 'not-owner' | 'no-route'

/** The outcome. */
export type Decision =
  | { readonly kind: 'sign-in'; readonly location: string }
  | { readonly kind: 'refused'; readonly why: Refusal }
  | {
      readonly kind: 'passed'
      readonly route: IngressRoute
      /** Path at the route's target, with the query. */
      readonly target: string
      readonly signIn: SignIn | undefined
    }

/** Decides about one request. */
export function decide(state: IngressState, asked: Asked): Decision {
  const { app } = state
  const { host, target } = asked
  if (!target.startsWith('/')) return { kind: 'refused', why: 'bad-target' }
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  const signIn = state.signIns.read(asked.cookies)
  const allowed = signIn !== undefined && mayUse(state, signIn.user)
  if (!allowed && !isPublicPath(path, app.publicPaths)) {
    if (signIn !== undefined) return { kind: 'refused', why: 'not-owner' }
    const back = encodeURIComponent(`${state.scheme}://${host}${target}`)
    const origin = `${state.scheme}://${boxDomain(state)}`
    return { kind: 'sign-in', location: `${origin}${SIGN_IN_PATH.value}?redirect=${back}` }
  }
  const route = pickRoute(app.routes, path)
  if (route === undefined) return { kind: 'refused', why: 'no-route' }
  const query = mark === -1 ? '' : target.slice(mark)
  return {
    kind: 'passed',
    route,
    target: buildTargetPath(route, path) + query,
    signIn: allowed ? signIn : undefined,
  }
}

/** An instance of a `multi_instance` app is its owner's alone. */
function mayUse({ app }: IngressState, user: BoxUser): boolean {
  return !app.multiInstance || app.owner === user.name
}
