import type { NextConfig } from 'next'

const config: NextConfig = {
  // Loaded by Node and not bundled: its store is a native binary.
  serverExternalPackages: ['catflap'],
  // For the copy in .next/standalone, for which Next does not find the binary by itself.
  output: 'standalone',
  outputFileTracingIncludes: { '/*': ['node_modules/@lmdb/**'] },
}
export default config
