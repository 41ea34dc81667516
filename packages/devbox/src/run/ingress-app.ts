/** An app's manifest as the ingress needs it. */

import type { IngressApp, IngressRoute } from '../box/ingress-app.ts'
import type { PageScript } from '../box/inject.ts'
import type { AppManifest } from './app-manifest.ts'
import { type Layout, toHostPath } from './layout.ts'
import type { AppRoute } from './routes.ts'

/** Tells the ingress about an app. @param uid - the owner, if each user has an instance. */
export function toIngressApp(manifest: AppManifest, layout: Layout, uid: string): IngressApp {
  const { packageId, name, subdomain, multiInstance, publicPaths, routes, injects } = manifest
  const pageInjects = manifest.pageInjects.map((inject) => ({
    ...inject,
    scripts: inject.scripts.map((script) => toHostScript(script, layout)),
  }))
  const owner = multiInstance ? uid : undefined
  return {
    packageId,
    name,
    subdomain,
    multiInstance,
    owner,
    publicPaths,
    injects,
    pageInjects,
    routes: routes.map((route) => toIngressRoute(route, layout)),
  }
}

function toHostScript(script: PageScript, layout: Layout): PageScript {
  const { body } = script
  if (body.kind !== 'file') return script
  return { ...script, body: { ...body, folder: toHostPath(layout, body.folder) } }
}

function toIngressRoute(
  { prefix, target, trimPrefix, useBackendHost }: AppRoute,
  layout: Layout,
): IngressRoute {
  return { prefix, target: toTarget(target, layout), trimPrefix, useBackendHost }
}

/** Every container of the app is this machine. */
function toTarget(target: AppRoute['target'], layout: Layout): IngressRoute['target'] {
  if (target.kind === 'file') return { kind: 'file', folder: toHostPath(layout, target.path) }
  const { path } = target
  if (target.kind === 'outside') return { kind: 'http', origin: target.origin, path }
  return { kind: 'http', origin: new URL(`http://127.0.0.1:${target.port}`).origin, path }
}
