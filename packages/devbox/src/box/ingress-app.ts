/** What the part that runs an app tells the ingress about it. */

import type { Inject, PageInject } from './inject.ts'

/** One route of an app: which paths lead where. */
export interface IngressRoute {
  readonly prefix: string
  readonly target:
    | { readonly kind: 'http'; readonly origin: string; readonly path: string }
    | { readonly kind: 'file'; readonly folder: string }
  readonly trimPrefix: boolean
  readonly useBackendHost: boolean
}

/** An app as the ingress knows it. */
export interface IngressApp {
  readonly packageId: string
  readonly name: string
  readonly subdomain: string
  readonly multiInstance: boolean
  readonly owner: string | undefined
  readonly publicPaths: readonly string[]
  readonly routes: readonly IngressRoute[]
  /** What is done to the headers of its requests and answers; nothing when absent. */
  readonly injects?: readonly Inject[]
  /** The scripts that its pages get; none when absent. */
  readonly pageInjects?: readonly PageInject[]
}
