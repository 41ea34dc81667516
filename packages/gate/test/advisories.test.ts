/** Advisories about other gates and proxies: the name of some test has the id of each, so that none is forgotten. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const ADVISORIES: Readonly<Record<string, string>> = {
  'path from a client’s header':
    'CVE-2026-40575 GHSA-7x63-xv5r-3p2x CVE-2026-76835 CVE-2026-35051 CVE-2026-54764',
  'query or fragment in the match':
    'CVE-2025-54576 GHSA-7rh7-c77v-6434 CVE-2026-41059 GHSA-pxq7-h93f-9jrg CVE-2023-47106 CVE-2026-9800',
  'two readings of a path':
    'GHSA-63jm-59jj-478j GHSA-3q34-rx83-r6mq CVE-2026-134802 CVE-2026-107334 CVE-2025-66490 CVE-2025-47952 CVE-2026-48020 CVE-2026-65600 CVE-2026-27587',
  'case or host': 'CVE-2026-48794 GHSA-j748-h363-wqj8 CVE-2026-27588 CVE-2026-68548',
  'malformed request': 'CVE-2021-32637 GHSA-68wm-pfjf-wqp6 CVE-2026-27586 CVE-2026-54762',
  'exceptions by header': 'CVE-2026-34457 GHSA-5hvv-m4w4-gf6v',
  'client address': 'GHSA-wr5q-7wxw-x568 CVE-2024-47070 CVE-2023-36456 CVE-2024-21494',
  'forged identity':
    'CVE-2025-64484 GHSA-vjrc-mh2v-45x6 CVE-2026-30851 CVE-2026-52845 CVE-2026-33433 CVE-2026-39858 CVE-2026-54763',
  Connection: 'CVE-2026-29054 CVE-2024-45410 CVE-2025-48865',
  smuggling: 'CVE-2026-133212 CVE-2026-71324 GHSA-ggv3-7p47-pfv8 CVE-2026-55458',
  'prefix of the upstream': 'CVE-2021-21321 CVE-2021-21322 GHSA-2q7r-29rg-6m5h CVE-2026-120213',
  'TLS of the upstream': 'CVE-2026-107318',
  'open redirect':
    'GHSA-qqxw-m5fj-f7gv GHSA-j7px-6hwj-hpjg GHSA-5m6c-jp6f-2vcv CVE-2021-21291 GHSA-4mf2-f3wh-gvf2 CVE-2024-21497 CVE-2021-29651',
  'stale cookie': 'CVE-2026-34454 GHSA-f24x-5g9q-753f CVE-2024-21492',
  'rule not applied': 'CVE-2021-21411 GHSA-652x-m2gr-hppm CVE-2023-33189 CVE-2021-41230',
  'mixed-up users': 'CVE-2026-40574 CVE-2026-47203 CVE-2026-33544',
  'tokens shown': 'CVE-2024-39315 GHSA-hhqp-vx7f-5c6m CVE-2026-41181',
  'pages of the gate': 'CVE-2023-52430 CVE-2024-21496 CVE-2026-33525',
  'slow clients': 'CVE-2026-26998',
}

/** Texts of the tests that run always; of this one the ids are not names. */
const texts = ['gate', 'forward'].flatMap((name) => {
  const folder = new URL(`../../${name}/test/`, import.meta.url)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && file !== 'advisories.test.ts')
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
})
/** Names only: what stands in quotes at the start of a test or of a group of them. */
const names = texts.flatMap((text) =>
  [...text.matchAll(/^ *(?:\]?\)?\(|describe\(|it\()?\s*'([^'\n]*)',?/gm)].map(([whole]) => whole),
)

describe('advisories', () => {
  it.each(Object.entries(ADVISORIES))('%s', (_, ids) => {
    const missing = ids.split(' ').filter((id) => !names.some((name) => name.includes(id)))
    expect(missing).toEqual([])
  })
})
