import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { ContractReporter } from './test/contract/reporter.ts'

// Tests with what is too heavy to install for every run.
const {
  CATFLAP_LZC_CLI,
  CATFLAP_BROWSERS,
  CATFLAP_DEX,
  CATFLAP_FRAMEWORKS,
  CATFLAP_LANGUAGES,
  CATFLAP_NODES,
  CATFLAP_PROVIDERS,
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
  ...(CATFLAP_LANGUAGES === '1' ? ['test/opt-in/languages.ts', 'test/opt-in/traefik.ts'] : []),
  ...(CATFLAP_PROVIDERS === '1' ? ['test/providers/life.ts'] : []),
  ...(CATFLAP_NODES === '1' ? ['test/opt-in/nodes.ts'] : []),
]

const config: ViteUserConfig = defineConfig({
  // Tests import the packages' sources, not their builds: the paths of tsconfig.json lead there.
  resolve: { tsconfigPaths: true },
  test: {
    include: ['{packages,apps}/*/test/**/*.test.{ts,tsx}', 'test/**/*.test.ts', ...optIn],
    // The second compares what was held of the adapters' contract with docs/frameworks/contract.md.
    reporters: ['default', new ContractReporter()],
    // Room for a machine that is busy with something else: what waits in vain is only told later.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000, interval: 50 } },
  },
})

export default config
