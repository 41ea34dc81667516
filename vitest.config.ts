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

/** Tests of packages that live by other processes: stores, the box's command, apps that it runs, proxies. */
const processes = [
  'packages/catflap/test/store/**/*.test.ts',
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

/** Tests of the whole that need no process of their own, as those of the packages. */
const shared = [
  'test/{browser,conformance,docs,integration}/**/*.test.ts',
  'test/*.test.ts',
  'test/fuzz/corpus.test.ts',
  ...thorough,
]

const config: ViteUserConfig = defineConfig({
  // Tests import the packages' sources, not their builds: the paths of tsconfig.json lead there.
  resolve: { tsconfigPaths: true },
  test: {
    // The second compares what was held of the adapters' contract with docs/frameworks/contract.md.
    reporters: ['default', new ContractReporter()],
    // Many tests wait more than they compute: for a browser, a process, a time that passes.
    maxWorkers: availableParallelism() + 2,
    // What a file becomes is kept beside vitest until it changes: a fifth less processor time for the process that transforms.
    experimental: { fsModuleCache: true },
    // Room for a machine that is busy with something else: what waits in vain is only told later.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000, interval: 50 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          globalSetup: ['test/support/make-box-keys.ts'],
          include: ['{packages,apps}/*/test/**/*.test.{ts,tsx}'],
          exclude: [...processes, ...thorough],
          // A process that has loaded the sources goes on to the next file.
          isolate: false,
          setupFiles: ['test/support/globals.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'shared',
          globalSetup: ['test/support/make-box-keys.ts'],
          include: shared,
          isolate: false,
          setupFiles: ['test/support/globals.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          globalSetup: ['test/support/make-box-keys.ts'],
          include: ['test/**/*.test.ts', ...processes, ...optIn],
          exclude: [...configDefaults.exclude, ...shared],
        },
      },
    ],
  },
})

export default config
