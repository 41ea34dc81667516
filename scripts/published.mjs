// The folders of all packages that are published, each after those that it needs.
export const root = new URL('..', import.meta.url).pathname
export const published = [
  'packages/lazycat',
  'packages/forward',
  'packages/catflap',
  'packages/devbox',
  'packages/gate',
]
