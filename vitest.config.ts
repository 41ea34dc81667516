import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config'
import { ContractReporter } from './test/contract/reporter.ts'

// Tests with what is too heavy to install for every run, and those that are slow and rarely break (*.slow.ts).
const {
  CATFLAP_LZC_CLI,
  CATFLAP_BROWSERS,
  CATFLAP_DEX,
  CATFLAP_FRAMEWORKS,
  CATFLAP_LANGUAGES,
  CATFLAP_MODEL,
  CATFLAP_NODES,
  CATFLAP_PROVIDERS,
  CATFLAP_SLOW,
} = process.env
const frameworks = [
  'init',
  'init-joined',
  'next',
  'next-dev',
  'sveltekit',
  'astro',
  'nest',
  'bun',
  'deno',
  'nuxt',
  'react-router',
  'bundlers',
].map((name) => `test/opt-in/${name}.ts`)
const optIn = [
  ...(CATFLAP_LZC_CLI === '1' ? ['test/opt-in/lzc-cli.ts'] : []),
  ...(CATFLAP_BROWSERS === '1' ? ['test/opt-in/browsers.ts'] : []),
  ...(CATFLAP_FRAMEWORKS === '1' ? frameworks : []),
  ...(CATFLAP_DEX === '1' || CATFLAP_DEX === 'write'
    ? ['test/opt-in/dex.ts', 'test/opt-in/dex-library.ts']
    : []),
  ...(CATFLAP_LANGUAGES === '1'
    ? [
        'test/opt-in/languages.ts',
        'test/opt-in/flask.ts',
        'test/opt-in/gate-caddy.ts',
        'test/opt-in/traefik.ts',
      ]
    : []),
  ...(CATFLAP_PROVIDERS === '1' ? ['test/providers/life.ts'] : []),
  ...(CATFLAP_MODEL === '1' ? ['test/opt-in/model.ts'] : []),
  ...(CATFLAP_NODES === '1' ? ['test/opt-in/nodes.ts'] : []),
  ...(CATFLAP_SLOW === '1' ? ['{packages,apps}/*/test/**/*.slow.ts', 'test/**/*.slow.ts'] : []),
]

/** Tests of the stores replace modules by `vi.mock`: whoever came after them in one process would have the replaced ones. */
const stores = 'packages/catflap/test/store/**/*.test.ts'

/** Other tests of packages that live by processes: the box's command, apps that it runs, proxies. */
const processes = [
  'packages/catflap/test/session/two-processes.test.ts',
  'packages/devbox/test/{run,https}/**/*.test.ts',
  'packages/devbox/test/cli.test.ts',
  'packages/gate/test/proxies/*.test.ts',
]

/** Tests of packages that try much, for long: generated inputs, histories, floods. Not for work in progress. */
const thorough = [
  'packages/catflap/test/simulation/*.test.ts',
  'packages/catflap/test/routes/{callback-memory,hostile-provider}.test.ts',
  'packages/catflap/test/session/{many-logins,reader}.test.ts',
  'packages/lazycat/test/lpk/round-trip.test.ts',
  'packages/*/test/**/fuzz.test.ts',
]

/** A process that has loaded the sources goes on to the next file, with the globals that it began with. */
const sharing = { isolate: false, setupFiles: ['test/support/globals.ts'] }

const config: ViteUserConfig = defineConfig({
  // Tests import the packages' sources, not their builds: the paths of tsconfig.json lead there.
  resolve: { tsconfigPaths: true },
  test: {
    // The second compares what was held of the adapters' contract with docs/frameworks/contract.md.
    reporters: ['default', new ContractReporter()],
    globalSetup: ['test/support/make-box-keys.ts'],
    // Many tests wait more than they compute: for a browser, a process, a time that passes.
    maxWorkers: availableParallelism() + 2,
    // What a file becomes is kept beside vitest until it changes: a fifth less processor time for the process that transforms.
    experimental: { fsModuleCache: true },
    // Room for a machine that is busy with something else: what waits in vain is only told later.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000, interval: 50 } },
    // They begin in the order of their names: those of `quick` fill what the long ones leave at the end.
    projects: [
      {
        extends: true,
        test: { name: 'alone', include: [stores, ...optIn] },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['test/**/*.test.ts', ...processes, ...thorough],
          exclude: [...configDefaults.exclude, stores],
          ...sharing,
        },
      },
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['{packages,apps}/*/test/**/*.test.{ts,tsx}'],
          exclude: [stores, ...processes, ...thorough],
          ...sharing,
        },
      },
    ],
  },
})

export default config
