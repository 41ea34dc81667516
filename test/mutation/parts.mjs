// What is mutated, and the tests that are to notice.
import { basename } from 'node:path'

/** @typedef {{ readonly sources: readonly string[], readonly tests: readonly string[], readonly wanted?: number, readonly own?: Readonly<Record<string, readonly string[]>> }} Part - own: the tests that are asked of a source alone, by its name */

const LIBRARY = 'packages/catflap'

/** @param {string} name @param {readonly string[]} tests @returns {Part} */
const ofLibrary = (name, tests) => ({
  sources: [`${LIBRARY}/src/${name}`],
  tests: tests.map((folder) => `${LIBRARY}/test/${folder}`),
})

/** The tests of a store are of files, processes and servers: of each source those are asked that say what it does. @param {readonly string[]} names */
const ofStore = (...names) => names.map((name) => `${LIBRARY}/test/store/${name}.test.ts`)

/** @param {readonly string[]} names */
const ofProvider = (...names) => names.map((name) => `${LIBRARY}/test/provider/${name}.test.ts`)

/** @param {string} name */
const ofRoutes = (name) => [`${LIBRARY}/test/routes/${name}.test.ts`]

/**
 * By name: sources and tests, as folders or files.
 *
 * @type {Readonly<Record<string, Part>>}
 */
export const PARTS = {
  protocol: ofLibrary('protocol', [
    ...['protocol', 'fuzz/cookie.test.ts', 'fuzz/return-to.test.ts'],
    ...['metadata', 'internal-issuer'].map((name) => `provider/${name}.test.ts`),
    'routes/pushed-request.test.ts',
  ]),
  session: {
    ...ofLibrary('session', ['session', 'routes']),
    // These have tests of their own for all that they do; routes take long and notice no more.
    own: Object.fromEntries(
      [
        'renewal',
        'session-index',
        'transactions',
        'ingress-user',
        'login-attempts',
        'ended-reason',
        'lease',
        'session',
        'session-cookie',
        'session-lists',
        'awaited-renewal',
      ].map((name) => [name, [`${LIBRARY}/test/session`]]),
    ),
  },
  provider: {
    ...ofLibrary('provider', ['provider', 'routes', 'trace.test.ts']),
    own: {
      'client-authentication': ofProvider('client-authentication', 'client-assertion'),
      'client-request': ofProvider('client-request'),
      http: ofProvider('http', 'http-answers', 'redirect', 'deadline'),
      keys: ofProvider('keys', 'keys-waiting', 'odd-keys', 'logout-keys'),
      'network-cause': ofProvider('network-cause'),
      provider: ofProvider('provider', 'revocation'),
      proxy: ofProvider('proxy'),
      'pushed-request': ofProvider('pushed-request', 'client-request'),
      redeem: ofProvider('redeem'),
      refresher: ofProvider('refresher', 'refresher-waiting'),
      renew: ofProvider('renew', 'renewed-tokens'),
      revocation: ofProvider('revocation', 'client-request'),
      'sent-secrets': ofProvider('sent-secrets'),
      signature: ofProvider('id-token', 'odd-keys', 'refuse-as', 'userinfo'),
      'token-endpoint': ofProvider('token-endpoint', 'token', 'renewed-tokens', 'client-request'),
      token: ofProvider('token', 'renewed-tokens'),
      'undici-transport': ofProvider(
        'undici-transport',
        'undici-transport-driven',
        'undici-transport-ends',
        'unasked-answers',
      ),
      'verify-signature': ofProvider('verify-signature'),
    },
  },
  routes: {
    ...ofLibrary('routes', ['routes', 'login.test.ts', 'trace.test.ts']),
    own: {
      'authorization-steps': ofRoutes('authorization-steps'),
      outcome: ofRoutes('outcome'),
      'own-paths': ofRoutes('own-paths'),
    },
  },
  store: {
    ...ofLibrary('store', ['store']),
    own: {
      'key-file': ofStore('key-file'),
      'lazy-store': ofStore('lazy-store'),
      'lmdb-claim': ofStore('lmdb-claim'),
      'lmdb-damage': ofStore('lmdb-aside'),
      'lmdb-directory': ofStore('lmdb-directory'),
      'lmdb-entry': ofStore('lmdb-entry'),
      'lmdb-failure': ofStore('reasons', 'reason-tables'),
      'lmdb-file': ofStore('lmdb-file'),
      'lmdb-map': ofStore('lmdb-map'),
      'lmdb-open': ofStore('lmdb-open'),
      'lmdb-pages': ofStore('lmdb-pages'),
      'lmdb-record': ofStore('lmdb-record'),
      'lmdb-store': ofStore('lmdb-store', 'lmdb-writes'),
      lmdb: ofStore('lmdb-damage'),
      memory: ofStore('memory'),
      'open-store': ofStore('open-store-kinds'),
      redis: ofStore('redis'),
      'redis-failure': ofStore('reasons', 'reason-tables'),
      'redis-store': ofStore('redis-entries', 'redis-store'),
      'shared-reads': ofStore('shared-reads'),
      store: ofStore('memory'),
      'store-error': ofStore('reasons', 'reason-tables'),
    },
  },
  ingress: {
    sources: ['gate', 'caller', 'caller-headers', 'headers', 'paths'].map(
      (name) => `packages/devbox/src/ingress/${name}.ts`,
    ),
    tests: ['packages/devbox/test/ingress'],
    own: Object.fromEntries(
      ['headers', 'caller-headers'].map((name) => [
        name,
        ['headers', 'callers'].map((test) => `packages/devbox/test/ingress/${test}.test.ts`),
      ]),
    ),
  },
  masking: {
    sources: [
      'credentials',
      'decodings',
      'known-secrets',
      'mask',
      'pairs',
      'reading',
      'secret-name',
      'tokens',
      'users',
      'value-end',
    ].map((name) => `apps/env-viewer/src/env/${name}.ts`),
    // Not those whose values are huge or many: each takes seconds.
    tests: [
      'decodings',
      'mask',
      'mask-credentials',
      'mask-ends',
      'mask-forms',
      'mask-shapes',
      'mask-values',
    ].map((name) => `apps/env-viewer/test/${name}.test.ts`),
  },
}

/** Left out: their processes read what is built, or they take long and show nothing that others do not. */
export const LEFT_OUT = [
  'packages/catflap/test/session/two-processes.test.ts',
  'packages/catflap/test/session/many-logins.test.ts',
  'packages/catflap/test/session/reader.test.ts',
  'packages/catflap/test/routes/callback-memory.test.ts',
  'packages/catflap/test/routes/hostile-provider.test.ts',
  'packages/catflap/test/store/lmdb-processes.test.ts',
  'packages/catflap/test/store/lmdb-damage-processes.test.ts',
]

/** The tests that are asked of a source. @param {string} name - of its part @param {string} file */
export const testsOf = (name, file) =>
  PARTS[name]?.own?.[basename(file, '.ts')] ?? PARTS[name]?.tests ?? []

/** Of a hundred mutants that are not equivalent, at least these are to be noticed. */
export const WANTED = 92

/** The versions that were tried; the last that run on Node 20. */
export const STRYKER = ['@stryker-mutator/core@9.6.1']

/** Stryker's own options. @param {readonly string[]} sources @param {boolean} tables - asked as well */
export const strykerOptions = (sources, tables) => ({
  testRunner: 'one-thread',
  plugins: ['./test/mutation/runner.mjs'],
  ignorers: ['prose'],
  mutate: sources,
  // What is made once while a file is read, such as tables and patterns, needs a fresh thread for each mutant.
  ignoreStatic: !tables,
  // The tests share a machine with people; one more process gave little.
  concurrency: 1,
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: 'mutation-report.json' },
  // On a busy machine everything takes longer, and what is too late counts as noticed.
  timeoutMS: 30_000,
  dryRunTimeoutMinutes: 20,
  // In a clone of our own, so nothing has to be copied once more.
  inPlace: true,
})

/** What vitest is told: a host that reads all files of tests, and the runner that runs them again and again. */
export const VITEST = {
  'vitest.mutation.ts': `import { defineConfig } from 'vitest/config'
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ['mutation.host.ts'],
    runner: './test/mutation/worker.mjs',
    globalSetup: ['test/support/make-box-keys.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 1,
    // A mutant that waits for ever is noticed when a test's time is over.
    testTimeout: 8_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 5_000, interval: 20 } },
    silent: true,
    reporters: [{}],
  },
})
`,
  'mutation.host.ts': `import { join } from 'node:path'
import { describe, inject } from 'vitest'
for (const file of inject('files')) {
  describe(file, async () => void (await import(join(process.cwd(), file))))
}
`,
}
