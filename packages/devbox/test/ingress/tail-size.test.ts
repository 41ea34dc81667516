/** What the scripts of pages may cost, however many a manifest names. */
import { expect, it } from 'vitest'
import type { IngressState } from '../../src/box/ingress-state.ts'
import type { PageScript } from '../../src/box/inject.ts'
import { findTail } from '../../src/ingress/page-injects.ts'

it('no more scripts are made than one page may get', async () => {
  let made = 0
  const script: PageScript = {
    src: 'builtin://hello',
    params: '{}',
    get body() {
      made++
      return { kind: 'builtin', name: 'hello' } as const
    },
  }
  const rules = { when: ['/*'], unless: [], authRequired: false, prefixDomain: undefined }
  const inject = { ...rules, id: 'many', scripts: Array.from({ length: 20_000 }, () => script) }
  const app = { subdomain: 'echo', pageInjects: [inject] }
  const state = { scheme: 'http', port: 80, name: 'box', app } as unknown as IngressState
  const tail = findTail(state, { host: 'echo.example', target: '/', user: undefined })
  expect(await tail?.()).toContain('longer than 1048576 bytes')
  expect(made).toBeLessThan(2000)
})
