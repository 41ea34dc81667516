import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter(),
      // hooks.server.ts looks at the origin of forms itself: SvelteKit would refuse back-channel logouts.
      csrf: { trustedOrigins: ['*'] },
    }),
  ],
})
