/** What becomes of a request to an app: sent to the sign-in, refused, or passed on. Pure. */
import { SIGN_IN_PATH } from 'catflap-lazycat/facts'
import type { Caller } from '../box/callers.ts'
import type { IngressRoute } from '../box/ingress-app.ts'
import { boxDomain, type IngressState, isLinkHost } from '../box/ingress-state.ts'
import type { BoxUser } from '../box/users.ts'
import { readCaller, type Shown } from './caller.ts'
import { buildTargetPath, isPublicPath, pickRoute } from './paths.ts'

/** The part of a request that decides. */
export interface Asked extends Shown {
  /** Request target as it came; untrusted. */
  readonly target: string
}

/** Why a request ends here, on a page. */
export type Refusal = 'bad-target' | 'no-ticket' | 'not-owner' | 'no-route'

/** The outcome. */
export type Decision =
  | { readonly kind: 'sign-in'; readonly location: string }
  | {
      readonly kind: 'refused'
      readonly why: Refusal
      /** Name of the user who was refused, if somebody was. */
      readonly user: string
    }
  | {
      readonly kind: 'passed'
      readonly route: IngressRoute
      /** Path at the route's target, with the query. */
      readonly target: string
      readonly caller: Caller | undefined
    }

/** Decides about one request. */
export function decide(state: IngressState, asked: Asked): Decision {
  const { app } = state
  const { target } = asked
  const caller = readCaller(state, asked)
  const refuse = (why: Refusal): Decision => ({
    kind: 'refused',
    why,
    user: caller?.user.name ?? '',
  })
  if (!target.startsWith('/')) return refuse('bad-target')
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  const allowed = caller !== undefined && mayUse(state, caller.user)
  if (!allowed && !isPublicPath(path, app.publicPaths)) {
    if (caller !== undefined) return refuse('not-owner')
    // Another app is no browser: it has no sign-in to be sent to.
    return isLinkHost(state, asked.host) ? refuse('no-ticket') : sendToSignIn(state, asked)
  }
  const route = pickRoute(app.routes, path)
  if (route === undefined) return refuse('no-route')
  const query = mark === -1 ? '' : target.slice(mark)
  return {
    kind: 'passed',
    route,
    target: buildTargetPath(route, path) + query,
    caller: allowed ? caller : undefined,
  }
}

function sendToSignIn(state: IngressState, { host, target }: Asked): Decision {
  const back = encodeURIComponent(`${state.scheme}://${host}${target}`)
  const origin = `${state.scheme}://${boxDomain(state)}`
  return { kind: 'sign-in', location: `${origin}${SIGN_IN_PATH.value}?redirect=${back}` }
}

/** An instance of a `multi_instance` app is its owner's alone. */
function mayUse({ app }: IngressState, user: BoxUser): boolean {
  return !app.multiInstance || app.owner === user.name
}
