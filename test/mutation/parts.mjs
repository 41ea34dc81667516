// What is mutated, and the tests that are to notice.

/** @typedef {{ readonly mutate: string, readonly tests: readonly string[] }} Part */

/**
 * By name: the sources, and the tests' folders below packages/catflap/test.
 *
 * @type {Readonly<Record<string, Part>>}
 */
export const PARTS = {
  protocol: { mutate: 'packages/catflap/src/protocol/**/*.ts', tests: ['protocol', 'fuzz'] },
  session: { mutate: 'packages/catflap/src/session/**/*.ts', tests: ['session', 'routes'] },
  provider: { mutate: 'packages/catflap/src/provider/**/*.ts', tests: ['provider', 'routes'] },
  routes: { mutate: 'packages/catflap/src/routes/**/*.ts', tests: ['routes', 'session'] },
  store: { mutate: 'packages/catflap/src/store/**/*.ts', tests: ['store'] },
}

/** Of a hundred mutants that are not equivalent, at least these are to be noticed. */
export const WANTED = 92

/** The versions that were tried; the last that run on Node 20. */
export const STRYKER = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/vitest-runner@9.6.1']

/**
 * Stryker's own options.
 *
 * @param {Part} part
 */
export const strykerOptions = ({ mutate }) => ({
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.ts', related: false },
  mutate: [mutate],
  // The tests share a machine with people; one more process gave little.
  concurrency: 1,
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: 'mutation-report.json' },
  timeoutMS: 20_000,
  // In a clone of our own, so nothing has to be copied once more.
  inPlace: true,
})

/**
 * The tests of a part, in one process.
 *
 * @param {Part} part
 */
export const vitestOptions = ({ tests }) => `import { defineConfig } from 'vitest/config'
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    include: ['packages/catflap/test/{${tests.join()},}/**/*.test.ts'],
    exclude: ['packages/catflap/test/session/two-processes.test.ts'],
    setupFiles: ['test/support/globals.ts'],
    isolate: false,
  },
})
`
