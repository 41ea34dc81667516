// The folders of all packages that are published, each after those that it needs.
export const root = new URL('..', import.meta.url).pathname
export const published = ['packages/lazycat', 'packages/catflap', 'packages/devbox']
