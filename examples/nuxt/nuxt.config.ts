import { cpSync } from 'node:fs'

export default defineNuxtConfig({
  compatibilityDate: '2026-06-01',
  nitro: {
    hooks: {
      // LMDB's native binary, which Nitro does not find by itself.
      compiled: ({ options: { output } }) =>
        cpSync('node_modules/@lmdb', `${output.serverDir}/node_modules/@lmdb`, { recursive: true }),
    },
  },
})
