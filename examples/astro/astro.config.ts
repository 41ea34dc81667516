import node from '@astrojs/node'
import { defineConfig } from 'astro/config'

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'standalone' }),
  // src/middleware.ts looks at the origin of forms itself: Astro would refuse back-channel logouts.
  security: { checkOrigin: false },
})
