/**
 * Every fact about the LazyCat platform that code here relies on, with where it comes from and how
 * sure it is. A fact that turns out wrong is mended in `facts/` and nowhere else.
 *
 * Facts only: what is done with them is elsewhere.
 */
export * from './facts/build-keys.ts'
export * from './facts/ingress.ts'
export * from './facts/ingress-manner.ts'
export * from './facts/lpk.ts'
export * from './facts/manifest-keys.ts'
export * from './facts/packaging.ts'
export * from './facts/permissions.ts'
export * from './facts/provider.ts'
export * from './facts/running.ts'
export type * from './facts/source.ts'
export * from './facts/store.ts'
export * from './facts/template-functions.ts'
export * from './facts/variables.ts'
export * from './facts/versions.ts'
