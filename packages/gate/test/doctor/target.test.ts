/** What the doctor makes of a path that a proxy has changed before it asked. */
import { expect, it } from 'vitest'
import type { ProxyKind } from '../../src/ask/proxies.ts'
import { judge } from '../../src/doctor/findings.ts'
import { TARGET } from '../../src/doctor/observe.ts'

const answer = (status: number, body: unknown) => ({ status, raw: [], body: JSON.stringify(body) })

/** The findings about path and forged headers, where the gate was asked about `target`. */
function found(proxy: ProxyKind, target: string) {
  const report = (kind: string) => ({
    ...{ probe: 'catflap-gate', kind, path: '/auth', names: ['accept', 'sec-fetch-mode'] },
    asked: { method: 'GET', target },
  })
  const probes = ['redirect', 'unauthenticated', 'forbidden', 'unavailable']
  const observed = {
    pages: answer(404, { code: 'NOT_FOUND' }),
    door: answer(200, Object.fromEntries(probes.map((name) => [name, 'x']))),
    probes: {
      plain: answer(401, report('unauthenticated')),
      forged: answer(403, report('forbidden')),
    },
  }
  const site = {
    origin: 'https://notes.example',
    auth: { host: '127.0.0.1', port: 1 },
    proxy,
    names: [],
  }
  const findings = judge(observed, site)
  return ['target', 'forged'].map((check) => findings.find((one) => one.check === check)?.status)
}

const MERGED = TARGET.replace('//', '/')

it.each<[ProxyKind, string, string]>([
  ['nginx', TARGET, 'ok'],
  ['nginx', MERGED, 'problem'],
  ['caddy', MERGED, 'problem'],
  ['traefik', TARGET, 'ok'],
  // At its entry point, so the app gets the same.
  ['traefik', MERGED, 'ok'],
  ['traefik', MERGED.replace('%2F', '/'), 'problem'],
  ['traefik', MERGED.replace(';d', ''), 'problem'],
])('%s that asks about %s: %s', (proxy, target, status) => {
  expect(found(proxy, target)).toEqual([status, status])
})
