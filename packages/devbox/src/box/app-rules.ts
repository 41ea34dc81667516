/** What the ingress asks of an app and of the name of a box. Pure. */

import type { IngressApp, IngressRoute } from './ingress-app.ts'
import { isBearable, isSendable } from './inject.ts'

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** Whether a box may be called so: one label of a domain name. */
export function isBoxName(name: string): boolean {
  return LABEL.test(name)
}

/** Whether another app may be called so: labels with dots between them. */
export function isPackageName(packageId: string): boolean {
  return packageId.length <= 255 && /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/i.test(packageId)
}

/** Everything about an app that the ingress cannot work with. */
export function appProblems(app: IngressApp): string[] {
  const problems: string[] = []
  if (!LABEL.test(app.subdomain)) {
    problems.push(`the subdomain must be one label of a domain name, not "${app.subdomain}"`)
  }
  if (!/^[\x21-\x7e]{1,255}$/.test(app.packageId)) problems.push('packageId must be visible ASCII')
  if (app.multiInstance && !app.owner) problems.push('a multi-instance app needs an owner')
  for (const path of app.publicPaths) {
    if (!/^!?\//.test(path))
      problems.push(`a public path must begin with "/" or "!/", not "${path}"`)
  }
  if (app.injects?.every(isSendable) === false)
    problems.push('an inject changes a header that it may not')
  if (!isBearable(app.injects ?? [])) problems.push('the injects change too many headers')
  return [...problems, ...app.routes.flatMap(routeProblems)]
}

function routeProblems({ prefix, target }: IngressRoute): string[] {
  const problems = prefix.startsWith('/') ? [] : [`a route must begin with "/", not "${prefix}"`]
  if (target.kind === 'http' && !isOrigin(target.origin)) {
    problems.push(`the route "${prefix}" must lead to an origin, not "${target.origin}"`)
  }
  return problems
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, origin, href } = new URL(text)
  return /^https?:$/.test(protocol) && href === `${origin}/`
}
